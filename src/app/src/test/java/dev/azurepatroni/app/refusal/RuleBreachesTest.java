package dev.azurepatroni.app.refusal;

import static dev.azurepatroni.app.refusal.StackFiles.problem;
import static dev.azurepatroni.app.refusal.StackFiles.problemsWith;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values that are fine by themselves and do not fit each other, or Azure. */
final class RuleBreachesTest {
  @TempDir private Path stacks;

  @Test
  void anEvenNumberOfVotersIsRefused() throws IOException {
    assertThat(problemsWith(stacks, "etcd: { tieBreaker: none }\n"))
        .containsExactly(
            problem(
                "prod.yaml:4: etcd.tieBreaker = none",
                "gives 2 etcd members with 2 database nodes; an even number tolerates no more failures than one fewer",
                "set it to witness"));
  }

  @Test
  void aLeaseThatIsTooShortForLoopAndRetriesIsRefused() throws IOException {
    assertThat(problemsWith(stacks, "patroni: { retryTimeout: 10 }\n"))
        .containsExactly(
            problem(
                "prod.yaml:4: patroni.ttl = 20",
                "loopWait + 2 x retryTimeout = 2 + 2 x 10 = 22 must not exceed ttl",
                "raise ttl to 22, or lower loopWait or retryTimeout; Patroni would change them itself"));
  }

  @Test
  void poolersThatAskForMoreConnectionsThanThereAreAreRefused() throws IOException {
    assertThat(problemsWith(stacks, "poolers: { maxDatabaseConnections: 400 }\n"))
        .containsExactly(
            problem(
                "prod.yaml:4: poolers.maxDatabaseConnections = 400",
                "must be between 2 and 215, so that poolers, direct sessions and reserve get their part: 2 poolers x 400 + 50 direct + 20 reserved = 870 of 500 connections",
                "set it to 215, leave it out, or raise postgresql.maxConnections"));
  }

  @Test
  void moreIopsThanADiskOfThatSizeGivesAreRefused() throws IOException {
    assertThat(
            problemsWith(
                stacks,
                """
              database:
                dataDisk: { sizeGb: 100, iops: 80000, mbps: 1200 }
              """))
        .containsExactly(
            problem(
                "prod.yaml:5: database.dataDisk.iops = 80000",
                "a Premium SSD v2 disk of 100 GiB allows at most 50,000 IOPS (500 a GiB above 6 GiB)",
                "lower iops to 50000, or enlarge the disk to 160 GiB"));
  }

  @Test
  void anUnknownVmSizeIsRefusedWithTheOneThatWasMeant() throws IOException {
    assertThat(problemsWith(stacks, "database: { vmSize: standard_d32s_v6 }\n"))
        .containsExactly(
            problem(
                "prod.yaml:4: database.vmSize = standard_d32s_v6",
                "unknown VM size",
                "did you mean Standard_D32s_v6? Otherwise add its figures to vmSizes, under the name standard_d32s_v6: vcpus, memoryGib, controller, iops and mbps"));
  }

  @Test
  void theSizeOfAWitnessIsCheckedWhereThereIsNone() throws IOException {
    assertThat(
            problemsWith(stacks, "etcd: { tieBreaker: pooler, witness: { vmSize: Standard } }\n"))
        .singleElement()
        .asString()
        .contains("prod.yaml:4: etcd.witness.vmSize = Standard", "unknown VM size");
  }

  @Test
  void idsOfReadersAndOfTheSubscriptionAreCheckedAllAtOnce() throws IOException {
    assertThat(
            problemsWith(
                stacks,
                """
              subscription: Production
              vault:
                readers:
                  - 6b3a1d52-9c07-4f5e-8f0e-2d1c4a7b9e30
                  - 6B3A1D52-9C07-4F5E-8F0E-2D1C4A7B9E30
                  - 6b3a1d52-9c07-4f5e-8f0e-2d1c4a7b9e30
                  - dba@example.com
              """))
        .containsExactly(
            problem(
                "prod.yaml:4: subscription = Production",
                "must be an id: 32 lower-case hexadecimal digits in groups of 8, 4, 4, 4 and 12, as `az account show --query id` prints it",
                "write for example \"3f1c9a40-77de-4b8a-9a51-0c6de2b81f24\", or leave it out"),
            problem(
                "prod.yaml:8: vault.readers[1] = 6B3A1D52-9C07-4F5E-8F0E-2D1C4A7B9E30",
                "must be an object id: 32 lower-case hexadecimal digits in groups of 8, 4, 4, 4 and 12, as `az ad signed-in-user show --query id` prints yours",
                "write for example \"6b3a1d52-9c07-4f5e-8f0e-2d1c4a7b9e30\", or leave it out"),
            problem(
                "prod.yaml:9: vault.readers[2] = 6b3a1d52-9c07-4f5e-8f0e-2d1c4a7b9e30",
                "is listed twice",
                "list each id once"),
            problem(
                "prod.yaml:10: vault.readers[3] = dba@example.com",
                "must be an object id: 32 lower-case hexadecimal digits in groups of 8, 4, 4, 4 and 12, as `az ad signed-in-user show --query id` prints yours",
                "write for example \"6b3a1d52-9c07-4f5e-8f0e-2d1c4a7b9e30\", or leave it out"));
  }

  @Test
  void aKeyThatIsCutOffIsRefused() throws IOException {
    assertThat(
            problemsWith(
                stacks,
                """
              ssh:
                publicKeys:
                  - ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA ops@example
              """))
        .containsExactly(
            problem(
                "prod.yaml:6: ssh.publicKeys[0] = ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI...",
                "is truncated or damaged",
                "paste one line of a .pub file: ssh-ed25519, or ssh-rsa of 2048 bits"));
  }

  @Test
  void aPrivateKeyIsRefusedAndNotRepeated() throws IOException {
    assertThat(
            problemsWith(
                stacks,
                """
              ssh:
                publicKeys:
                  - |
                    -----BEGIN OPENSSH PRIVATE KEY-----
                    b3BlbnNzaC1rZXktdjEA
              """))
        .containsExactly(
            problem(
                "prod.yaml:6: ssh.publicKeys[0] = (not repeated here)",
                "is a private key; only public keys are allowed",
                "paste one line of a .pub file: ssh-ed25519, or ssh-rsa of 2048 bits"));
  }

  @Test
  void aVaultNameThatIsTooLongIsRefused() throws IOException {
    assertThat(problemsWith(stacks, "vault: { name: orders-production-vault-1 }\n"))
        .containsExactly(
            problem(
                "prod.yaml:4: vault.name = orders-production-vault-1",
                "must be 3 to 24 letters, digits and single dashes, starting with a letter, ending with a letter or digit",
                "write for example \"orders-kv\", or leave it out"));
  }

  @Test
  void aVmSizeBeyondAllMemoryIsRefused() throws IOException {
    assertThat(
            problemsWith(
                stacks,
                """
              vmSizes:
                Standard_D32s_v6: { vcpus: 32, memoryGib: 2147483647, iops: 1, mbps: 1 }
              """))
        .containsExactly(
            problem(
                "prod.yaml:5: vmSizes.Standard_D32s_v6.memoryGib = 2147483647",
                "must be between 1 and 32,768 GiB",
                "write 32768"));
  }

  @Test
  void anExpressionForTerraformIsRefused() throws IOException {
    assertThat(
            problemsWith(
                stacks,
                """
              tags: { owner: "${file('/etc/passwd')}" }
              """))
        .containsExactly(
            problem(
                "prod.yaml:4: tags.owner = ${file('/etc/passwd')}",
                "Terraform reads ${ and %{ as the start of an expression",
                "write it without them; a stack file contains plain values only"));
  }
}

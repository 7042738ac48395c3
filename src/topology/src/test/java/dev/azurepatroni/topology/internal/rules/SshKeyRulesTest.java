package dev.azurepatroni.topology.internal.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.topology.Prod;
import dev.azurepatroni.topology.finding.Finding;
import dev.azurepatroni.topology.spec.ClusterSpec;
import java.security.GeneralSecurityException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SshKeyRulesTest {
  @Test
  void anEd25519KeyIsTaken() throws GeneralSecurityException {
    assertThat(Prod.errors(withKeys(OpenSshKeys.ed25519()))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {2048, 3072})
  void anRsaKeyOf2048BitsOrMoreIsTaken(int bits) throws GeneralSecurityException {
    assertThat(Prod.errors(withKeys(OpenSshKeys.rsa(bits)))).isEmpty();
  }

  @Test
  void aKeyNeedsNoCommentAndMayEndWithItsLine() throws GeneralSecurityException {
    String key = OpenSshKeys.ed25519().replace(" admin@example", "");

    assertThat(Prod.errors(withKeys(key, key + "\n"))).isEmpty();
  }

  @Test
  void anRsaKeyOf1024BitsIsRefused() throws GeneralSecurityException {
    Finding error = Prod.onlyError(withKeys(OpenSshKeys.rsa(1024)));

    assertThat(error.path()).isEqualTo("ssh.publicKeys[0]");
    assertThat(error.problem()).contains("1024 bits", "2048 or more");
  }

  @ParameterizedTest
  @ValueSource(ints = {13, 20, 40, 60, 78, 79})
  void aKeyThatWasCutOffIsRefused(int length) throws GeneralSecurityException {
    Finding error = Prod.onlyError(withKeys(OpenSshKeys.ed25519().substring(0, length)));

    assertThat(error.problem()).contains("truncated or damaged");
  }

  @Test
  void anRsaKeyThatWasCutOffIsRefused() throws GeneralSecurityException {
    assertThat(Prod.onlyError(withKeys(OpenSshKeys.rsa(2048).substring(0, 200))).problem())
        .contains("truncated or damaged");
  }

  @Test
  void aPrivateKeyIsRefusedAndNotRepeated() throws GeneralSecurityException {
    String key = OpenSshKeys.privateKey();

    Finding error = Prod.onlyError(withKeys(key));

    assertThat(error.problem()).contains("private key");
    assertThat(error.value()).isEqualTo("(not repeated here)");
    assertThat(error.toString()).doesNotContain(key.substring(30, 60));
  }

  @Test
  void anEcdsaKeyIsRefused() throws GeneralSecurityException {
    Finding error = Prod.onlyError(withKeys(OpenSshKeys.ecdsa()));

    assertThat(error.problem()).contains("of a type that Azure accepts");
    assertThat(error.fix()).contains("ssh-ed25519");
  }

  @Test
  void aKeyThatIsNotOfTheKindItSaysIsRefused() throws GeneralSecurityException {
    String key = OpenSshKeys.ed25519().replaceFirst("ssh-ed25519", "ssh-rsa");

    assertThat(Prod.onlyError(withKeys(key)).problem()).contains("key of another type");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hunter2", "ssh-ed25519", "ssh-dss AAAAB3NzaC1kc3M="})
  void aTextThatIsNoKeyIsRefused(String text) {
    assertThat(Prod.onlyError(withKeys(text)).path()).isEqualTo("ssh.publicKeys[0]");
  }

  @Test
  void everyKeyIsCheckedByItself() throws GeneralSecurityException {
    ClusterSpec spec = withKeys(OpenSshKeys.ed25519(), "hunter2", OpenSshKeys.rsa(1024));

    assertThat(Prod.errors(spec))
        .extracting(Finding::path)
        .containsExactly("ssh.publicKeys[1]", "ssh.publicKeys[2]");
  }

  @Test
  void aLongKeyIsShortenedInItsFinding() throws GeneralSecurityException {
    assertThat(Prod.onlyError(withKeys(OpenSshKeys.rsa(1024))).value())
        .hasSize(40)
        .startsWith("ssh-rsa ")
        .endsWith("...");
  }

  @ParameterizedTest
  @ValueSource(strings = {"root", "admin", "administrator", "guest"})
  void aLoginNameThatAzureRefusesIsRefused(String user) {
    Finding error = Prod.onlyError(Prod.with(prod -> prod.ssh(ssh -> ssh.user(user))));

    assertThat(error.path()).isEqualTo("ssh.user");
    assertThat(error.fix()).contains("azureuser");
  }

  @Test
  void twoKeysInOneTextAreRefused() throws GeneralSecurityException {
    Finding error = Prod.onlyError(withKeys(OpenSshKeys.ed25519() + "\n" + OpenSshKeys.ed25519()));

    assertThat(error.problem()).contains("more than one line");
  }

  private static ClusterSpec withKeys(String... keys) {
    return Prod.with(prod -> prod.ssh(ssh -> ssh.publicKeys(List.of(keys))));
  }
}

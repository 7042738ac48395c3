package dev.azurepatroni.app.refusal;

import static dev.azurepatroni.app.refusal.StackFiles.problem;
import static dev.azurepatroni.app.refusal.StackFiles.problemsWith;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values of another type than their setting. */
final class WrongTypesTest {
  @TempDir private Path stacks;

  @Test
  void aWordWhereANumberIsWantedIsRefused() throws IOException {
    assertThat(problemsWith(stacks, "database: { nodes: two }\n"))
        .containsExactly(
            problem(
                "prod.yaml:4: database.nodes = two",
                "must be an integer",
                "write digits only, without quotes, for example 30"));
  }

  @Test
  void aNumberInQuotesIsRefused() throws IOException {
    assertThat(
            problemsWith(
                stacks,
                """
              database: { nodes: "2" }
              """))
        .containsExactly(
            problem(
                "prod.yaml:4: database.nodes = \"2\"",
                "must be an integer",
                "write digits only, without quotes, for example 30"));
  }

  @Test
  void aNumberThatYamlVersionsReadDifferentlyIsRefused() throws IOException {
    assertThat(problemsWith(stacks, "patroni: { ttl: 031 }\n"))
        .containsExactly(
            problem(
                "prod.yaml:4: patroni.ttl = 031",
                "must be an integer",
                "write digits only, without quotes, for example 30"));
  }

  @Test
  void aFractionIsRefused() throws IOException {
    assertThat(problemsWith(stacks, "patroni: { ttl: 20.5 }\n"))
        .containsExactly(
            problem(
                "prod.yaml:4: patroni.ttl = 20.5",
                "must be an integer",
                "write digits only, without quotes, for example 30"));
  }

  @Test
  void aHugeNumberIsRefused() throws IOException {
    assertThat(problemsWith(stacks, "patroni: { ttl: 99999999999 }\n"))
        .containsExactly(
            problem(
                "prod.yaml:4: patroni.ttl = 99999999999",
                "is out of range",
                "write a number of at most nine digits"));
  }

  @Test
  void aNumberOutOfItsRangeIsRefused() throws IOException {
    assertThat(problemsWith(stacks, "patroni: { ttl: 301 }\n"))
        .containsExactly(
            problem(
                "prod.yaml:4: patroni.ttl = 301",
                "must be between 20 and 300 seconds",
                "write 300 or leave it out"));
  }

  @Test
  void yesIsNoTruthValue() throws IOException {
    assertThat(problemsWith(stacks, "publicEndpoint: { enabled: yes }\n"))
        .containsExactly(
            problem(
                "prod.yaml:4: publicEndpoint.enabled = yes",
                "must be true or false",
                "write true or false, without quotes"));
  }

  @Test
  void aTextWhereAListIsWantedIsRefused() throws IOException {
    assertThat(
            problemsWith(
                stacks,
                """
              zones: "1"
              """))
        .containsExactly(
            problem("prod.yaml:4: zones = \"1\"", "must be a list", "write it as [\"1\"]"));
  }

  @Test
  void numbersWhereQuotedTextsAreWantedAreRefusedOneByOne() throws IOException {
    assertThat(problemsWith(stacks, "zones: [1, 3]\n"))
        .containsExactly(
            problem("prod.yaml:4: zones[0] = 1", "must be a string", "put it in quotes: \"1\""),
            problem("prod.yaml:4: zones[1] = 3", "must be a string", "put it in quotes: \"3\""));
  }

  @Test
  void aListWhereATextIsWantedIsRefused() throws IOException {
    assertThat(problemsWith(stacks, "ssh: { user: [a, b] }\n"))
        .containsExactly(
            problem(
                "prod.yaml:4: ssh.user = [a, b]", "must be a string", "write one string instead"));
  }

  @Test
  void aSingleValueWhereASectionIsWantedIsRefused() throws IOException {
    assertThat(problemsWith(stacks, "publicEndpoint: false\n"))
        .containsExactly(
            problem(
                "prod.yaml:4: publicEndpoint = false",
                "must be a mapping of settings",
                "write settings below it: enabled, clientCidrs, domainLabel"));
  }

  @Test
  void aSectionThatCannotBeReadIsNotCalledIncompleteAsWell() throws IOException {
    assertThat(problemsWith(stacks, "database: { dataDisk: 1024 }\n"))
        .containsExactly(
            problem(
                "prod.yaml:4: database.dataDisk = 1024",
                "must be a mapping of settings",
                "write settings below it: sizeGb, iops, mbps"));
  }

  @Test
  void aTextWhereAMappingIsWantedIsRefused() throws IOException {
    assertThat(problemsWith(stacks, "tags: production\n"))
        .containsExactly(
            problem(
                "prod.yaml:4: tags = production",
                "must be a mapping",
                "write it as { key: value }"));
  }

  @Test
  void aWordThatIsNoneOfTheChoicesIsRefused() throws IOException {
    assertThat(problemsWith(stacks, "etcd: { tieBreaker: Witnes }\n"))
        .containsExactly(
            problem(
                "prod.yaml:4: etcd.tieBreaker = Witnes",
                "must be one of auto, witness, pooler, none",
                "did you mean witness?"));
  }
}

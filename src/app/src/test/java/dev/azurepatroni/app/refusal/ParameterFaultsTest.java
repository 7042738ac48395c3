package dev.azurepatroni.app.refusal;

import static dev.azurepatroni.app.refusal.StackFiles.problem;
import static dev.azurepatroni.app.refusal.StackFiles.problemsWith;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parameters of PostgreSQL that cannot be had. */
final class ParameterFaultsTest {
  @TempDir private Path stacks;

  @Test
  void walThatOutgrowsItsDiskIsRefused() throws IOException {
    assertThat(
            problemsWith(
                stacks,
                """
              postgresql:
                parameters: { max_wal_size: 600GB }
              """))
        .containsExactly(
            problem(
                "prod.yaml:5: postgresql.parameters.max_wal_size = 600GB + 209715MB",
                "max_wal_size + max_slot_wal_keep_size must fit into nine tenths of the WAL disk, 471859MB of 512 GiB",
                "lower max_wal_size or max_slot_wal_keep_size, or enlarge database.walDisk to 1200 GiB"));
  }

  @Test
  void aParameterOfTwoLinesIsRefused() throws IOException {
    assertThat(
            problemsWith(
                stacks,
                """
              postgresql:
                parameters: { search_path: "a\\nb" }
              """))
        .containsExactly(
            problem(
                "prod.yaml:5: postgresql.parameters.search_path = a\\nb",
                "must be one line without control characters",
                "write it as one line"));
  }

  @Test
  void aParameterThatPatroniGovernsIsRefused() throws IOException {
    assertThat(
            problemsWith(
                stacks,
                """
              postgresql:
                parameters: { listen_addresses: localhost }
              """))
        .containsExactly(
            problem(
                "prod.yaml:5: postgresql.parameters.listen_addresses = localhost",
                "Patroni sets this parameter and ignores the value",
                "leave it out"));
  }

  @Test
  void parametersThatMakeTheUserDataTooLargeAreRefused() throws IOException {

    assertThat(
            problemsWith(
                stacks,
                "postgresql: { parameters: { search_path: %s } }\n"
                    .formatted(StackFiles.incompressible())))
        .hasSize(2)
        .allSatisfy(
            problem ->
                assertThat(problem)
                    .matches(
                        """
                        stacks/prod.yaml:4: postgresql.parameters = [0-9,]+ bytes of compressed user-data on pgpatroni-[12]
                          problem: Azure accepts at most 65,535 bytes
                          fix:     shorten or remove parameters; they are the largest part of the user-data that a specification can add"""));
  }
}

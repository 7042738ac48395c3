package dev.azurepatroni.verify.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.verify.check.CheckSettings;
import dev.azurepatroni.verify.check.Group;
import dev.azurepatroni.verify.check.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ChoiceTest {
  private static final Progress SILENT = line -> {};
  private final List<String> problems = new ArrayList<>();
  @TempDir private Path folder;

  @Test
  void nothingIsBrokenUnlessAskedFor() {
    assertThat(chosen())
        .isNotEmpty()
        .noneMatch(id -> id.startsWith("failover") || id.equals("switchover"));
    assertThat(chosen("--destructive")).contains("switchover", "failover", "failover-8000");
  }

  @Test
  void theQuickOnesAreQuick() {
    CheckOptions options = options("--quick");
    assertThat(options.chosen(problems))
        .isNotEmpty()
        .allMatch(check -> check.name().group() == Group.QUICK);
  }

  @Test
  void checksAreChosenAndSkippedByTheirNames() {
    assertThat(chosen("--checks", "tls,hosts")).containsExactly("hosts", "tls");
    assertThat(chosen("--quick", "--skip", "tls")).contains("hosts").doesNotContain("tls");
  }

  @Test
  void ratesAreThoseThatWereAskedFor() {
    assertThat(chosen("--destructive", "--rates", "500", "--checks", "failover-500"))
        .containsExactly("failover-500");
  }

  @Test
  void everythingWrongWithAChoiceIsSaidAtOnce() {
    options("--checks", "tsl,switchover", "--clients", "0").chosen(problems);
    assertThat(problems)
        .hasSize(3)
        .anyMatch(problem -> problem.startsWith("unknown check tsl; allowed: hosts, "))
        .anyMatch(text -> text.startsWith("--clients 0"))
        .anyMatch(text -> text.equals("switchover stops writes for seconds: add --destructive"));
  }

  @Test
  void noCheckHasAnothersName() {
    assertThat(options().all()).extracting(check -> check.name().id()).doesNotHaveDuplicates();
  }

  @Test
  void whatIsMissingOfADeploymentIsSaidWithTheCure() throws Exception {
    prepare("--output", folder.toString());
    assertThat(problems).singleElement().asString().contains("npx cdktf deploy prod");
  }

  @Test
  void outputsThatLackSomethingAreNamedAtOnce() throws Exception {
    Path outputs = Files.writeString(folder.resolve("outputs.json"), "{}");
    prepare("--outputs", outputs.toString());
    assertThat(problems)
        .singleElement()
        .asString()
        .contains(
            "missing output hosts", "missing output secrets", "missing output pooler_addresses");
  }

  @Test
  void aBudgetOfAnUnknownFaultIsAnError() throws Exception {
    String budget = "[{\"id\": \"leader-host-lots\", \"best_seconds\": 16, \"worst_seconds\": 26}]";
    Path outputs =
        Files.writeString(
            folder.resolve("outputs.json"),
            outputs()
                .replace(
                    "\"rto_budget\": {\"value\": []}",
                    "\"rto_budget\": {\"value\": " + budget + "}"));
    prepare("--outputs", outputs.toString());
    assertThat(problems)
        .singleElement()
        .asString()
        .contains("rto_budget has an unknown fault id 'leader-host-lots'");
  }

  @Test
  void anUnreachableClusterAWrongCertificateAndAMissingUserAreReportedTogether() throws Exception {
    Path outputs = Files.writeString(folder.resolve("outputs.json"), outputs());
    prepare("--outputs", outputs.toString(), "--secret-command", "echo {name}");
    assertThat(problems)
        .anyMatch(text -> text.contains("is not a certificate"))
        .anyMatch(text -> text.startsWith("neither 127.0.0.1:2 nor 127.0.0.1:1 answers"))
        .anyMatch(text -> text.contains("use --user"));
  }

  private void prepare(String... arguments) throws InterruptedException {
    ClusterOptions options = new ClusterOptions();
    new CommandLine(options).parseArgs(arguments);
    CheckSettings settings =
        new CheckSettings(Duration.ZERO, Duration.ZERO, 1, 1, List.of(), Duration.ZERO);
    assertThat(new Preparation("prod", options, folder, problems).context(settings, SILENT))
        .isEmpty();
  }

  private static String outputs() {
    String text =
        """
        {"hosts": {"value": {"db-1": "127.0.0.1"}},
         "database_endpoint": {"value": "127.0.0.1:1"}, "pooler_endpoint": {"value": "127.0.0.1:2"},
         "patroni_urls": {"value": ["http://127.0.0.1:8008"]}, "pooler_addresses": {"value": ["127.0.0.1"]},
         "etcd_urls": {"value": ["https://127.0.0.1:2379"]}, "max_client_connections": {"value": 10},
         "rto_budget": {"value": []},
         "secrets": {"value": {"ca_certificate": "az keyvault secret show --vault-name kv1 --name ca --query value --output tsv", "application_password": "az keyvault secret show --vault-name kv1 --name password --query value --output tsv"}}}
        """;
    return text;
  }

  private List<String> chosen(String... arguments) {
    return options(arguments).chosen(problems).stream().map(check -> check.name().id()).toList();
  }

  private static CheckOptions options(String... arguments) {
    CheckOptions options = new CheckOptions();
    new CommandLine(options).parseArgs(arguments);
    return options;
  }
}

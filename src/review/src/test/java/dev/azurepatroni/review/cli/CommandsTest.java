package dev.azurepatroni.review.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.azurepatroni.review.Scenario;
import dev.azurepatroni.review.plan.PlanDigest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
  @TempDir Path folder;

  /** An exit status and what was printed. */
  private record Run(int status, String out, String err) {}

  @Test
  void printsTheCommentAndWritesItToFiles() throws IOException {
    Path out = folder.resolve("comment.md");
    Path whole = folder.resolve("whole.md");

    Run run =
        run(
            "comment",
            "--base=" + Scenario.folder("base"),
            "--head=" + Scenario.folder("zone"),
            "--plan=prod=" + Scenario.planFile("zone"),
            "--over=EMULATOR",
            "--base-name=main",
            "--out=" + out,
            "--whole=" + whole);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out())
        .isEqualTo(Files.readString(Path.of("src/test/resources/golden/zone.md")))
        .isEqualTo(Files.readString(out))
        .isEqualTo(Files.readString(whole));
  }

  @Test
  void namesAFolderWithoutASynthesis() {
    Run run = run("changed", "--base=" + folder, "--head=" + folder);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            "review: %s/manifest.json is missing: synthesise there first: CDKTF_OUTDIR=%s bin/synth%n"
                .formatted(folder, folder));
  }

  @Test
  void refusesThePlanOfAnUnknownStack() {
    Run run =
        run(
            "comment",
            "--base=" + Scenario.folder("base"),
            "--head=" + Scenario.folder("tag"),
            "--plan=prd=plan.json");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).startsWith("review: unknown stack prd; ");
  }

  @Test
  void namesDifferencesFromTheReviewedPlan() throws IOException {
    Path tag = Scenario.planFile("tag");
    String digest = PlanDigest.of(Scenario.plan("tag")).digest();
    Path zone = folder.resolve("zone");
    Files.writeString(zone, PlanDigest.of(Scenario.plan("zone")).text());

    assertThat(run("digest", tag.toString()).out())
        .startsWith("digest " + digest + "\nconfigure providers ");
    assertThat(run("reviewed", tag.toString(), "--as=" + digest).status()).isZero();
    Run other = run("reviewed", tag.toString(), "--as=" + zone);
    assertThat(other.status()).isEqualTo(4);
    assertThat(other.err())
        .contains("  not reviewed: update azurerm_key_vault.pgpatroni-kv\n")
        .contains(
            "  reviewed, but not planned now: replace azurerm_linux_virtual_machine.pgpatroni-1\n");
    Path empty =
        Files.writeString(
            folder.resolve("plan"), "{\"format_version\": \"1.2\", \"resource_changes\": []}");
    assertThat(run("reviewed", empty.toString(), "--as=" + digest).status()).isEqualTo(3);
  }

  @Test
  void printsNoFileThatAValueNames() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "hunter2");

    Run run = run("reviewed", Scenario.planFile("tag").toString(), "--as", "@" + secret);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("\"@" + secret).doesNotContain("hunter2");
  }

  @Test
  void acceptsAPartOfTheReviewedPlanOnlyIfAsked() throws IOException {
    ObjectNode plan = (ObjectNode) new ObjectMapper().readTree(Scenario.planFile("tag").toFile());
    ((ArrayNode) plan.path("resource_changes")).remove(0);
    Path part = Files.writeString(folder.resolve("part"), plan.toString());
    Path tag = Files.writeString(folder.resolve("tag"), PlanDigest.of(Scenario.plan("tag")).text());
    Path zone =
        Files.writeString(folder.resolve("zone"), PlanDigest.of(Scenario.plan("zone")).text());
    String alone = PlanDigest.of(Scenario.plan("tag")).digest();

    assertThat(run("reviewed", part.toString(), "--as=" + tag).status()).isEqualTo(4);
    assertThat(run("reviewed", part.toString(), "--part", "--as=" + tag).status()).isZero();
    assertThat(run("reviewed", part.toString(), "--part", "--as=" + alone).status()).isEqualTo(4);
    Run other = run("reviewed", part.toString(), "--part", "--as=" + zone);
    assertThat(other.status()).isEqualTo(4);
    assertThat(other.err()).contains("not reviewed: ").doesNotContain("not planned now");
  }

  @Test
  void namesTheHostsThatAPlanStops() {
    String head = "--head=" + Scenario.folder("os-disk");
    String plan = Scenario.planFile("os-disk").toString();
    Run run = run("stops", plan, head, "--stack=prod");

    assertThat(run.status()).isEqualTo(5);
    assertThat(run.out())
        .startsWith("  deallocates pgpatroni-1 (database, etcd member): os_disk[0].disk_size_gb")
        .endsWith("  at once: 2 of 3 etcd members, 2 of 2 database hosts\n");
    assertThat(run("stops", plan, head, "--stack=prod", "--json").out())
        .contains("\"host\":\"pgpatroni-2\",\"role\":\"database\",\"voter\":true")
        .contains("\"changes\":[\"azurerm_linux_virtual_machine.pgpatroni-1\"]");
    assertThat(run("stops", Scenario.planFile("tag").toString(), head, "--stack=prod").status())
        .isZero();
    Run unknown = run("stops", plan, head, "--stack=prd");
    assertThat(unknown.status()).isEqualTo(1);
    assertThat(unknown.err()).startsWith("review: unknown stack prd; ");
  }

  @Test
  void reportsDriftByExitStatusAndText() throws IOException {
    Path plan =
        Files.writeString(
            folder.resolve("plan.json"),
            """
            {"format_version": "1.2", "resource_changes": [], "resource_drift": [
              {"address": "a.b", "type": "a", "name": "b", "change": {"actions": ["update"],
               "before": {"size": 1}, "after": {"size": 2}}}]}
            """);

    Run drifted = run("drift", "prod=" + plan);
    assertThat(drifted.status()).isEqualTo(3);
    assertThat(drifted.out()).contains("| `a.b` | `size`: `1` → `2` |");
    Run none = run("drift", "prod=" + Scenario.planFile("tag"));
    assertThat(none.status()).isZero();
    assertThat(none.out()).isEmpty();
  }

  @Test
  void refusesToPlanWithoutTheEmulator() {
    Run run = run("plan", "--head=x", "--folder=y", "--out=z");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("would deploy to Azure: run it by bin/emulator");
  }

  @Test
  void explainsAnUnknownOption() {
    Run run = run("comment", "--bse=x");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("review: ")
        .endsWith("See: review comment --help%n".formatted());
  }

  private static Run run(String... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    try (PrintStream newOut = new PrintStream(printed, true, StandardCharsets.UTF_8);
        PrintStream newErr = new PrintStream(errors, true, StandardCharsets.UTF_8)) {
      System.setOut(newOut);
      System.setErr(newErr);
      int status = Main.run(arguments);
      return new Run(
          status,
          printed.toString(StandardCharsets.UTF_8),
          errors.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }
}

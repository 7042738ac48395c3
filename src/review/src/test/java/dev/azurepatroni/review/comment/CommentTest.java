package dev.azurepatroni.review.comment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.azurepatroni.review.Scenario;
import dev.azurepatroni.review.plan.Action;
import dev.azurepatroni.review.plan.AttributeChange;
import dev.azurepatroni.review.plan.Effects;
import dev.azurepatroni.review.plan.ResourceChange;
import dev.azurepatroni.review.plan.TerraformPlan;
import dev.azurepatroni.review.synthesis.ClusterSummary;
import dev.azurepatroni.review.synthesis.RenderedFile;
import dev.azurepatroni.review.synthesis.RenderedHost;
import dev.azurepatroni.review.synthesis.StackOutput;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CommentTest {
  @Test
  void showsADatabaseVmAndItsDisksAboveTheFoldedSections() {
    String text = Scenario.comment(Scenario.planned("zone")).text(Comment.LIMIT);

    assertThat(text.substring(0, text.indexOf("<details>")))
        .contains("[!CAUTION]")
        .contains("DATABASE VM REPLACED**: `azurerm_linux_virtual_machine.pgpatroni-1`")
        .contains("MANAGED DISK AND ITS DATA REPLACED**: `azurerm_managed_disk.pgpatroni-1-data`")
        .contains("`zone` `\"1\"` → `\"2\"`. It has `prevent_destroy`")
        .contains("witness VM replaced");
  }

  @Test
  void showsRestartsOfSeveralVotersFirstAndInTheLineOfTheStack() {
    String text = Scenario.comment(Scenario.planned("os-disk")).text(Comment.LIMIT);

    assertThat(text.indexOf("> - **prod: DEALLOCATES 2 OF 3 ETCD MEMBERS, 2 OF 2 DATABASE HOSTS"))
        .isPositive()
        .isLessThan(text.indexOf("<details>"));
    assertThat(text)
        .contains("> [!CAUTION]\n> - **prod: DEALLOCATES")
        .contains("`pgpatroni-1`, `pgpatroni-2`, because of `os_disk[0].disk_size_gb` `64` → `128`")
        .contains("0 destroy · DEALLOCATES pgpatroni-1, pgpatroni-2</summary>")
        .contains("`64` → `128` **deallocates it**");
  }

  @Test
  void showsWhatRunsOnTheMachineThatDeploys() {
    assertThat(
            Scenario.comment(withPlan(effects("", "{\"type\":\"local-exec\"}")))
                .text(Comment.LIMIT))
        .contains(
            "Runs on the machine that deploys:\n\n- `azurerm_lb.db`: `{\"type\":\"local-exec\"}`\n");
  }

  @Test
  void showsWhereAResourceComesFrom() {
    assertThat(
            Scenario.comment(withPlan(effects("moved from azurerm_lb.old", null)))
                .text(Comment.LIMIT))
        .contains("1 move</summary>")
        .contains("| `>` | `azurerm_lb.db` | `moved from azurerm_lb.old` |");
  }

  private static Effects effects(String origin, String command) {
    return new Effects(origin, Stream.ofNullable(command).toList(), new TreeMap<>(), "");
  }

  @Test
  void showsAShorterRetentionOfBackupsAboveTheFoldedSections() {
    String text =
        commentOf(
            update(
                "azurerm_storage_account",
                "pgpatroni",
                "blob_properties[0].delete_retention_policy[0].days",
                "21",
                "9"));

    assertThat(text.substring(0, text.indexOf("<details>")))
        .contains("[!CAUTION]")
        .contains(
            "PROTECTION OF BACKUPS CHANGED**: `azurerm_storage_account.pgpatroni`,"
                + " `blob_properties[0].delete_retention_policy[0].days` `21` → `9`");
  }

  @Test
  void showsAnotherKeyOfBackupsAndNoOtherNewPassword() {
    String key = "pgpatroni-backup-cipher-password";
    String password = "pgpatroni-application-password";

    assertThat(commentOf(update("azurerm_key_vault_secret", key, "value_wo_version", "1", "2")))
        .contains("KEY OF THE BACKUPS LOST**: `azurerm_key_vault_secret." + key + "`");
    assertThat(
            commentOf(update("azurerm_key_vault_secret", password, "value_wo_version", "1", "2")))
        .doesNotContain("[!CAUTION]");
  }

  @Test
  void showsNoTagOfAStorageAccountAsAChangeOfBackups() {
    assertThat(
            commentOf(
                update("azurerm_storage_account", "pgpatroni", "tags[\"a\"]", "\"b\"", "\"c\"")))
        .doesNotContain("[!CAUTION]");
  }

  private static String commentOf(ResourceChange change) {
    return Scenario.comment(withPlan(change)).text(Comment.LIMIT);
  }

  private static ResourceChange update(
      String type, String label, String path, String before, String after) {
    return new ResourceChange(
        type + "." + label,
        type,
        label,
        Action.UPDATE,
        List.of(new AttributeChange(path, before, after, false)));
  }

  private static StackChange withPlan(Effects effects) {
    return withPlan(
        new ResourceChange(
            "azurerm_lb.db", "azurerm_lb", "db", Action.MOVE, List.of(), false, effects));
  }

  private static StackChange withPlan(ResourceChange change) {
    StackOutput stack = Scenario.stack("base");
    return new StackChange(
        stack,
        stack,
        new Planning.Planned(new TerraformPlan(List.of(change), List.of(), List.of(), "")));
  }

  @Test
  void showsChangedProviders() {
    StackOutput base = Scenario.stack("base");
    ObjectNode json = base.json().deepCopy();
    json.withObject("/terraform/required_providers/azurerm").put("source", "evil/azurerm");
    StackOutput head = new StackOutput(base.name(), json, base.summary(), base.hosts());

    assertThat(Scenario.comment(new StackChange(base, head, Planning.NONE)).text(Comment.LIMIT))
        .contains("Providers that change:")
        .contains("+    \"source\" : \"evil/azurerm\"");
  }

  @Test
  void listsTheFilesOfTheFirstHostOfARole() {
    StackOutput head = Scenario.stack("base");
    StackOutput none = new StackOutput(head.name(), head.json(), head.summary(), new TreeMap<>());

    assertThat(Scenario.comment(new StackChange(none, head, Planning.NONE)).text(Comment.LIMIT))
        .contains("New: `pgpatroni-1` (database), with these files")
        .containsPattern("[0-9a-f]{16}  root:root 0644  /etc/azure-patroni/host.json\n")
        .contains("New: `pgpatroni-2` (database), with the files of `pgpatroni-1`, except these:");
  }

  @Test
  void namesTheHashOfTheFilesThatARolloutApplies() {
    StackOutput base = Scenario.stack("base");
    StackOutput head =
        new StackOutput(base.name(), base.json(), base.summary(), base.hosts(), "0".repeat(64));

    assertThat(head.sameAs(base)).isFalse();
    assertThat(Scenario.comment(new StackChange(base, head, Planning.NONE)).text(Comment.LIMIT))
        .contains("`bin/rollout prod --reviewed " + "0".repeat(64) + "`");
  }

  @Test
  void aSmallerVmThanTheRunningPostgresqlNeedsIsShown() {
    assertThat(
            resized(
                new ClusterSummary.Memory(32_768, 8_192), new ClusterSummary.Memory(16_384, 4_096)))
        .doesNotContain("SMALLER");
    assertThat(
            resized(
                new ClusterSummary.Memory(32_768, 8_192), new ClusterSummary.Memory(16_383, 4_096)))
        .contains(
            "> [!CAUTION]\n> - **prod: SMALLER THAN THE RUNNING POSTGRESQL**: the new size has 16,383 MiB, and the running hosts' `shared_buffers` is 8,192 MiB");
    assertThat(resized(null, new ClusterSummary.Memory(1, 1))).doesNotContain("SMALLER");
  }

  private static String resized(ClusterSummary.Memory before, ClusterSummary.Memory after) {
    return Scenario.comment(change(with(before), with(after))).text(Comment.LIMIT);
  }

  private static StackOutput with(ClusterSummary.Memory memory) {
    StackOutput base = Scenario.stack("base");
    ClusterSummary summary = base.summary();
    return new StackOutput(
        base.name(),
        base.json(),
        new ClusterSummary(
            summary.cluster(),
            summary.connections(),
            summary.zones(),
            summary.rtoBudget(),
            memory,
            summary.findings()),
        base.hosts());
  }

  @Test
  void saysThatAProtectionIsRemovedWithItsBlock() {
    StackOutput base = Scenario.stack("base");
    StackOutput head = without(base, "azurerm_managed_disk", "pgpatroni-1-data");

    assertThat(Scenario.comment(change(base, head)).text(Comment.LIMIT))
        .contains("MANAGED DISK AND ITS DATA DESTROYED**: `azurerm_managed_disk.pgpatroni-1-data`")
        .contains("The change removes its `prevent_destroy`, too");
  }

  @Test
  void showsTheVaultOnTop() {
    StackOutput base = Scenario.stack("base");
    StackOutput head = without(base, "azurerm_key_vault", "pgpatroni-kv");

    assertThat(Scenario.comment(change(base, head)).text(Comment.LIMIT))
        .contains("KEY VAULT DESTROYED**: `azurerm_key_vault.pgpatroni-kv`");
  }

  @Test
  void omitsTheLargestDiffsFirstAndSaysSo() {
    String whole = Scenario.comment(Scenario.planned("witness")).text(Integer.MAX_VALUE);
    String truncated = Scenario.comment(Scenario.planned("witness")).text(20_000);

    assertThat(whole).doesNotContain("omitted, see").hasSizeGreaterThan(20_000);
    assertThat(truncated)
        .hasSizeLessThanOrEqualTo(20_000)
        .contains("lines omitted, see `bin/review main`")
        .contains("bin/review --whole FILE main")
        .contains("-ETCD_INITIAL_CLUSTER=")
        .contains("WRITES STOP")
        .endsWith(".\n");
  }

  @Test
  void fitsAnyLimit() {
    Comment comment = Scenario.comment(Scenario.planned("witness"));

    for (int limit : new int[] {1_000, 3_000, 5_000, 9_000, 15_000}) {
      assertThat(comment.text(limit)).hasSizeLessThanOrEqualTo(limit);
    }
  }

  @Test
  void aFileWithFencesStaysInItsBlock() {
    StackOutput base = Scenario.stack("base");
    StackOutput head = withFile(base, "/etc/motd", "```\n</details>\n````\n");

    String text = Scenario.comment(change(base, head)).text(Comment.LIMIT);

    assertThat(text).contains("`````diff\n-").doesNotContain("\n```diff\n@@");
    assertThat(text.split("`````", -1)).hasSize(3);
  }

  @Test
  void showsOwnerAndModeOfAFileThatDiffers() {
    StackOutput base = withFile(Scenario.stack("base"), "/etc/motd", "hello\n");
    SortedMap<String, RenderedHost> hosts = new TreeMap<>(base.hosts());
    RenderedHost host = hosts.get("pgpatroni-1");
    SortedMap<String, RenderedFile> files = new TreeMap<>(host.files());
    files.put("/etc/motd", new RenderedFile("hello\n", "root:root 0600"));
    hosts.put(
        "pgpatroni-1",
        new RenderedHost(
            host.name(),
            host.role(),
            host.voter(),
            files,
            Map.of("/etc/motd", "reload:motd.service")));
    StackOutput head = of(base, base.json().deepCopy(), hosts);

    assertThat(Scenario.comment(change(base, head)).text(Comment.LIMIT))
        .contains("`/etc/motd` on `pgpatroni-1`, then `reload:motd.service`")
        .contains("- root:root 0644\n+ root:root 0600")
        .contains("files of 1 host<");
  }

  @Test
  void aRemovedStackDestroysNothing() {
    StackChange gone =
        new StackChange(Scenario.stack("base"), StackOutput.absent("prod"), Planning.NONE);

    assertThat(Scenario.comment(gone).text(Comment.LIMIT))
        .contains("prod was removed")
        .contains("npx cdktf destroy prod")
        .doesNotContain("CAUTION");
  }

  @Test
  void aBaseWithoutPlanJsonIsNamedInOneLine() {
    StackOutput base = Scenario.stack("base");
    StackOutput older =
        new StackOutput(base.name(), base.json(), ClusterSummary.UNKNOWN, base.hosts());

    assertThat(Scenario.comment(change(older, Scenario.stack("witness"))).text(Comment.LIMIT))
        .contains("the base was synthesised without `plan.json`")
        .contains("Still there or new: `etcd.tieBreaker = pooler`")
        .doesNotContain("| zone lost |")
        .doesNotContain("new warning");
    assertThat(
            new StackOutput(
                    base.name(),
                    base.json(),
                    ClusterSummary.UNKNOWN,
                    base.hosts(),
                    base.hostsHash())
                .sameAs(base))
        .isTrue();
  }

  @Test
  void aNewStackShowsItsFigures() {
    assertThat(
            Scenario.comment(change(StackOutput.absent("prod"), Scenario.stack("witness")))
                .text(Comment.LIMIT))
        .contains("| zone 3 lost | – | unbounded: ")
        .contains("2 new warnings");
  }

  @Test
  void budgetsAreComparedByIdAndFigureNotByTitle() {
    StackOutput base = Scenario.stack("base");
    ClusterSummary summary = base.summary();
    ClusterSummary renamed =
        new ClusterSummary(
            summary.cluster(),
            summary.connections(),
            summary.zones(),
            summary.rtoBudget().stream()
                .map(
                    budget ->
                        new ClusterSummary.Budget(
                            budget.id(),
                            "another title",
                            budget.bestSeconds(),
                            budget.id().equals("leader-host-lost") ? 30.5 : budget.worstSeconds(),
                            budget.reason()))
                .toList(),
            summary.memory(),
            summary.findings());
    StackOutput head = new StackOutput(base.name(), base.json(), renamed, base.hosts());

    assertThat(Scenario.comment(change(base, head)).text(Comment.LIMIT))
        .containsOnlyOnce("another title")
        .containsPattern("\\| another title \\| [\\d.-]+ s \\| [\\d.]+-30\\.5 s: ");
  }

  @Test
  void showsTheErrorOfTerraform() {
    StackChange refused =
        new StackChange(
            Scenario.stack("base"),
            Scenario.stack("tag"),
            new Planning.Refused("Error: Instance cannot be destroyed"));

    assertThat(Scenario.comment(refused).text(Comment.LIMIT))
        .contains("TERRAFORM FAILED TO PLAN")
        .contains("Error: Instance cannot be destroyed");
  }

  private static StackChange change(StackOutput base, StackOutput head) {
    return new StackChange(base, head, Planning.NONE);
  }

  private static StackOutput without(StackOutput stack, String type, String label) {
    ObjectNode json = stack.json().deepCopy();
    ((ObjectNode) json.path("resource").path(type)).remove(label);
    return of(stack, json, stack.hosts());
  }

  private static StackOutput withFile(StackOutput stack, String path, String content) {
    SortedMap<String, RenderedHost> hosts = new TreeMap<>(stack.hosts());
    RenderedHost host = hosts.get("pgpatroni-1");
    SortedMap<String, RenderedFile> files = new TreeMap<>(host.files());
    files.put(path, new RenderedFile(content, "root:root 0644"));
    hosts.put(
        "pgpatroni-1",
        new RenderedHost(host.name(), host.role(), host.voter(), files, host.reactions()));
    return of(stack, stack.json().deepCopy(), hosts);
  }

  private static StackOutput of(
      StackOutput stack, ObjectNode json, SortedMap<String, RenderedHost> hosts) {
    return new StackOutput(stack.name(), json, stack.summary(), hosts);
  }
}

package dev.azurepatroni.review.comment;

import static dev.azurepatroni.review.text.Markdown.code;

import dev.azurepatroni.review.synthesis.RenderedFile;
import dev.azurepatroni.review.synthesis.RenderedHost;
import dev.azurepatroni.review.text.Fragment;
import dev.azurepatroni.review.text.Markdown;
import dev.azurepatroni.review.text.UnifiedDiff;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Differences of rendered files; hosts with the same difference share it. */
final class HostDiffs {
  private static final String NOTE =
      "A running VM keeps its custom data (Terraform ignores changes of it). `bin/rollout` copies files"
          + " to running hosts, `pgcluster configure` changes settings in etcd:"
          + " docs/how-to/change-a-setting.md."
          + "\n\n";

  private final SortedMap<String, RenderedHost> before;
  private final SortedMap<String, RenderedHost> after;

  private HostDiffs(SortedMap<String, RenderedHost> before, SortedMap<String, RenderedHost> after) {
    this.before = before;
    this.after = after;
  }

  static HostDiffs of(StackChange stack) {
    return new HostDiffs(stack.base().hosts(), stack.head().hosts());
  }

  /** {@return how many existing hosts get different files} */
  long changed() {
    return before.keySet().stream()
        .filter(name -> after.containsKey(name))
        .filter(name -> !before.get(name).files().equals(after.get(name).files()))
        .count();
  }

  List<Fragment> blocks(String command) {
    List<Fragment> blocks = new ArrayList<>();
    String comings = comings();
    Map<Change, List<String>> changes = changes();
    if (comings.isEmpty() && changes.isEmpty()) {
      return blocks;
    }
    blocks.add(
        Fragment.fixed("**Files of hosts**\n\n" + comings + (changes.isEmpty() ? "" : NOTE)));
    changes.forEach((change, hosts) -> blocks.add(block(change, hosts, command)));
    return blocks;
  }

  private String comings() {
    StringBuilder text = new StringBuilder();
    after.values().stream()
        .filter(host -> !before.containsKey(host.name()))
        .forEach(host -> text.append("New: ").append(one(host)).append("\n\n"));
    before.values().stream()
        .filter(host -> !after.containsKey(host.name()))
        .forEach(host -> text.append("Gone: ").append(one(host)).append("\n\n"));
    return text.toString();
  }

  private static String one(RenderedHost host) {
    return code(host.name()) + " (" + Markdown.plain(host.role()) + ")";
  }

  /**
   * A changed file.
   *
   * @param path on the host
   * @param diff the difference
   * @param reaction the reload action on running hosts
   */
  private record Change(String path, String diff, String reaction) {}

  private Map<Change, List<String>> changes() {
    Map<Change, List<String>> changes = new LinkedHashMap<>();
    for (RenderedHost now : after.values()) {
      RenderedHost old = before.get(now.name());
      if (old != null) {
        for (Change change : changes(old, now)) {
          changes.computeIfAbsent(change, key -> new ArrayList<>()).add(now.name());
        }
      }
    }
    return changes;
  }

  private static List<Change> changes(RenderedHost old, RenderedHost now) {
    SortedSet<String> paths = new TreeSet<>(old.files().keySet());
    paths.addAll(now.files().keySet());
    List<Change> changes = new ArrayList<>();
    for (String path : paths) {
      RenderedFile was = old.files().get(path);
      RenderedFile is = now.files().get(path);
      if (!Objects.equals(was, is)) {
        changes.add(new Change(path, diff(was, is), now.reaction(path).orElse("")));
      }
    }
    return changes;
  }

  private static String diff(RenderedFile was, RenderedFile is) {
    RenderedFile none = new RenderedFile("", "");
    RenderedFile old = Objects.requireNonNullElse(was, none);
    RenderedFile now = Objects.requireNonNullElse(is, none);
    List<String> lines = new ArrayList<>();
    if (!old.rights().equals(now.rights())) {
      lines.add("-" + (was == null ? " (no file)" : " " + old.rights()));
      lines.add("+" + (is == null ? " (no file)" : " " + now.rights()));
    }
    lines.add(UnifiedDiff.of(old.content(), now.content()));
    String text = lines.stream().filter(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
    return text.isEmpty() ? "(only the end of the last line differs)" : text;
  }

  private static Fragment block(Change change, List<String> hosts, String command) {
    String names = hosts.stream().map(Markdown::code).collect(Collectors.joining(", "));
    String title = code(change.path()) + " on " + names;
    String does = change.reaction().isEmpty() ? "" : ", then " + code(change.reaction());
    long lines = change.diff().lines().count();
    return Fragment.truncatable(
        Fragment.DIFF,
        title + does + "\n\n" + Markdown.block("diff", change.diff()) + "\n",
        title + does + ": " + lines + " lines omitted, see " + code(command) + "\n\n");
  }
}

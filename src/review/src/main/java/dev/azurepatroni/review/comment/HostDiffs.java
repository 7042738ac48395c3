package dev.azurepatroni.review.comment;

import static dev.azurepatroni.review.text.Markdown.code;

import dev.azurepatroni.review.synthesis.RenderedHost;
import dev.azurepatroni.review.text.Fragment;
import dev.azurepatroni.review.text.Markdown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
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
    List<Fragment> added = NewHosts.blocks(before, after, command);
    String gone = gone();
    Map<FileChange, List<String>> changes = changes();
    if (added.isEmpty() && gone.isEmpty() && changes.isEmpty()) {
      return blocks;
    }
    blocks.add(Fragment.fixed("**Files of hosts**\n\n" + gone));
    blocks.addAll(added);
    if (!changes.isEmpty()) {
      blocks.add(Fragment.fixed(NOTE));
    }
    changes.forEach((change, hosts) -> blocks.add(change.block(hosts, command)));
    return blocks;
  }

  private String gone() {
    return before.values().stream()
        .filter(host -> !after.containsKey(host.name()))
        .map(host -> "Gone: " + nameAndRole(host) + "\n\n")
        .collect(Collectors.joining());
  }

  static String nameAndRole(RenderedHost host) {
    return code(host.name()) + " (" + Markdown.plain(host.role()) + ")";
  }

  private Map<FileChange, List<String>> changes() {
    Map<FileChange, List<String>> changes = new LinkedHashMap<>();
    for (RenderedHost now : after.values()) {
      RenderedHost old = before.get(now.name());
      if (old != null) {
        for (FileChange change : FileChange.between(old, now)) {
          changes.computeIfAbsent(change, key -> new ArrayList<>()).add(now.name());
        }
      }
    }
    return changes;
  }
}

package dev.azurepatroni.review.comment;

import static dev.azurepatroni.review.text.Markdown.code;

import dev.azurepatroni.review.synthesis.RenderedHost;
import dev.azurepatroni.review.text.Fragment;
import dev.azurepatroni.review.text.Markdown;
import dev.azurepatroni.review.text.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What new hosts run: their files, compared with those of another host of the same role, or listed
 * where there is none.
 */
final class NewHosts {
  private static final int HASH_BYTES = 8;

  private final String command;
  private final List<Fragment> blocks = new ArrayList<>();

  private NewHosts(String command) {
    this.command = command;
  }

  static List<Fragment> blocks(
      Map<String, RenderedHost> before, Map<String, RenderedHost> after, String command) {
    NewHosts hosts = new NewHosts(command);
    Map<String, RenderedHost> shown = new TreeMap<>(after);
    shown.keySet().retainAll(before.keySet());
    for (RenderedHost host : after.values()) {
      if (!before.containsKey(host.name())) {
        Optional<RenderedHost> like =
            shown.values().stream().filter(one -> alike(one, host)).findFirst();
        like.ifPresentOrElse(other -> hosts.compare(host, other), () -> hosts.list(host));
        shown.put(host.name(), host);
      }
    }
    return hosts.blocks;
  }

  private static boolean alike(RenderedHost one, RenderedHost other) {
    return one.role().equals(other.role()) && one.voter() == other.voter();
  }

  private void compare(RenderedHost host, RenderedHost other) {
    List<FileChange> changes = FileChange.between(other, host);
    blocks.add(
        Fragment.fixed(
            "New: %s, with the files of %s%s%n%n"
                .formatted(
                    HostDiffs.nameAndRole(host),
                    code(other.name()),
                    changes.isEmpty() ? "" : ", except these:")));
    changes.forEach(change -> blocks.add(change.ofNewHost().block(List.of(host.name()), command)));
  }

  private void list(RenderedHost host) {
    String list =
        host.files().entrySet().stream()
            .map(
                file ->
                    "%s  %s  %s%n"
                        .formatted(
                            Sha256.hex(file.getValue().content(), HASH_BYTES),
                            file.getValue().rights(),
                            file.getKey()))
            .collect(Collectors.joining());
    String title = "New: " + HostDiffs.nameAndRole(host);
    blocks.add(
        Fragment.truncatable(
            Fragment.TABLE,
            title
                + ", with these files (beginning of their SHA-256, rights, path):\n\n"
                + Markdown.block("", list)
                + "\n",
            title + ": " + host.files().size() + " files omitted, see " + code(command) + "\n\n"));
  }
}

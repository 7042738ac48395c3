package dev.azurepatroni.review.comment;

import static dev.azurepatroni.review.text.Markdown.code;

import dev.azurepatroni.review.synthesis.RenderedFile;
import dev.azurepatroni.review.synthesis.RenderedHost;
import dev.azurepatroni.review.text.Fragment;
import dev.azurepatroni.review.text.Markdown;
import dev.azurepatroni.review.text.UnifiedDiff;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A file that differs between two hosts, or between a host before and after.
 *
 * @param path on the host
 * @param diff the difference
 * @param reaction the reload action on running hosts; empty if there is none
 */
record FileChange(String path, String diff, String reaction) {
  static List<FileChange> between(RenderedHost old, RenderedHost now) {
    SortedSet<String> paths = new TreeSet<>(old.files().keySet());
    paths.addAll(now.files().keySet());
    List<FileChange> changes = new ArrayList<>();
    for (String path : paths) {
      RenderedFile was = old.files().get(path);
      RenderedFile is = now.files().get(path);
      if (!Objects.equals(was, is)) {
        changes.add(new FileChange(path, diff(was, is), now.reaction(path).orElse("")));
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

  /** {@return the same difference of a host that does not run yet} */
  FileChange ofNewHost() {
    return new FileChange(path, diff, "");
  }

  Fragment block(List<String> hosts, String command) {
    String names = hosts.stream().map(Markdown::code).collect(Collectors.joining(", "));
    String title = code(path) + " on " + names;
    String does = reaction.isEmpty() ? "" : ", then " + code(reaction);
    long lines = diff.lines().count();
    return Fragment.truncatable(
        Fragment.DIFF,
        title + does + "\n\n" + Markdown.block("diff", diff) + "\n",
        title + does + ": " + lines + " lines omitted, see " + code(command) + "\n\n");
  }
}

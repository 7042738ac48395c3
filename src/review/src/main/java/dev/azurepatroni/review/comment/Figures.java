package dev.azurepatroni.review.comment;

import dev.azurepatroni.review.synthesis.Annotation;
import dev.azurepatroni.review.synthesis.StackOutput;
import dev.azurepatroni.review.text.Markdown;
import dev.azurepatroni.review.text.UnifiedDiff;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a stack amounts to: connections, what every zone's loss leaves, the RTO budget. */
final class Figures {
  private Figures() {}

  /** The tables that changed. */
  static List<Block> of(StackChange stack) {
    Map<String, List<String>> before = paragraphs(stack.base());
    Map<String, List<String>> after = paragraphs(stack.head());
    Set<String> titles = new LinkedHashSet<>(after.keySet());
    titles.addAll(before.keySet());
    List<Block> blocks = new ArrayList<>();
    for (String title : titles) {
      List<String> old = before.getOrDefault(title, List.of());
      List<String> now = after.getOrDefault(title, List.of());
      if (!old.equals(now)) {
        blocks.add(Block.fixed(Markdown.block("diff", UnifiedDiff.whole(old, now)) + "\n"));
      }
    }
    return blocks;
  }

  private static Map<String, List<String>> paragraphs(Optional<StackOutput> stack) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    stack.stream()
        .flatMap(it -> it.annotations().stream())
        .filter(it -> it.level() == Annotation.Level.INFORMATION)
        .forEach(
            it ->
                it.paragraphs()
                    .forEach((title, lines) -> all.put(it.place() + " " + title, lines)));
    return all;
  }
}

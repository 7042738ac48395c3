package dev.azurepatroni.review.comment;

import dev.azurepatroni.review.synthesis.Annotation;
import dev.azurepatroni.review.synthesis.StackOutput;
import dev.azurepatroni.review.text.Markdown;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Warnings of the synthesis that are new, gone, or there as before. */
final class Warnings {
  private final List<Annotation> fresh = new ArrayList<>();
  private final List<Annotation> gone = new ArrayList<>();
  private final List<Annotation> still = new ArrayList<>();

  private Warnings() {}

  static Warnings of(StackChange stack) {
    List<Annotation> before = warnings(stack.base());
    List<Annotation> after = warnings(stack.head());
    Warnings warnings = new Warnings();
    after.forEach(it -> (before.contains(it) ? warnings.still : warnings.fresh).add(it));
    before.stream().filter(it -> !after.contains(it)).forEach(warnings.gone::add);
    return warnings;
  }

  private static List<Annotation> warnings(Optional<StackOutput> stack) {
    return stack.stream()
        .flatMap(it -> it.annotations().stream())
        .filter(it -> it.level() == Annotation.Level.WARNING)
        .toList();
  }

  /** How many are new. */
  int fresh() {
    return fresh.size();
  }

  Optional<Block> block() {
    if (fresh.isEmpty() && gone.isEmpty() && still.isEmpty()) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder("**Warnings**\n\n");
    fresh.forEach(it -> text.append("New:\n").append(Markdown.block("", it.message())));
    gone.forEach(it -> text.append("Gone: ").append(first(it)).append("\n\n"));
    still.forEach(it -> text.append("As before: ").append(first(it)).append("\n\n"));
    return Optional.of(Block.fixed(text.append('\n').toString()));
  }

  private static String first(Annotation warning) {
    return Markdown.code(warning.message().lines().findFirst().orElse(""));
  }
}

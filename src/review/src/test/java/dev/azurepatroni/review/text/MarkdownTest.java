package dev.azurepatroni.review.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarkdownTest {
  @Test
  void escapesCode() {
    assertThat(Markdown.code("a")).isEqualTo("`a`");
    assertThat(Markdown.code("`a``b`")).isEqualTo("``` `a``b` ```");
    assertThat(Markdown.code("a | b\nc")).isEqualTo("`a \\| b c`");
  }

  @Test
  void usesAFenceLongerThanAnyInTheText() {
    assertThat(Markdown.block("diff", "````\n")).isEqualTo("`````diff\n````\n`````\n");
    assertThat(Markdown.block("", "a")).isEqualTo("```\na\n```\n");
  }

  @Test
  void escapesMentionsTagsAndFormatting() {
    assertThat(Markdown.plain("<b> @all *x*")).isEqualTo("&lt;b&gt; @&#8203;all \\*x\\*");
    assertThat(Markdown.plain("![a](https://b) www.c #1"))
        .isEqualTo("!\\[a\\](https://&#8203;b) www.&#8203;c \\#&#8203;1");
    assertThat(Markdown.plain("a\n\n# b")).isEqualTo("a  \\#&#8203; b");
  }

  @Test
  void showsCharactersThatReorderOrEndALine() {
    assertThat(Markdown.code("a\u202Eb\rc")).isEqualTo("`a\uFFFDb\uFFFDc`");
    assertThat(Markdown.block("", "a\r<!-- b\u0000")).isEqualTo("```\na\uFFFD<!-- b\uFFFD\n```\n");
    assertThat(Markdown.block("", "a\r\n\tb")).isEqualTo("```\na\n\tb\n```\n");
  }

  @Test
  void truncatesLongValuesToTheirDifference() {
    String same = "x".repeat(200);

    TruncatedChange cut = TruncatedChange.of(same + "old", same + "new");

    assertThat(cut.before()).isEqualTo("…" + "x".repeat(16) + "old");
    assertThat(cut.after()).isEqualTo("…" + "x".repeat(16) + "new");
    assertThat(TruncatedChange.of("(none)", same).after()).hasSize(101).endsWith("…");
  }

  @Test
  void shortensIdsOfAzure() {
    String start = "\"/subscriptions/cbaa33d7-8d3c-3f57-bacf-c813bf957f5b/resourceGroups/";
    String end = "/providers/Microsoft.Compute/disks/a\"";

    assertThat(TruncatedChange.of("(none)", start + "rg" + end).after())
        .isEqualTo("\"…/Microsoft.Compute/disks/a\"");
    TruncatedChange moved = TruncatedChange.of(start + "rg" + end, start + "other" + end);
    assertThat(moved.before()).isNotEqualTo(moved.after());
  }
}

package dev.azurepatroni.constructs.cloudinit;

import java.util.ArrayList;
import java.util.List;

/** Python without what only readers need: a fifth of the host agent's share of the custom data. */
final class PythonText {
  private static final String QUOTES = "\"\"\"";

  private PythonText() {}

  /**
   * Leaves out docstrings, lines of comment and empty lines.
   *
   * @param text a module whose docstrings are written with {@code """}
   * @return what does the same
   */
  static String stripped(String text) {
    List<String> lines = text.lines().toList();
    List<String> kept = new ArrayList<>();
    boolean inText = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      String code = line.strip();
      boolean oddQuotes = code.split(QUOTES, -1).length % 2 == 0;
      if (inText) {
        inText = !oddQuotes;
        kept.add(line);
      } else if (code.startsWith(QUOTES)) {
        int end = i;
        while (oddQuotes && !lines.get(++end).contains(QUOTES)) {}
        if (isOnly(lines, i, end)) {
          kept.addAll(lines.subList(i, end + 1));
        }
        i = end;
      } else if (!code.isEmpty() && (!code.startsWith("#") || code.startsWith("#!"))) {
        inText = oddQuotes;
        kept.add(line);
      }
    }
    return String.join("\n", kept) + "\n";
  }

  /** Whether a block has no statement but its docstring, which then has to stay. */
  private static boolean isOnly(List<String> lines, int start, int end) {
    return lines.stream()
        .skip(end + 1L)
        .filter(line -> !line.isBlank() && !line.strip().startsWith("#"))
        .findFirst()
        .map(next -> indent(next) < indent(lines.get(start)))
        .orElse(true);
  }

  private static int indent(String line) {
    return line.length() - line.stripLeading().length();
  }
}

package dev.azurepatroni.verify.host;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Commands that start a root shell on a host, which reads a script from its standard input. */
public final class HostCommands {
  private static final Pattern PART =
      Pattern.compile("'([^']*)'|\"([^\"]*)\"|\\\\(.)|([^\\s'\"\\\\]+)|(\\s+)", Pattern.DOTALL);

  private HostCommands() {}

  /**
   * One for every host.
   *
   * @param hosts address of each, by name
   * @param template holds {@code {name}} or {@code {address}}
   * @param exceptions whole commands for single hosts, by name
   */
  public static Map<String, List<String>> of(
      Map<String, String> hosts, String template, Map<String, String> exceptions) {
    Map<String, List<String>> commands = new LinkedHashMap<>();
    hosts.forEach(
        (name, address) ->
            commands.put(
                name,
                words(exceptions.getOrDefault(name, template)).stream()
                    .map(host -> host.replace("{name}", name).replace("{address}", address))
                    .toList()));
    return commands;
  }

  /** Splits at blanks; quotes and a backslash keep what they mean to a shell. */
  public static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inside = false;
    Matcher part = PART.matcher(command);
    while (part.find()) {
      if (part.group(5) != null && inside) {
        words.add(word.toString());
        word.setLength(0);
      }
      inside = part.group(5) == null;
      for (int group = 1; group <= 4; group++) {
        if (part.group(group) != null) {
          word.append(part.group(group));
        }
      }
    }
    if (inside) {
      words.add(word.toString());
    }
    return words;
  }

  /** A command of words, quoted so that {@link #words} finds them again. */
  public static String quoted(List<String> words) {
    return words.stream()
        .map(word -> "'" + word.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" "));
  }
}

package dev.azurepatroni.verify.host;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Commands that start a root shell on a host, which reads a script from its standard input. */
public final class HostCommands {
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

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
                    .map(it -> it.replace("{name}", name).replace("{address}", address))
                    .toList()));
    return commands;
  }

  /** Splits at blanks; quotes keep a word together. */
  public static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(command);
    while (matcher.find()) {
      for (int group = 1; group <= 3; group++) {
        if (matcher.group(group) != null) {
          words.add(matcher.group(group));
        }
      }
    }
    return words;
  }
}

package dev.azurepatroni.app.synth;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds passwords and private keys in a text, by the shapes they have. */
final class PlantedSecrets {
  private static final List<Pattern> SHAPES =
      List.of(
          Pattern.compile("BEGIN [A-Z ]*PRIVATE KEY"),
          // A stored SCRAM verifier or MD5 hash can be cracked or replayed.
          Pattern.compile("SCRAM-SHA-256\\$\\d+:[A-Za-z0-9+/]+"),
          Pattern.compile("\"md5[0-9a-f]{32}\""),
          Pattern.compile("://[^\\s:/@]+:[^\\s/@]+@"),
          // A literal after the word; neither a variable, a call, a file nor a name of a secret.
          Pattern.compile(
              "(?i)(?<![a-z_-])(pg)?passw(or)?d\\\\?\"?\\s*[:=]\\s*\\\\?[\"']?(?=[A-Za-z]*[0-9])(?=[0-9]*[A-Za-z])[A-Za-z0-9]{6,}(?![A-Za-z0-9_]*[.(\\[-])"),
          // What random_password of this project makes: 32 letters and digits, all kinds mixed.
          Pattern.compile(
              "(?<![A-Za-z0-9+/=_-])(?=[A-Za-z0-9]*[a-z])(?=[A-Za-z0-9]*[A-Z])(?=[A-Za-z0-9]*[0-9])[A-Za-z0-9]{32}(?![A-Za-z0-9+/=_-])"));

  private PlantedSecrets() {}

  static List<String> in(String text) {
    List<String> found = new ArrayList<>();
    for (Pattern shape : SHAPES) {
      Matcher matcher = shape.matcher(text);
      while (matcher.find()) {
        found.add(matcher.group());
      }
    }
    return found;
  }
}

package dev.azurepatroni.app.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Random changes to a stack file: to its bytes, its lines, its keys and its values. */
final class Mutator {
  /** A key and its value, in block or flow style; or an item of a flow list. */
  private static final Pattern VALUE =
      Pattern.compile(
          "(?m)(?<=: |\\[|, )(\"[^\"\\n]*\"|[^\\[\\]{}\",:\\n]+|\\[[^]\\n]*]|\\{[^}\\n]*})");

  private static final Pattern KEY = Pattern.compile("(?m)(?<=^|[ {])[A-Za-z0-9_-]+(?=:)");

  /** What people and generators write by mistake, and what breaks readers of YAML. */
  private static final List<String> VALUES =
      List.of(
          "",
          "~",
          "null",
          "true",
          "false",
          "yes",
          "off",
          "0",
          "-1",
          "1",
          "3",
          "7",
          "16",
          "500",
          "65536",
          "2147483647",
          "2147483648",
          "99999999999999999999",
          "1e3",
          "0x10",
          "1.5",
          ".nan",
          "'1'",
          "\"2\"",
          "[]",
          "{}",
          "[1]",
          "[~]",
          "[[]]",
          "{ a: b }",
          "a",
          "A",
          "none",
          "auto",
          "latest",
          "\"\"",
          "\" \"",
          "' x'",
          "x y",
          "a--b",
          "-a",
          "a-",
          "a.",
          ".a",
          "a/b",
          "/a",
          "a/",
          "a//b",
          "..",
          "../../x",
          "a#b",
          "\"a\\tb\"",
          "\"a\\nb\"",
          "\"\\0\"",
          "\"\\u202e\"",
          "m\u00fcnchen",
          "\ud83d\ude00",
          "\u00a0",
          "a\u200bb",
          "${var.x}",
          "\"${var.x}\"",
          "%{if}",
          "$(id)",
          "`id`",
          "'; id; '",
          "\"a\\\"b\"",
          "a\\b",
          "<script>",
          "10.50.1.0/24",
          "10.50.1.0/33",
          "10.50.1.7/24",
          "0.0.0.0/0",
          "999.1.1.1",
          "10.50.1.4",
          "::/0",
          "https://u:p@x.org",
          "http://x.org/",
          "ftp://x",
          "*x",
          "&x y",
          "!!str x",
          "!x",
          "!!binary aGk=",
          "|",
          ">-",
          "? x",
          "@x",
          "%x",
          "- x",
          "x: y",
          "---",
          "...",
          "PRIVATE KEY",
          "Standard_D2s_v6",
          "Standard_B2als_v2",
          "Standard_Huge",
          "witness",
          "pooler",
          "azurerm",
          "local",
          "germanywestcentral",
          "x".repeat(64),
          "x".repeat(300),
          "9".repeat(64),
          "[".repeat(40));

  private static final List<String> LINES =
      List.of(
          "",
          "\t",
          "---",
          "...",
          "%YAML 1.1",
          "# note",
          "  # note",
          "- a",
          "x",
          "x: 1",
          "  x: 1",
          "<<: *a",
          "? [a]",
          ": b",
          "tags: { a: b }",
          "vault: {}",
          "ssh: ~",
          "password: hunter2",
          "zones: [1, 2]",
          "\"\": a",
          "'a b': c",
          "etcd: &e { witness: *e }",
          "\ufeff",
          "\u0000",
          "}",
          "]",
          "postgresql: { parameters: { work_mem: 1TB } }",
          "poolers: { nodes: 16 }",
          "database: { nodes: 3 }",
          "publicEndpoint: { enabled: true }");

  private static final String CHARACTERS =
      "\u0000\u0001\t\n\r \"'#&*!|>%@`{}[],:?-~./\\$_()a1Z\u007f\u0085\u00a0\u00fc\u2028\u202e\ufeff\ufffe";

  private final Random random;

  private Mutator(Random random) {
    this.random = random;
  }

  /** One to four changes to a file; the same for the same seed. */
  static byte[] mutate(byte[] file, long seed) {
    return new Mutator(new Random(seed)).mutate(file);
  }

  private byte[] mutate(byte[] file) {
    byte[] mutated = file;
    // Mostly one change: what is wrong alone has to be found alone.
    int changes = random.nextInt(3) < 2 ? 1 : 2 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      mutated = change(mutated);
    }
    return mutated;
  }

  private byte[] change(byte[] file) {
    return switch (random.nextInt(10)) {
      case 0 -> bytes(file);
      case 1 -> lines(file);
      case 2 -> text(file, this::character);
      case 3 -> text(file, this::key);
      case 4, 5 -> text(file, text -> replace(VALUE, text, value -> inside(value)));
      default -> text(file, text -> replace(VALUE, text, value -> any(VALUES)));
    };
  }

  private byte[] bytes(byte[] file) {
    if (file.length == 0) {
      return new byte[] {(byte) random.nextInt(256)};
    }
    int at = random.nextInt(file.length);
    byte[] mutated = file.clone();
    switch (random.nextInt(3)) {
      case 0 -> mutated[at] = (byte) random.nextInt(256);
      case 1 -> mutated[at] ^= (byte) (1 << random.nextInt(8));
      default -> mutated = Arrays.copyOf(mutated, at);
    }
    return mutated;
  }

  private byte[] lines(byte[] file) {
    List<String> lines = new ArrayList<>(new String(file, UTF_8).lines().toList());
    if (lines.isEmpty()) {
      return file;
    }
    int at = random.nextInt(lines.size());
    int other = random.nextInt(lines.size());
    switch (random.nextInt(7)) {
      case 0 -> lines.remove(at);
      case 1 -> lines.add(other, lines.get(at));
      case 2 -> lines.set(at, lines.set(other, lines.get(at)));
      case 3 -> lines.set(at, " ".repeat(1 + random.nextInt(4)) + lines.get(at));
      case 4 -> lines.set(at, lines.get(at).strip());
      case 5 -> lines.set(at, "# " + lines.get(at));
      default -> lines.add(at, any(LINES));
    }
    String end = random.nextInt(20) == 0 ? "\r\n" : "\n";
    return (String.join(end, lines) + end).getBytes(UTF_8);
  }

  private String character(String text) {
    int at = text.isEmpty() ? 0 : random.nextInt(text.length());
    int end = Math.min(text.length(), at + random.nextInt(2));
    return text.substring(0, at)
        + CHARACTERS.charAt(random.nextInt(CHARACTERS.length()))
        + text.substring(end);
  }

  private String key(String text) {
    return replace(
        KEY,
        text,
        key ->
            switch (random.nextInt(4)) {
              case 0 -> inside(key);
              case 1 -> key.toUpperCase(Locale.ROOT);
              case 2 -> any(VALUES);
              default -> keyOf(text);
            });
  }

  private String keyOf(String text) {
    List<MatchResult> keys = KEY.matcher(text).results().toList();
    return keys.isEmpty() ? "x" : keys.get(random.nextInt(keys.size())).group();
  }

  /** One character more, less or another; of a number, one that is near or far. */
  private String inside(String value) {
    if (value.matches("[0-9]{1,6}") && random.nextBoolean()) {
      int number = Integer.parseInt(value);
      return String.valueOf(
          switch (random.nextInt(4)) {
            case 0 -> number + 1;
            case 1 -> number - 1;
            case 2 -> number * 10;
            default -> random.nextInt(2 * number + 2);
          });
    }
    return value.isEmpty() ? any(VALUES) : character(value);
  }

  private String replace(Pattern pattern, String text, UnaryOperator<String> change) {
    List<MatchResult> places = pattern.matcher(text).results().toList();
    if (places.isEmpty()) {
      return text + any(LINES);
    }
    MatchResult place = places.get(random.nextInt(places.size()));
    return text.substring(0, place.start())
        + change.apply(place.group())
        + text.substring(place.end());
  }

  private static byte[] text(byte[] file, UnaryOperator<String> change) {
    return change.apply(new String(file, UTF_8)).getBytes(UTF_8);
  }

  private String any(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}

package dev.azurepatroni.app.yaml;

import dev.azurepatroni.topology.finding.Findings;
import dev.azurepatroni.topology.finding.Printable;
import java.math.BigInteger;
import java.util.List;

/** Reads single values; one that is none of its type is reported and read as null. */
final class ScalarReader {
  private final Findings findings;

  ScalarReader(Findings findings) {
    this.findings = findings;
  }

  Object read(Class<?> type, String path, YamlNode node) {
    if (type.isEnum()) {
      return word(type, path, node);
    }
    if (type == Integer.class) {
      return number(path, node);
    }
    return type == Boolean.class ? truth(path, node) : text(path, node);
  }

  private Integer number(String path, YamlNode node) {
    if (!(node instanceof YamlNode.Scalar scalar && scalar.isWhole())) {
      findings.error(
          path,
          node.shown(),
          "must be an integer",
          "write digits only, without quotes, for example 30");
      return null;
    }
    BigInteger number = new BigInteger(scalar.text());
    if (number.bitLength() >= Integer.SIZE) {
      findings.error(
          path, scalar.shown(), "is out of range", "write a number of at most nine digits");
      return null;
    }
    return number.intValue();
  }

  private Boolean truth(String path, YamlNode node) {
    if (node instanceof YamlNode.Scalar scalar && (scalar.isTrue() || scalar.isFalse())) {
      return scalar.isTrue();
    }
    findings.error(
        path, node.shown(), "must be true or false", "write true or false, without quotes");
    return null;
  }

  private String text(String path, YamlNode node) {
    if (node instanceof YamlNode.Scalar scalar && scalar.isText()) {
      return scalar.text();
    }
    findings.error(
        path,
        node.shown(),
        "must be a string",
        node instanceof YamlNode.Scalar scalar
            ? "put it in quotes: \"%s\"".formatted(Printable.of(scalar.text()))
            : "write one string instead");
    return null;
  }

  private Object word(Class<?> type, String path, YamlNode node) {
    List<String> words = EnumNames.of(type);
    String text = node instanceof YamlNode.Scalar scalar ? scalar.text() : "";
    if (!words.contains(text)) {
      findings.error(
          path,
          node.shown(),
          "must be one of " + String.join(", ", words),
          DidYouMean.to(text, words)
              .map("did you mean %s?"::formatted)
              .orElse("write one of them"));
      return null;
    }
    return type.getEnumConstants()[words.indexOf(text)];
  }
}

package dev.azurepatroni.app.yaml;

import dev.azurepatroni.topology.finding.Finding;
import dev.azurepatroni.topology.finding.Findings;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A stack file, read.
 *
 * @param <R> what it is read into
 */
public final class StackFile<R extends Record> {
  private final Path path;
  private final YamlDocument document;
  private final R content;
  private final List<Finding> findings;

  private StackFile(Path path, YamlDocument document, R content, List<Finding> findings) {
    this.path = path;
    this.document = document;
    this.content = content;
    this.findings = List.copyOf(findings);
  }

  /**
   * Reads a file.
   *
   * @param path the file
   * @param type what to read it into
   * @param <R> what to read it into
   */
  public static <R extends Record> StackFile<R> read(Path path, Class<R> type) {
    Findings findings = new Findings();
    YamlDocument document = YamlDocument.parse(text(path, findings), findings);
    if (findings.hasErrors() && document.root().isEmpty()) {
      return new StackFile<>(path, document, null, findings.toList().subList(0, 1));
    }
    R content = new RecordReader(findings).read(type, document.root().orElseThrow());
    return new StackFile<>(path, document, content, findings.toList());
  }

  private static String text(Path path, Findings findings) {
    try {
      return Files.readString(path);
    } catch (CharacterCodingException e) {
      findings.error("(file)", path, "is no UTF-8 text", "save it as UTF-8");
    } catch (IOException e) {
      findings.error("(file)", path, "cannot be read: " + e.getMessage(), "check its permissions");
    }
    return "";
  }

  /** What it says; empty where nothing of it could be read. */
  public Optional<R> content() {
    return Optional.ofNullable(content);
  }

  /** What was found while reading. */
  public List<Finding> findings() {
    return findings;
  }

  /**
   * A finding as a person reads it: file and line first.
   *
   * @param finding of this file
   */
  public String describe(Finding finding) {
    return path + ":" + document.line(finding.path()) + ": " + finding;
  }
}

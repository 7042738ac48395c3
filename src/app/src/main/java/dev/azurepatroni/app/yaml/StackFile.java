package dev.azurepatroni.app.yaml;

import dev.azurepatroni.topology.finding.Finding;
import dev.azurepatroni.topology.finding.Findings;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A stack file, read.
 *
 * @param <R> what it is read into
 */
public final class StackFile<R extends Record> {
  private final Path path;
  private final SourceLocations places;
  private final R content;
  private final List<Finding> findings;

  private StackFile(Path path, SourceLocations places, R content, Findings findings) {
    this.path = path;
    this.places = places;
    this.content = content;
    this.findings = findings.toList();
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
    YamlDocument document =
        text(path, findings)
            .map(text -> YamlDocument.parse(text, findings))
            .orElseGet(YamlDocument::unreadable);
    if (document.root() == null && !findings.hasErrors()) {
      findings.error(
          SourceLocations.FILE,
          "(empty)",
          "contains no setting",
          "write at least name, location and state");
    }
    R content =
        document.root() == null ? null : new RecordReader(findings).read(type, document.root());
    return new StackFile<>(path, document.places(), content, findings);
  }

  private static Optional<String> text(Path path, Findings findings) {
    if (Files.isDirectory(path)) {
      findings.error(
          SourceLocations.FILE, "(folder)", "is not a file", "move or rename the folder");
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(path));
    } catch (CharacterCodingException e) {
      findings.error(SourceLocations.FILE, "(bytes)", "is not UTF-8 text", "save it as UTF-8");
    } catch (IOException e) {
      findings.error(
          SourceLocations.FILE,
          "(unread)",
          "cannot be read: " + e,
          "check the file and its permissions");
    }
    return Optional.empty();
  }

  /** What it says; empty where nothing of it could be read. */
  public Optional<R> content() {
    return Optional.ofNullable(content);
  }

  /** What was found while reading. */
  public List<Finding> findings() {
    return findings;
  }

  /** Every single value as written, by its path. */
  public Map<String, String> texts() {
    return places.texts();
  }

  /**
   * The line a finding is about, from 1.
   *
   * @param finding of this file
   */
  public int line(Finding finding) {
    return places.line(finding.path());
  }

  /**
   * A finding as a person reads it: file and line first.
   *
   * @param finding of this file
   */
  public String describe(Finding finding) {
    return path + ":" + line(finding) + ": " + finding;
  }
}

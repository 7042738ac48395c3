package dev.azurepatroni.app.synth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A folder of committed files, compared as a whole. */
public final class GoldenFolder {
  private static final int LINES_SHOWN = 8;

  private final Path folder;

  GoldenFolder(String name) {
    this(Golden.FOLDER.resolve(name));
  }

  public GoldenFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * What differs, file by file, with the first lines that do; nothing after {@code
   * -Dgolden.update=true}, which makes the folder hold these files and no others.
   */
  public List<String> differences(Map<String, String> actual) throws IOException {
    if (Golden.UPDATE) {
      write(actual);
    }
    Map<String, String> committed = read();
    TreeSet<String> files = new TreeSet<>(committed.keySet());
    files.addAll(actual.keySet());
    List<String> differences = new ArrayList<>();
    for (String file : files) {
      if (!actual.containsKey(file)) {
        differences.add("\n" + file + ": committed, but no longer rendered");
      } else if (!committed.containsKey(file)) {
        differences.add("\n" + file + ": rendered, but not committed");
      } else if (!actual.get(file).equals(committed.get(file))) {
        differences.add(difference(file, committed.get(file), actual.get(file)));
      }
    }
    return differences;
  }

  private static String difference(String file, String committed, String actual) {
    List<String> before = committed.lines().toList();
    List<String> after = actual.lines().toList();
    int first = 0;
    while (first < before.size()
        && first < after.size()
        && before.get(first).equals(after.get(first))) {
      first++;
    }
    int common = 0;
    while (common < Math.min(before.size(), after.size()) - first
        && before.get(before.size() - 1 - common).equals(after.get(after.size() - 1 - common))) {
      common++;
    }
    StringBuilder text = new StringBuilder("\n%s:%d".formatted(file, first + 1));
    shown(text, "  - ", before.subList(first, before.size() - common));
    shown(text, "  + ", after.subList(first, after.size() - common));
    return text.toString();
  }

  private static void shown(StringBuilder text, String sign, List<String> lines) {
    lines.stream().limit(LINES_SHOWN).forEach(line -> text.append('\n').append(sign).append(line));
    if (lines.size() > LINES_SHOWN) {
      text.append('\n').append(sign).append(lines.size() - LINES_SHOWN).append(" more lines");
    }
  }

  private Map<String, String> read() throws IOException {
    Map<String, String> committed = new TreeMap<>();
    for (Path file : files()) {
      committed.put(folder.relativize(file).toString(), Files.readString(file));
    }
    return committed;
  }

  private List<Path> files() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private void write(Map<String, String> actual) throws IOException {
    for (Path file : files()) {
      Files.delete(file);
    }
    for (Map.Entry<String, String> file : actual.entrySet()) {
      Path target = folder.resolve(file.getKey());
      Files.createDirectories(target.getParent());
      Files.writeString(target, file.getValue());
    }
  }
}

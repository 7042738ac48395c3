package dev.azurepatroni.constructs.cloudinit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Renders the files of a host. */
public final class HostFiles {
  private final Templates templates = new Templates();
  private final List<FileTable.Entry> table;

  /** Reads the table. */
  public HostFiles() {
    this(FileTable.entries());
  }

  HostFiles(List<FileTable.Entry> table) {
    this.table = List.copyOf(table);
  }

  /**
   * The files of a host's roles, in the order of the table.
   *
   * @param host all that its templates can print
   * @return path, owner, mode and content of each
   */
  public List<HostFile> of(HostModel host) {
    List<FileTable.Entry> own = entries(host.components());
    Map<String, Object> model = Map.of("host", host, "changes", changes(own, host));
    return own.stream().flatMap(entry -> files(entry, host, model)).toList();
  }

  /**
   * The files of components that travel in an archive, in the order of the table.
   *
   * @param components what a host is made of
   * @return path, owner, mode and content of each
   */
  List<HostFile> archived(List<Component> components) {
    return entries(components).stream()
        .filter(entry -> templates.verbatim(entry.source()))
        .map(this::copy)
        .filter(HostFile::archived)
        .toList();
  }

  private List<FileTable.Entry> entries(List<Component> components) {
    List<String> folders = components.stream().map(Component::folder).toList();
    return table.stream().filter(entry -> folders.contains(entry.role())).toList();
  }

  private static Map<String, String> changes(List<FileTable.Entry> entries, HostModel host) {
    Map<String, String> changes = new TreeMap<>();
    for (FileTable.Entry entry : entries) {
      if (entry.perProcess()) {
        processes(host)
            .mapToObj(entry::of)
            .forEach(each -> changes.put(each.path(), each.change()));
      } else {
        changes.put(entry.path(), entry.change());
      }
    }
    return changes;
  }

  private Stream<HostFile> files(FileTable.Entry entry, HostModel host, Map<String, Object> model) {
    String source = entry.source();
    if (templates.verbatim(source)) {
      return Stream.of(copy(entry));
    }
    if (!entry.perProcess()) {
      return Stream.of(file(entry, templates.render(source, model), false));
    }
    return processes(host)
        .mapToObj(
            process -> {
              Map<String, Object> own = new HashMap<>(model);
              own.put("process", process);
              return file(entry.of(process), templates.render(source, own), false);
            });
  }

  private HostFile copy(FileTable.Entry entry) {
    return file(entry, templates.copy(entry.source()), !entry.readEarly());
  }

  private static HostFile file(FileTable.Entry entry, String content, boolean archived) {
    return new HostFile(entry.path(), entry.owner(), entry.mode(), content, archived);
  }

  private static IntStream processes(HostModel host) {
    return IntStream.rangeClosed(1, host.processes());
  }
}

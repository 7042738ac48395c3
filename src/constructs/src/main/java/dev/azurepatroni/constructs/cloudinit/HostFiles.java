package dev.azurepatroni.constructs.cloudinit;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Renders the files of a host. */
public final class HostFiles {
  private final Templates templates = new Templates();
  private final List<FileTable.Entry> table = FileTable.entries();

  /**
   * The files of a host's roles, in the order of the table.
   *
   * @param host all that its templates can print
   */
  public List<HostFile> of(HostModel host) {
    List<String> folders = host.roles().stream().map(HostRole::folder).toList();
    List<FileTable.Entry> own =
        table.stream().filter(entry -> folders.contains(entry.role())).toList();
    Map<String, String> changes = new TreeMap<>();
    own.forEach(entry -> paths(entry, host).forEach(path -> changes.put(path, entry.change())));
    return own.stream().flatMap(entry -> files(entry, host, changes)).toList();
  }

  private static Stream<String> paths(FileTable.Entry entry, HostModel host) {
    return entry.perProcess() ? processes(host).mapToObj(entry::pathOf) : Stream.of(entry.path());
  }

  private Stream<HostFile> files(
      FileTable.Entry entry, HostModel host, Map<String, String> changes) {
    if (templates.verbatim(entry.source())) {
      return Stream.of(file(entry, entry.path(), templates.copy(entry.source()), true));
    }
    Map<String, Object> model = Map.of("host", host, "changes", changes);
    if (!entry.perProcess()) {
      return Stream.of(file(entry, entry.path(), templates.render(entry.source(), model), false));
    }
    return processes(host)
        .mapToObj(
            process ->
                file(
                    entry,
                    entry.pathOf(process),
                    templates.render(
                        entry.source(),
                        Map.of("host", host, "changes", changes, "process", process)),
                    false));
  }

  private static HostFile file(
      FileTable.Entry entry, String path, String content, boolean verbatim) {
    return new HostFile(path, entry.owner(), entry.mode(), content, verbatim);
  }

  private static IntStream processes(HostModel host) {
    return IntStream.rangeClosed(1, host.processes());
  }
}

package dev.azurepatroni.app.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A stack's first database host and the other etcd voters, with etcd and Patroni of Debian 13 and
 * PostgreSQL 16.10. Two things cannot be had here: shared_buffers of a fourth of 128 GiB, which is
 * scaled to this machine, and lz4, which the embedded PostgreSQL is built without, so that pglz
 * stands in for it.
 *
 * @param stack the stack's name
 * @param more parameters that are not the stack's
 */
record SmallCluster(String stack, Map<String, String> more) {
  private static final String CONFIGURATION = "/etc/patroni/conf.d/10-cluster.yml";
  private static final Map<String, String> STAND_INS =
      Map.of("shared_buffers", "128MB", "wal_compression", "pglz");

  SmallCluster(String stack) {
    this(stack, Map.of());
  }

  /** Runs it, and returns the folder of what it left. */
  Path run(Path folder, Path postgres) throws IOException, InterruptedException {
    Sandbox sandbox = new Sandbox(Files.createDirectory(folder));
    for (RenderedHost host : hosts()) {
      List<RenderedHost.Content> files = new ArrayList<>(host.files());
      if (host.equals(database())) {
        files.add(
            new RenderedHost.Content("/etc/patroni/conf.d/90-emulators.yml", "0644", emulators()));
        files.add(new RenderedHost.Content("/judged/stood-in", "0644", lines("%s %s", stoodIn())));
      }
      sandbox.host(host.name(), files);
    }
    return sandbox.everywhere(postgres).run("cluster.sh", Duration.ofMinutes(2));
  }

  /** Names of the etcd voters. */
  List<String> voters() {
    return hosts().stream().filter(RenderedHost::voter).map(RenderedHost::name).toList();
  }

  /** What PostgreSQL is to run with here. */
  Map<String, String> parameters() {
    Map<String, String> parameters = rendered();
    parameters.putAll(STAND_INS);
    parameters.putAll(more);
    return parameters;
  }

  /** What the emulators stand for. */
  Map<String, String> stoodIn() {
    Map<String, String> meant = rendered();
    meant.keySet().retainAll(STAND_INS.keySet());
    return meant;
  }

  private Map<String, String> rendered() {
    return SettingsReport.parameters(RenderedHost.yaml(database().file(CONFIGURATION)));
  }

  private String emulators() {
    Map<String, String> parameters = new TreeMap<>(STAND_INS);
    parameters.putAll(more);
    return "bootstrap:\n  dcs:\n    postgresql:\n      parameters:\n"
        + lines("        %s: %s", parameters);
  }

  private static String lines(String format, Map<String, String> values) {
    return values.entrySet().stream()
        .map(entry -> format.formatted(entry.getKey(), entry.getValue()) + "\n")
        .collect(Collectors.joining());
  }

  private List<RenderedHost> hosts() {
    return Stream.concat(
            Stream.of(database()),
            RenderedHost.ofStack(stack).stream()
                .filter(host -> host.voter() && !host.equals(database())))
        .toList();
  }

  private RenderedHost database() {
    return RenderedHost.ofStack(stack).stream()
        .filter(host -> host.is("database"))
        .min(Comparator.comparing(RenderedHost::name))
        .orElseThrow();
  }
}

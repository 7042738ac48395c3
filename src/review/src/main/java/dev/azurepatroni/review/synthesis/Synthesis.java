package dev.azurepatroni.review.synthesis;

import com.fasterxml.jackson.databind.JsonNode;
import dev.azurepatroni.review.file.JsonFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The stacks of an output folder.
 *
 * @param stacks by name
 */
public record Synthesis(SortedMap<String, StackOutput> stacks) {
  private static final String WARNING = "@cdktf/warn";
  private static final String INFORMATION = "@cdktf/info";

  /** Keeps a copy. */
  public Synthesis {
    stacks = new TreeMap<>(stacks);
  }

  /**
   * Reads a folder that a synthesis wrote.
   *
   * @throws IOException if it is none; the message says which file is at fault and what to do
   */
  public static Synthesis read(Path folder) throws IOException {
    Path manifest = folder.resolve("manifest.json");
    if (!Files.isReadable(manifest)) {
      throw new IOException(
          "%s is missing: synthesise there first: CDKTF_OUTDIR=%s bin/synth"
              .formatted(manifest, folder));
    }
    SortedMap<String, StackOutput> stacks = new TreeMap<>();
    for (Map.Entry<String, JsonNode> stack : JsonFile.read(manifest).path("stacks").properties()) {
      stacks.put(stack.getKey(), stack(folder, stack.getKey(), stack.getValue()));
    }
    return new Synthesis(stacks);
  }

  /** Names of the stacks that another synthesis has differently, or only one of both has. */
  public SortedSet<String> changed(Synthesis other) {
    SortedSet<String> names = new TreeSet<>(stacks.keySet());
    names.addAll(other.stacks.keySet());
    names.removeIf(
        it ->
            stacks.containsKey(it)
                && other.stacks.containsKey(it)
                && stacks.get(it).sameAs(other.stacks.get(it)));
    return names;
  }

  private static StackOutput stack(Path folder, String name, JsonNode entry) throws IOException {
    Path file = folder.resolve(entry.path("synthesizedStackPath").asText());
    return new StackOutput(
        name, JsonFile.read(file), annotations(entry), hosts(file.resolveSibling("hosts")));
  }

  private static List<Annotation> annotations(JsonNode entry) {
    List<Annotation> annotations = new ArrayList<>();
    for (JsonNode one : entry.path("annotations")) {
      String level = one.path("level").asText();
      if (level.equals(WARNING) || level.equals(INFORMATION)) {
        annotations.add(
            new Annotation(
                level.equals(WARNING) ? Annotation.Level.WARNING : Annotation.Level.INFORMATION,
                one.path("constructPath").asText(),
                one.path("message").asText()));
      }
    }
    return annotations;
  }

  private static SortedMap<String, Host> hosts(Path folder) throws IOException {
    SortedMap<String, Host> hosts = new TreeMap<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(it -> it.toString().endsWith(".yaml")).sorted().toList()) {
          Host host = HostBundle.read(file);
          hosts.put(host.name(), host);
        }
      }
    }
    return hosts;
  }
}

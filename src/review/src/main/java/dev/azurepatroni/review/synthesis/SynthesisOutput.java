package dev.azurepatroni.review.synthesis;

import com.fasterxml.jackson.databind.JsonNode;
import dev.azurepatroni.review.file.JsonFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
public record SynthesisOutput(SortedMap<String, StackOutput> stacks) {
  /** Copies the map. */
  public SynthesisOutput {
    stacks = new TreeMap<>(stacks);
  }

  /**
   * Reads a folder that a synthesis wrote.
   *
   * @throws IOException if it is not such a folder; the message names the file and what to do
   */
  public static SynthesisOutput read(Path folder) throws IOException {
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
    return new SynthesisOutput(stacks);
  }

  /** {@return a stack; absent if this synthesis does not have it} */
  public StackOutput stack(String name) {
    StackOutput stack = stacks.get(name);
    return stack == null ? StackOutput.absent(name) : stack;
  }

  /** {@return names of the stacks that differ in another synthesis, or that only one has} */
  public SortedSet<String> changed(SynthesisOutput other) {
    SortedSet<String> names = new TreeSet<>(stacks.keySet());
    names.addAll(other.stacks.keySet());
    names.removeIf(name -> stack(name).sameAs(other.stack(name)));
    return names;
  }

  private static StackOutput stack(Path folder, String name, JsonNode entry) throws IOException {
    Path file = folder.resolve(entry.path("synthesizedStackPath").asText());
    return new StackOutput(
        name,
        JsonFile.read(file),
        ClusterSummary.read(file.resolveSibling("plan.json")),
        hosts(file.resolveSibling("hosts")));
  }

  private static SortedMap<String, RenderedHost> hosts(Path folder) throws IOException {
    SortedMap<String, RenderedHost> hosts = new TreeMap<>();
    if (Files.isDirectory(folder)) {
      List<Path> files;
      try (Stream<Path> all = Files.list(folder)) {
        files = all.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
      }
      for (Path file : files) {
        RenderedHost host = HostDocument.read(file);
        hosts.put(host.name(), host);
      }
    }
    return hosts;
  }
}

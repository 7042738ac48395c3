package dev.azurepatroni.review.synthesis;

import com.fasterxml.jackson.databind.JsonNode;
import dev.azurepatroni.review.file.JsonFile;
import dev.azurepatroni.review.text.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The stacks of an output folder. A fork may have written it: a name that is not one, a link and a
 * huge file are refused.
 *
 * @param stacks by name
 */
public record SynthesisOutput(SortedMap<String, StackOutput> stacks) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final long LONGEST = 16L << 20;

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
    if (!Files.exists(manifest)) {
      throw new IOException(
          "%s is missing: synthesise there first: CDKTF_OUTDIR=%s bin/synth"
              .formatted(manifest, folder));
    }
    SortedMap<String, StackOutput> stacks = new TreeMap<>();
    Path root = folder.toRealPath();
    JsonNode entries = JsonFile.read(plainFile(root.resolve("manifest.json"))).path("stacks");
    for (Map.Entry<String, JsonNode> stack : entries.properties()) {
      stacks.put(stack.getKey(), stack(root, stack.getKey()));
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

  private static StackOutput stack(Path root, String name) throws IOException {
    if (!NAME.matcher(name).matches()) {
      throw new IOException(
          "\"%s\" is not the name of a stack: up to 63 of a-z, 0-9 and - are allowed"
              .formatted(name));
    }
    Path folder = root.resolve("stacks").resolve(name);
    Path summary = folder.resolve("plan.json");
    return new StackOutput(
        name,
        JsonFile.read(plainFile(folder.resolve("cdk.tf.json"))),
        ClusterSummary.read(
            Files.exists(summary, LinkOption.NOFOLLOW_LINKS) ? plainFile(summary) : summary),
        hosts(files(folder.resolve("hosts"))),
        hash(files(folder.resolve("hosts"))));
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  private static SortedMap<String, RenderedHost> hosts(List<Path> files) throws IOException {
    SortedMap<String, RenderedHost> hosts = new TreeMap<>();
    for (Path file : files) {
      RenderedHost host = HostDocument.read(plainFile(file));
      hosts.put(host.name(), host);
    }
    return hosts;
  }

  private static String hash(List<Path> files) throws IOException {
    StringBuilder sums = new StringBuilder();
    for (Path file : files) {
      sums.append(Sha256.hex(Files.readString(plainFile(file)), Sha256.BYTES))
          .append("  ")
          .append(file.getFileName())
          .append('\n');
    }
    return files.isEmpty() ? "" : Sha256.hex(sums.toString(), Sha256.BYTES);
  }

  /**
   * Checks a file below a real folder.
   *
   * @throws IOException if it is missing, a link is on the way to it, or it is huge
   */
  private static Path plainFile(Path file) throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("%s is missing: synthesise again".formatted(file));
    }
    if (!Files.isRegularFile(file) || !file.toRealPath().equals(file)) {
      throw new IOException(
          "%s is a link, or not a file: a synthesis writes files".formatted(file));
    }
    if (Files.size(file) > LONGEST) {
      throw new IOException(
          "%s has %,d bytes: %,d are allowed".formatted(file, Files.size(file), LONGEST));
    }
    return file;
  }
}

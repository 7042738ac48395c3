package dev.azurepatroni.emulator.azure.compute;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The disk controllers that a VM size supports.
 *
 * @param vmSize Azure's name of the size, such as {@code Standard_D32s_v6}
 * @param supported the supported controllers, the default first
 */
record DiskControllers(String vmSize, List<Controller> supported) {
  private static final Pattern WORDS =
      Pattern.compile(
          "Standard_([A-Z]+)\\d+(?:-\\d+)?([a-z]*)(?:_v(\\d+))?", Pattern.CASE_INSENSITIVE);

  /**
   * Sizes of this generation and later support NVMe only: learn.microsoft.com, "FAQ for remote NVMe
   * disks".
   */
  private static final int NVME_ONLY = 6;

  /** Disk controller types. */
  enum Controller {
    /** Small Computer System Interface. */
    SCSI("SCSI"),
    /** Non-volatile memory express. */
    NVME("NVMe");

    private final String word;

    Controller(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /** Finds the controllers of a size; a name of an unknown form counts as an old size. */
  static DiskControllers of(String name) {
    Matcher words = WORDS.matcher(name);
    if (!words.matches() || words.group(3) == null) {
      return new DiskControllers(name, List.of(Controller.SCSI));
    }
    int generation = Integer.parseInt(words.group(3));
    if (generation >= NVME_ONLY) {
      return new DiskControllers(name, List.of(Controller.NVME));
    }
    boolean storageOptimised =
        generation == 5 && words.group(1).equalsIgnoreCase("E") && words.group(2).startsWith("b");
    return new DiskControllers(
        name,
        storageOptimised ? List.of(Controller.SCSI, Controller.NVME) : List.of(Controller.SCSI));
  }

  /** Returns Azure's default. */
  Controller byDefault() {
    return supported.get(0);
  }
}

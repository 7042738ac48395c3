package dev.azurepatroni.emulator.azure.compute;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A size of virtual machine, and by which controllers its disks may be reached.
 *
 * @param name Azure's name, such as {@code Standard_D32s_v6}
 * @param controllers the possible ones, the usual one first
 */
record DiskControllers(String name, List<Controller> controllers) {
  private static final Pattern WORDS =
      Pattern.compile(
          "Standard_([A-Z]+)\\d+(?:-\\d+)?([a-z]*)(?:_v(\\d+))?", Pattern.CASE_INSENSITIVE);

  /**
   * From this generation on there is NVMe only: learn.microsoft.com, "FAQ for remote NVMe disks".
   */
  private static final int NVME_ONLY = 6;

  /** How disks are reached. */
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

  /** Reads a size's name; a name of another form is taken for an old size. */
  static DiskControllers parse(String name) {
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

  /** What Azure takes where nobody says. */
  Controller usual() {
    return controllers.get(0);
  }
}

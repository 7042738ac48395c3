package dev.azurepatroni.emulator.inventory;

import java.nio.file.Path;

/** Another run uses the inventory. */
public final class InventoryBusyException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Names the folder and, if known, the process that uses it. */
  public InventoryBusyException(Path folder, String holder) {
    super(
        "The inventory "
            + folder
            + " is in use by another run"
            + (holder.isEmpty() ? "" : " (process " + holder + ")")
            + ". Wait for it to end, or name another folder with --folder.");
  }
}

package dev.azurepatroni.lab.drill;

import java.nio.file.Path;

/**
 * Where the results of drills are kept.
 *
 * @param folder of trials, table and plot; need not be there yet
 * @param command that makes them, as it was typed
 */
public record Results(Path folder, String command) {}

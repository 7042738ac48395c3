package dev.azurepatroni.lab.drill.figures;

import java.nio.file.Path;

/**
 * Where the results of drills are kept.
 *
 * @param folder of runs, table and plot; need not be there yet
 * @param command that makes them, as it was typed
 */
public record Results(Path folder, String command) {}

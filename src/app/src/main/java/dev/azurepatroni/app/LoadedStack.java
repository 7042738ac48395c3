package dev.azurepatroni.app;

import dev.azurepatroni.constructs.Blueprint;

/**
 * A stack file without an error.
 *
 * @param name of the stack: the file's name
 * @param config what it says
 * @param blueprint what follows from it
 */
record LoadedStack(String name, StackConfig config, Blueprint blueprint) {}

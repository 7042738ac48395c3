/**
 * What a provider implements: its types, their operations and the results; and the log of calls.
 * Independent of the protocol.
 */
package dev.azurepatroni.emulator.plugin;

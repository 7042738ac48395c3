package dev.azurepatroni.verify.check;

/**
 * Something measured.
 *
 * @param name of what
 * @param value how much
 * @param unit of it; may be empty for a mere count
 */
public record Figure(String name, double value, String unit) {}

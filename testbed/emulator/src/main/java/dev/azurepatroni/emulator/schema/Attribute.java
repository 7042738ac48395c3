package dev.azurepatroni.emulator.schema;

import dev.azurepatroni.emulator.value.Type;

/**
 * An attribute of a block.
 *
 * @param type what it holds
 * @param required must be configured
 * @param optional may be configured
 * @param computed is filled in by the provider where nobody configured it
 * @param sensitive is kept out of what Terraform prints
 * @param writeOnly goes to the provider and into no plan and no state
 */
public record Attribute(
    Type type,
    boolean required,
    boolean optional,
    boolean computed,
    boolean sensitive,
    boolean writeOnly) {}

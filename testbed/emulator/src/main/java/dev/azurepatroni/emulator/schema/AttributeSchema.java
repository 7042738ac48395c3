package dev.azurepatroni.emulator.schema;

import dev.azurepatroni.emulator.value.ValueType;

/**
 * An attribute of a block.
 *
 * @param type its type
 * @param required must be configured
 * @param optional may be configured
 * @param computed the provider sets it if it is not configured
 * @param sensitive Terraform does not print it
 * @param writeOnly goes to the provider, and is in no plan and no state
 */
public record AttributeSchema(
    ValueType type,
    boolean required,
    boolean optional,
    boolean computed,
    boolean sensitive,
    boolean writeOnly) {}

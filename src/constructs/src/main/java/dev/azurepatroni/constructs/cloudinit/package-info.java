/**
 * What a host gets at its first boot: templates that mirror its file system, as cloud-init.
 *
 * <p>A template prints {@code host}, a {@link HostModel}; {@code changes}, what a change of each of
 * the host's files asks for, by path; and {@code process}, where it is printed once for each
 * PgBouncer process.
 */
package dev.azurepatroni.constructs.cloudinit;

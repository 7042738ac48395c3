package dev.azurepatroni.constructs.cloudinit;

/**
 * A file as one host gets it.
 *
 * @param path on the host
 * @param owner user and group
 * @param mode octal permissions
 * @param content its text
 * @param verbatim whether every host gets the same text
 */
public record HostFile(String path, String owner, String mode, String content, boolean verbatim) {}

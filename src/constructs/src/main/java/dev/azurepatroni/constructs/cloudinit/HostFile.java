package dev.azurepatroni.constructs.cloudinit;

/**
 * A file as one host gets it.
 *
 * @param path on the host
 * @param owner user and group
 * @param mode octal permissions
 * @param content its text
 * @param archived whether it travels in the {@link FileArchive}: every host gets the same text, and
 *     cloud-init does not need it
 */
public record HostFile(String path, String owner, String mode, String content, boolean archived) {}

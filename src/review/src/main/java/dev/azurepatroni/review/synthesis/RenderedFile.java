package dev.azurepatroni.review.synthesis;

/**
 * A file on a host.
 *
 * @param content text
 * @param rights owner and mode
 */
public record RenderedFile(String content, String rights) {}

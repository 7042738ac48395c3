package dev.azurepatroni.review.synthesis;

/**
 * A file that a host gets.
 *
 * @param content text
 * @param rights owner and mode
 */
public record HostFile(String content, String rights) {}

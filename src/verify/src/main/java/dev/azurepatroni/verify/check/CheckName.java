package dev.azurepatroni.verify.check;

/**
 * What a check is called.
 *
 * @param id to choose it by
 * @param title what it shows, in a few words
 * @param group when it runs
 * @param needs what else it needs but clients and the application's password; may be empty
 */
public record CheckName(String id, String title, Group group, String needs) {}

package dev.azurepatroni.review.github;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What became of something that was to be written.
 *
 * @param done in a word
 * @param address where a person sees it
 */
public record Written(String done, String address) {
  static Written created(JsonNode answer) {
    return new Written("created", answer.path("html_url").asText());
  }

  static Written updated(JsonNode answer) {
    return new Written("updated", answer.path("html_url").asText());
  }

  static Written closed(JsonNode answer) {
    return new Written("closed", answer.path("html_url").asText());
  }

  static Written same(JsonNode answer) {
    return new Written("as before", answer.path("html_url").asText());
  }
}

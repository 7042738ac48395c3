package dev.azurepatroni.app.yaml;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The known word a person most likely meant. */
final class DidYouMean {
  private static final int FARTHEST = 3;

  private DidYouMean() {}

  static Optional<String> to(String word, List<String> known) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    String plain = plain(word);
    int limit = Math.min(FARTHEST, Math.max(1, plain.length() / 2));
    return known.stream()
        .filter(candidate -> distance.apply(plain, plain(candidate)) <= limit)
        .min(Comparator.comparing(candidate -> distance.apply(plain, plain(candidate))));
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }
}

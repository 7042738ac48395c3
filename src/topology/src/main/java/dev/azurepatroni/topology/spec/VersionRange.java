package dev.azurepatroni.topology.spec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Versions of a package that hosts may install.
 *
 * @param text as a stack file has it: {@code >= 4.1.4, < 5}, or one Debian version with its
 *     revision, {@code 4.1.5-1.pgdg13+1}
 * @param lowest the lowest version; of one Debian version, its upstream number
 * @param below the lowest version that is too new; empty: {@code text} is the only version
 */
public record VersionRange(String text, List<Integer> lowest, List<Integer> below) {
  private static final String NUMBER = "\\d{1,4}(?:\\.\\d{1,4}){0,3}";

  /** A regular expression that only ranges match. */
  static final String NOTATION =
      (">= (" + NUMBER + "), < (" + NUMBER + ")")
          + ("|(?:\\d+:)?(" + NUMBER + ")[0-9A-Za-z.+~]*-[0-9A-Za-z.+~]+");

  static final String NOTATION_MEANS =
      "a range, \">= 4.1.4, < 5\", or one version with its revision, \"4.1.5-1.pgdg13+1\"";

  private static final Pattern RANGE = Pattern.compile(NOTATION);

  /**
   * Copies what it is given.
   *
   * @param text as the stack file has it
   * @param lowest the lowest version
   * @param below the lowest version that is too new; empty: {@code text} is the only version
   */
  public VersionRange {
    lowest = List.copyOf(lowest);
    below = List.copyOf(below);
  }

  /**
   * Reads a range.
   *
   * @param text as a stack file has it
   * @return the range; nothing if it is in another notation
   */
  public static Optional<VersionRange> of(String text) {
    Matcher found = RANGE.matcher(text);
    if (!found.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        found.group(3) == null
            ? new VersionRange(text, numbers(found.group(1)), numbers(found.group(2)))
            : new VersionRange(text, numbers(found.group(3)), List.of()));
  }

  /**
   * The range of one major version.
   *
   * @param major such as 16
   * @return {@code >= 16, < 17}
   */
  public static VersionRange ofMajor(int major) {
    String text = ">= %d, < %d".formatted(major, major + 1);
    return new VersionRange(text, List.of(major), List.of(major + 1));
  }

  /** {@return whether no version is in it} */
  public boolean empty() {
    return !below.isEmpty() && compare(lowest, below) >= 0;
  }

  /**
   * Whether it allows an older version.
   *
   * @param version such as {@code 4.1.1}
   * @return whether its lowest version is older
   */
  public boolean allowsOlderThan(String version) {
    return compare(lowest, numbers(version)) < 0;
  }

  /**
   * Whether it allows a newer version.
   *
   * @param version such as {@code 17}
   * @return whether it allows this version or a newer one
   */
  public boolean allows(String version) {
    List<Integer> number = numbers(version);
    return below.isEmpty() ? compare(lowest, number) >= 0 : compare(below, number) > 0;
  }

  /**
   * The pattern of apt's preferences, which know no order of versions. It matches every version of
   * the range and none that is too new; it also matches older versions of the lowest series, which
   * hosts refuse.
   *
   * @return {@code /^4[.+-]/} for {@code >= 4.1.4, < 5}
   */
  public String pattern() {
    if (below.isEmpty()) {
      return text;
    }
    List<String> series = series();
    String any = String.join("|", series).replace(".", "\\.");
    return series.size() == 1 ? "/^%s[.+-]/".formatted(any) : "/^(%s)[.+-]/".formatted(any);
  }

  /**
   * {@return the series that its versions belong to, such as {@code 4}; none if it is one version}
   */
  public List<String> series() {
    List<String> series = new ArrayList<>();
    StringBuilder prefix = new StringBuilder();
    boolean same = true;
    for (int i = 0; i < below.size(); i++) {
      int first = same ? part(lowest, i) : 0;
      for (int number = first; number < below.get(i); number++) {
        series.add(prefix.toString() + number);
      }
      same &= first == below.get(i);
      prefix.append(below.get(i)).append('.');
    }
    return List.copyOf(series);
  }

  private static List<Integer> numbers(String version) {
    return Arrays.stream(version.split("\\.")).map(Integer::valueOf).toList();
  }

  private static int compare(List<Integer> one, List<Integer> other) {
    for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
      int order = Integer.compare(part(one, i), part(other, i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static int part(List<Integer> version, int index) {
    return index < version.size() ? version.get(index) : 0;
  }
}

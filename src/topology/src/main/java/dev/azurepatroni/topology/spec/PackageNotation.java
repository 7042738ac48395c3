package dev.azurepatroni.topology.spec;

/** What apt's lists and preferences take, for {@link PackagesSpec}. */
final class PackageNotation {
  static final String URL = "https?://[A-Za-z0-9._~:/%+-]*[A-Za-z0-9]";
  static final String URL_MEANS =
      "an http or https URL without user, password, blanks or a slash at its end";
  static final String PIN = "[0-9][0-9A-Za-z.+~:*-]*";
  static final String PIN_MEANS =
      "a version as apt pins it: a digit, then letters, digits and . + ~ : * -";

  private PackageNotation() {}
}

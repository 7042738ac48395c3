package dev.azurepatroni.topology.spec;

/** What apt's lists take, for {@link PackagesSpec}. */
final class PackageNotation {
  static final String URL = "https?://[A-Za-z0-9._~:/%+-]*[A-Za-z0-9]";
  static final String URL_MEANS =
      "an http or https URL without user, password, blanks or a slash at its end";

  private PackageNotation() {}
}

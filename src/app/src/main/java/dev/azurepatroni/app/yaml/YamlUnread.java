package dev.azurepatroni.app.yaml;

/** A value that has been reported and can be none: an alias, or one nested too deep. */
record YamlUnread() implements YamlNode {
  @Override
  public String shown() {
    return "...";
  }
}

package dev.azurepatroni.app.yaml;

/** A value of a YAML text. */
sealed interface YamlNode permits YamlScalar, YamlList, YamlMapping, YamlUnread {
  /** Much as it stands in the text, for a message. */
  String shown();
}

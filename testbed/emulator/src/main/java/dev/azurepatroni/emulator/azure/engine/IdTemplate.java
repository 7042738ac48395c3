package dev.azurepatroni.emulator.azure.engine;

import dev.azurepatroni.emulator.value.Value;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the id of a resource is made from its arguments: {@code {name}} is an argument, {@code
 * {managed_disk_id|last}} the last part of an id, {@code {subscription}} the subscription.
 */
record IdTemplate(String template) {

  private static final Pattern FIELD = Pattern.compile("\\{(\\w+)(\\|last)?}");

  String fill(Value arguments, Account account) {
    return FIELD
        .matcher(template)
        .replaceAll(
            field ->
                Matcher.quoteReplacement(
                    part(field.group(1), field.group(2) != null, arguments, account)));
  }

  private static String part(String name, boolean lastOnly, Value arguments, Account account) {
    if (name.equals("subscription")) {
      return account.subscriptionId();
    }
    String text =
        arguments
            .text(name)
            .orElseThrow(
                () -> new IllegalStateException("The id needs " + name + ", which is not set"));
    return lastOnly ? text.substring(text.lastIndexOf('/') + 1) : text;
  }
}

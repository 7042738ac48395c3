package dev.azurepatroni.lab.host;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a VM size's name says of it: learn.microsoft.com, "Azure virtual machine sizes naming
 * conventions".
 *
 * @param vcpus virtual processors
 * @param memoryGib memory by the family's rule
 */
public record Size(int vcpus, int memoryGib) {
  private static final Pattern NAME =
      Pattern.compile(
          "Standard_([A-Z]+)(\\d+)(?:-\\d+)?([a-z]*)(?:_v\\d+)?", Pattern.CASE_INSENSITIVE);

  static Size parse(String name) {
    Matcher words = NAME.matcher(name);
    if (!words.matches()) {
      throw new IllegalStateException("the lab cannot read the VM size " + name);
    }
    int vcpus = Integer.parseInt(words.group(2));
    String family = words.group(1).toUpperCase(Locale.ROOT);
    boolean low = words.group(3).contains("l");
    int each = family.equals("E") ? 8 : family.equals("F") || low ? 2 : 4;
    return new Size(vcpus, vcpus * each);
  }
}

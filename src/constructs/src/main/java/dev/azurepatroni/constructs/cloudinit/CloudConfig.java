package dev.azurepatroni.constructs.cloudinit;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Writes a cloud-config document, in the few shapes of YAML that it needs. A library writes the
 * same and looks at every character several times: a third of what rendering a host took.
 */
final class CloudConfig {
  /** What no YAML reader takes for anything but this very text. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9/._@+-]*(:[A-Za-z]+)?");

  private static final Pattern KEYWORD = Pattern.compile("(?i)true|false|yes|no|on|off|null|y|n|~");

  private final StringBuilder yaml = new StringBuilder("#cloud-config\n");

  /** A flag. */
  CloudConfig flag(String key, boolean value) {
    yaml.append(key).append(": ").append(value).append('\n');
    return this;
  }

  /** A text. */
  CloudConfig text(String key, String value) {
    return text("", key, value);
  }

  /** A list of files to be written. */
  CloudConfig files(String key, List<HostFile> files) {
    yaml.append(key).append(":\n");
    for (HostFile file : files) {
      text("- ", "path", file.path());
      text("  ", "owner", file.owner());
      text("  ", "permissions", file.mode());
      text("  ", "content", file.content());
    }
    return this;
  }

  /**
   * A list of files to be written, and one more, whose bytes in base64 end the document.
   *
   * @param path of the last file; empty for none
   */
  CloudConfig files(String key, List<HostFile> files, String path) {
    files(key, files);
    if (path.isEmpty()) {
      return this;
    }
    text("- ", "path", path);
    text("  ", "owner", "root:root");
    text("  ", "permissions", "0600");
    text("  ", "encoding", "b64");
    yaml.append("  content: ");
    return this;
  }

  /** Debian's archive in place of the image's own list. */
  CloudConfig apt(String sources) {
    yaml.append("apt:\n  preserve_sources_list: false\n");
    return text("  ", "sources_list", sources);
  }

  private CloudConfig text(String before, String key, String value) {
    yaml.append(before).append(key).append(": ");
    if (isBlock(value)) {
      block(value, " ".repeat(before.length() + 2));
    } else {
      yaml.append(scalar(value)).append('\n');
    }
    return this;
  }

  /** Whether a text consists of whole lines that can stand as they are. */
  private static boolean isBlock(String text) {
    return text.endsWith("\n")
        && !text.endsWith("\n\n")
        && !text.startsWith(" ")
        && !text.startsWith("\n")
        && text.chars().allMatch(c -> c == '\n' || Quoting.plain((char) c));
  }

  private void block(String text, String indent) {
    yaml.append("|\n");
    int end;
    for (int start = 0; start < text.length(); start = end) {
      end = text.indexOf('\n', start) + 1;
      if (end - start > 1) {
        yaml.append(indent);
      }
      yaml.append(text, start, end);
    }
  }

  private static String scalar(String text) {
    boolean plain = PLAIN.matcher(text).matches() && !KEYWORD.matcher(text).matches();
    return plain ? text : Quoting.yaml(text);
  }

  /** The document. */
  @Override
  public String toString() {
    return yaml.toString();
  }
}

package dev.azurepatroni.constructs.cloudinit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Renders a host's user-data: assembled as objects, written by a YAML library. */
public final class CloudInit {
  private final Templates templates = new Templates();
  private final List<FileTable.Entry> files = FileTable.entries();
  private final YAMLMapper yaml =
      new YAMLMapper(
          YAMLFactory.builder()
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
              .enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE)
              .disable(YAMLGenerator.Feature.SPLIT_LINES)
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .build());

  /**
   * Renders one host.
   *
   * @param host all that its templates can print
   * @return the user-data, which {@link CustomData#fits} Azure's limit or not
   * @throws IllegalArgumentException if a Terraform token is among the host's values
   */
  public CustomData render(HostModel host) {
    Map<String, Object> document = document(host.name(), host.roles());
    document.put("write_files", files(host));
    return write(host.name(), document);
  }

  /**
   * Renders a host that somebody else configures: named, with its packages, no file of ours.
   *
   * @param name of the host
   * @param roles whose packages it gets
   */
  public CustomData packagesOnly(String name, List<HostRole> roles) {
    return write(name, document(name, roles));
  }

  private static Map<String, Object> document(String name, List<HostRole> roles) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("hostname", name);
    document.put("preserve_hostname", false);
    document.put("manage_etc_hosts", false);
    document.put("ssh_pwauth", false);
    document.put("package_update", true);
    document.put("packages", packages(roles));
    return document;
  }

  private CustomData write(String name, Map<String, Object> document) {
    try {
      return new CustomData(name, "#cloud-config\n" + yaml.writeValueAsString(document));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("user-data of " + name, e);
    }
  }

  private List<FileTable.Entry> entries(HostModel host) {
    List<String> folders = host.roles().stream().map(HostRole::folder).toList();
    return files.stream().filter(entry -> folders.contains(entry.role())).toList();
  }

  private static List<String> packages(List<HostRole> roles) {
    return roles.stream().flatMap(role -> role.packages().stream()).sorted().toList();
  }

  private List<Map<String, String>> files(HostModel host) {
    return entries(host).stream()
        .map(
            entry -> {
              Map<String, String> file = new LinkedHashMap<>();
              file.put("path", entry.path());
              file.put("owner", entry.owner());
              file.put("permissions", entry.mode());
              file.put("content", templates.render(entry.template(), host));
              return file;
            })
        .toList();
  }
}

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
  private static final String SOURCES =
      """
      Types: deb
      URIs: %s
      Suites: $RELEASE $RELEASE-updates
      Components: main
      Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

      Types: deb
      URIs: %s-security
      Suites: $RELEASE-security
      Components: main
      Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
      """;

  private final HostFiles files = new HostFiles();
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
    Map<String, Object> document = document(host.name());
    if (!host.packages().debian().isEmpty()) {
      document.put("apt", apt(host.packages().debian()));
    }
    document.put("write_files", files.of(host).stream().map(CloudInit::file).toList());
    return write(host.name(), document);
  }

  /**
   * Renders a host that somebody else configures: named, with its packages, no file of ours.
   *
   * @param name of the host
   * @param roles whose packages it gets
   */
  public CustomData packagesOnly(String name, List<HostRole> roles) {
    Map<String, Object> document = document(name);
    document.put("package_update", true);
    document.put(
        "packages",
        roles.stream().flatMap(role -> role.stockPackages().stream()).sorted().toList());
    return write(name, document);
  }

  private static Map<String, Object> document(String name) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("hostname", name);
    document.put("preserve_hostname", false);
    document.put("manage_etc_hosts", false);
    document.put("ssh_pwauth", false);
    return document;
  }

  /** Our own list, for cloud-init's asks a mirror for sources and backports too. */
  private static Map<String, Object> apt(String mirror) {
    Map<String, Object> apt = new LinkedHashMap<>();
    apt.put("preserve_sources_list", false);
    apt.put("sources_list", SOURCES.formatted(mirror, mirror));
    return apt;
  }

  private CustomData write(String name, Map<String, Object> document) {
    try {
      return new CustomData(name, "#cloud-config\n" + yaml.writeValueAsString(document));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("user-data of " + name, e);
    }
  }

  private static Map<String, String> file(HostFile file) {
    Map<String, String> written = new LinkedHashMap<>();
    written.put("path", file.path());
    written.put("owner", file.owner());
    written.put("permissions", file.mode());
    written.put("content", file.content());
    return written;
  }
}

package dev.azurepatroni.constructs.cloudinit;

import java.util.List;

/** Renders a host's user-data. */
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

  /**
   * Renders one host.
   *
   * @param host all that its templates can print
   * @return the user-data, which {@link CustomData#fits} Azure's limit or not
   * @throws IllegalArgumentException if a Terraform token is among the host's values
   */
  public CustomData render(HostModel host) {
    CloudConfig document = document(host.name());
    String mirror = host.packages().debian();
    if (!mirror.isEmpty()) {
      // Our own list, for cloud-init's asks a mirror for sources and backports too.
      document.apt(SOURCES.formatted(mirror, mirror));
    }
    document.files("write_files", files.of(host));
    return new CustomData(host.name(), document.toString());
  }

  /**
   * Renders a host that somebody else configures: named, with its packages, no file of ours.
   *
   * @param name of the host
   * @param roles whose packages it gets
   * @return the user-data
   */
  public CustomData packagesOnly(String name, List<Component> roles) {
    CloudConfig document = document(name);
    document.flag("package_update", true);
    document.list(
        "packages",
        roles.stream().flatMap(role -> role.stockPackages().stream()).sorted().toList());
    return new CustomData(name, document.toString());
  }

  private static CloudConfig document(String name) {
    return new CloudConfig()
        .text("hostname", name)
        .flag("preserve_hostname", false)
        .flag("manage_etc_hosts", false)
        .flag("ssh_pwauth", false);
  }
}

package dev.azurepatroni.constructs.cloudinit;

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
    String mirror = host.spec().packages().debianMirror();
    if (!mirror.isEmpty()) {
      // cloud-init's default also enables source and backports repositories.
      document.apt(SOURCES.formatted(mirror, mirror));
    }
    document.files("write_files", files.of(host));
    return new CustomData(host.name(), document.toString());
  }

  private static CloudConfig document(String name) {
    return new CloudConfig()
        .text("hostname", name)
        .flag("preserve_hostname", false)
        .flag("manage_etc_hosts", false)
        .flag("ssh_pwauth", false);
  }
}

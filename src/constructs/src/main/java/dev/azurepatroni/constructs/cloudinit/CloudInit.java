package dev.azurepatroni.constructs.cloudinit;

import java.util.List;
import java.util.stream.Stream;

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

  private static final String FILES = "write_files";

  private final HostFiles files = new HostFiles();

  /**
   * Renders one host.
   *
   * @param host all that its templates can print
   * @return the user-data, which {@link CustomData#fits} Azure's limit or not
   * @throws IllegalArgumentException if a Terraform token is among the host's values
   */
  public CustomData render(HostModel host) {
    List<HostFile> all = files.of(host);
    FileArchive archive = FileArchive.of(host.components());
    List<HostFile> own =
        Stream.concat(all.stream().filter(file -> !file.archived()), Stream.of(archive.expected()))
            .toList();
    return new CustomData(
        host.name(),
        () -> document(host).files(FILES, all).toString(),
        document(host)
            .files(FILES, own, archive.rest().isEmpty() ? "" : FileArchive.REST)
            .toString(),
        archive.rest(),
        archive.userData());
  }

  private static CloudConfig document(HostModel host) {
    CloudConfig document =
        new CloudConfig()
            .text("hostname", host.name())
            .flag("preserve_hostname", false)
            .flag("manage_etc_hosts", false)
            .flag("ssh_pwauth", false);
    String mirror = host.spec().packages().debianMirror();
    // cloud-init's default also enables source and backports repositories.
    return mirror.isEmpty() ? document : document.apt(SOURCES.formatted(mirror, mirror));
  }
}

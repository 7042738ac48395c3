package dev.azurepatroni.constructs.cloudinit;

import dev.azurepatroni.topology.host.Host;
import dev.azurepatroni.topology.host.HostRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A folder of templates and the packages that go with it; a host is a list of these. */
public enum Component {
  /** Every host. */
  COMMON,
  /** An etcd voter. */
  ETCD,
  /** PostgreSQL and Patroni. */
  DATABASE,
  /** PgBouncer. */
  POOLER;

  /** {@return the role's packages that come from Debian} */
  public List<String> debianPackages() {
    return switch (this) {
      case COMMON ->
          List.of(
              "azure-vm-utils",
              "ca-certificates",
              "chrony",
              "curl",
              "jq",
              // systemd opens them for the VM's TPM.
              "libtss2-esys-3.0.2-0t64",
              "libtss2-rc0t64",
              "logrotate",
              "nftables",
              "nvme-cli",
              "openssl",
              "python3-yaml",
              "rsyslog",
              "unattended-upgrades");
      case ETCD -> List.of("etcd-client", "etcd-server");
      case DATABASE -> List.of("postgresql-common", "python3-etcd", "xfsprogs");
      case POOLER -> List.of("iproute2", "postgresql-common");
    };
  }

  /**
   * The role's packages that come from the PostgreSQL project.
   *
   * @param major version of PostgreSQL
   * @return their names
   */
  public List<String> pgdgPackages(int major) {
    String server = "postgresql-" + major;
    String client = "postgresql-client-" + major;
    return switch (this) {
      case COMMON, ETCD -> List.of();
      case DATABASE -> List.of("libpq5", "patroni", "pgbackrest", server, client);
      case POOLER -> List.of("libpq5", "pgbouncer", client);
    };
  }

  /** {@return folder of the role's templates} */
  public String folder() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * What a host is made of.
   *
   * @param host any host of a cluster
   * @return its roles, what all hosts share first
   */
  public static List<Component> of(Host host) {
    return of(host.role(), host.voter());
  }

  static List<Component> of(HostRole role, boolean voter) {
    List<Component> roles = new ArrayList<>(List.of(COMMON));
    if (voter) {
      roles.add(ETCD);
    }
    if (role == HostRole.DATABASE) {
      roles.add(DATABASE);
    }
    if (role == HostRole.POOLER) {
      roles.add(POOLER);
    }
    return List.copyOf(roles);
  }
}

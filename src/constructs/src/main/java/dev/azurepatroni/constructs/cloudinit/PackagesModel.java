package dev.azurepatroni.constructs.cloudinit;

import dev.azurepatroni.topology.spec.PackagesSpec;

/**
 * Where a host installs from, and the versions it is held to.
 *
 * @param pgdg URL of the PostgreSQL project's repository
 * @param debian URL of Debian's archive; empty: what the image brings
 * @param postgresql pin of PostgreSQL
 * @param patroni pin of Patroni
 * @param pgbouncer pin of PgBouncer
 * @param etcd pin of etcd
 */
public record PackagesModel(
    String pgdg, String debian, String postgresql, String patroni, String pgbouncer, String etcd) {

  static PackagesModel of(PackagesSpec packages) {
    return new PackagesModel(
        packages.pgdgMirror(),
        packages.debianMirror(),
        packages.postgresql(),
        packages.patroni(),
        packages.pgbouncer(),
        packages.etcd());
  }
}

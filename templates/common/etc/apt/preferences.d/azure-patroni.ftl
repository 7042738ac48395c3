# What the cluster runs, held to the versions of the stack file: no other version is ever installed. The first record of
# a package that a version matches counts. A pin below 1000 does not downgrade.
[#assign pins = {
  "postgresql-16 postgresql-client-16 postgresql-plperl-16 postgresql-plpython3-16 postgresql-pltcl-16": host.spec.packages.postgresql,
  "patroni": host.spec.packages.patroni,
  "pgbouncer": host.spec.packages.pgbouncer,
  "etcd-server etcd-client": host.spec.packages.etcd
}]
[#list pins as packages, version]

Package: [=packages]
Pin: version [=version]
Pin-Priority: 990

Package: [=packages]
Pin: version *
Pin-Priority: -1
[/#list]

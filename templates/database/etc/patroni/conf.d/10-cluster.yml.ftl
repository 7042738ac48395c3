[#-- Passwords come from 20-secrets.yml, which Patroni merges into this. Certificates hold addresses: verify-full works. --]
[#assign port = "5432"]
[#assign major = host.spec.postgresql.version]
[#assign secrets = "/run/azure-patroni/secrets/postgres"]
[#assign etcd = "/run/azure-patroni/secrets/patroni"]
[#macro tls]
      sslmode: verify-full
      sslrootcert: [=secrets]/ca.pem
[/#macro]
name: [=yaml(host.name)]
scope: [=yaml(host.scope)]
namespace: [=yaml(host.namespace)]

log:
  level: INFO
  # The journal has the time.
  format: "%(levelname)s: %(message)s"

restapi:
  listen: [=yaml(host.address + ":8008")]
  connect_address: [=yaml(host.address + ":8008")]
  # Members verify one another by cafile; it asks clients for no certificate.
  certfile: [=secrets]/tls.crt
  keyfile: [=secrets]/tls.key
  cafile: [=secrets]/ca.pem
  authentication:
    username: patroni
  # Who may ask for changes, with the password; questions and probes are open.
  allowlist:
[#list host.databases as name, address]
    - [=yaml(address)]
[/#list]
  allowlist_include_members: true

etcd3:
  protocol: https
  cacert: [=etcd]/ca.pem
  cert: [=etcd]/tls.crt
  key: [=etcd]/tls.key
  hosts:
[#list host.voters as name, address]
    - [=yaml(address + ":2379")]
[/#list]

bootstrap:
  # Read once, when the cluster is born; from then on etcd has it.
  dcs:
    ttl: [=host.spec.patroni.ttl]
    loop_wait: [=host.spec.patroni.loopWait]
    retry_timeout: [=host.spec.patroni.retryTimeout]
    maximum_lag_on_failover: [=host.patroni.maximumLag?c]
    synchronous_mode: [=(host.spec.patroni.synchronousMode == "QUORUM")?then("quorum", (host.spec.patroni.synchronousMode == "ON")?c)]
    synchronous_mode_strict: [=host.spec.patroni.synchronousModeStrict?c]
    synchronous_node_count: 1
    failsafe_mode: true
    primary_start_timeout: 0
    primary_stop_timeout: 10
    check_timeline: true
    # Patroni drops every other slot. A member's is kept while the member is away; max_slot_wal_keep_size bounds it.
    slots:
[#list host.patroni.slots as name, slot]
      [=name]: {[#list slot as key, value][=key]: [=yaml(value)][#sep], [/#list]}
[/#list]
    postgresql:
      use_pg_rewind: true
      use_slots: true
      remove_data_directory_on_rewind_failure: true
      remove_data_directory_on_diverged_timelines: true
      parameters:
[#list host.parameters as name, value]
        [=name]: [=yaml(value)]
[/#list]
  initdb:
    - encoding: UTF8
    - locale: C.UTF-8
    - data-checksums
    - auth-local: peer
    - auth-host: scram-sha-256
    - waldir: /pgwal/[=major]/main
  post_bootstrap: /usr/lib/azure-patroni/agent roles

postgresql:
  listen: [=yaml(host.address + ",127.0.0.1:" + port)]
  connect_address: [=yaml(host.address + ":" + port)]
  data_dir: /pgdata/[=major]/main
  bin_dir: /usr/lib/postgresql/[=major]/bin
  use_unix_socket: true
  # In memory, in patroni.service's own folder.
  pgpass: /run/patroni/pgpass
  authentication:
    superuser:
      username: postgres
    replication:
      username: replicator
[@tls/]
    rewind:
      username: rewind
[@tls/]
  create_replica_methods:
    - basebackup
  basebackup:
    - checkpoint: fast
    - waldir: /pgwal/[=major]/main
  parameters:
    unix_socket_directories: /run/postgresql
    ssl_ca_file: [=secrets]/ca.pem
    ssl_cert_file: [=secrets]/tls.crt
    ssl_key_file: [=secrets]/tls.key
[#if host.backup??]
  recovery_conf:
    # A promotion must not wait for the store: the archive is only asked while a standby cannot stream. Any failure is 1,
    # "not there", for PostgreSQL stops at a status above 125.
    restore_command: test -e /run/azure-patroni/catch-up && timeout 30 pgbackrest --stanza=main archive-get %f "%p" || false
[/#if]
  # The first line that fits decides.
  pg_hba:
    # Patroni and the operator's psql: the system's own account is the password, so none lies about.
    - local all postgres peer
    # Patroni asks its own server for its timeline.
    - hostssl replication replicator 127.0.0.1/32 scram-sha-256
[#list host.databases as name, address]
    - hostssl replication replicator [=address]/32 scram-sha-256
    - hostssl postgres rewind [=address]/32 scram-sha-256
[/#list]
[#list host.poolers as name, address]
    - hostssl postgres pgbouncer_auth [=address]/32 scram-sha-256
[/#list]
    # The cluster's own roles from nowhere else, whatever the networks below allow.
    - host all postgres,replicator,rewind,pgbouncer_auth all reject
[#list host.poolers as name, address]
    - hostssl all all [=address]/32 scram-sha-256
[/#list]
    # Direct sessions have a share of their own, so everybody else comes through a pooler.
[#list (host.spec.network.clientCidrs + host.spec.network.adminCidrs) as cidr]
    - hostssl all +direct_sessions [=cidr] scram-sha-256
[/#list]

watchdog:
  mode: automatic
  device: /dev/watchdog
  safety_margin: 5

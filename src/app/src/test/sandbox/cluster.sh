# Starts the etcd voters and, on the first host, Patroni with PostgreSQL, and asks each what it runs with.
# shellcheck shell=bash
# shellcheck disable=SC2154 # hosts, mnt and out come from `enter`

# etcdctl HOST ARGUMENT...: as Patroni reaches that host's voter.
etcdctl() {
  local host=$1 own=/run/azure-patroni/secrets/patroni
  shift
  [[ -e $mnt/$database/$own ]] || return 1
  on "$database" etcdctl --command-timeout=5s --endpoints="https://$(fact "$host" .address):2379" \
    --cacert="$own/ca.pem" --cert="$own/tls.crt" --key="$own/tls.key" "$@"
}

# query NAME SQL: its rows as JSON in OUT/NAME.json.
query() {
  as postgres "$database" psql --no-psqlrc --no-align --tuples-only --host "$sockets" --dbname "${3:-postgres}" \
    --command "select coalesce(json_agg(r), '[]') from ($2) r" > "$out/$1.json"
}

judge_etcd() {
  local host voters=() address url
  for host in "${hosts[@]}"; do
    if [[ $(fact "$host" .voter) == true ]]; then
      voters+=("$host")
      start "$host" etcd.service
    fi
  done
  for host in "${voters[@]}"; do
    answers 30 "$host" etcd.service etcdctl "$host" endpoint health
    etcdctl "$host" endpoint status --write-out json > "$out/$host.status.json"
    address=$(fact "$host" .address)
    for url in "https://$address:2379/version" "http://$address:2379/version"; do
      if on "$database" curl --silent --show-error --fail --cacert /shared/etcd-ca.pem "$url" >> "$out/refused" 2>&1; then
        echo "$url" >> "$out/not-refused"
      fi
    done
    # What a pooler has, or anybody with the cluster's CA: etcd must not accept it as a client or as a peer.
    for url in "https://$address:2379/version" "https://$address:2380/members"; do
      if on "$database" curl --http1.1 --silent --show-error --fail --cacert /shared/etcd-ca.pem --cert /shared/stranger.pem \
        "$url" >> "$out/refused" 2>&1; then
        echo "$url with a certificate of the cluster's CA" >> "$out/not-refused"
      fi
    done
    # etcd's CA, another common name: no peer. With the members' name it is answered.
    if on "$database" curl --http1.1 --silent --show-error --fail --cacert /shared/etcd-ca.pem --cert /shared/unnamed.pem \
      "https://$address:2380/members" >> "$out/refused" 2>&1; then
      echo "https://$address:2380/members with another common name" >> "$out/not-refused"
    fi
    on "$database" curl --http1.1 --silent --show-error --fail --cacert /shared/etcd-ca.pem --cert /run/azure-patroni/secrets/etcd/tls.crt \
      --key /run/azure-patroni/secrets/etcd/tls.key "https://$address:2380/members" > "$out/$host.peers.json"
  done
  etcdctl "$database" member list --write-out json > "$out/members.json"
}

judge_patroni() {
  # As the disks step leaves them.
  on "$database" install --directory --owner postgres --group postgres --mode 0700 /pgdata/16 /pgwal/16
  as postgres "$database" patroni --validate-config /etc/patroni/conf.d > "$out/validated" 2>&1 ||
    echo "ended with $?" >> "$out/validated"
  as postgres "$database" python3 /shared/adjusted.py /etc/patroni/conf.d > "$out/adjusted" 2>&1
  as postgres "$database" python3 /shared/adjusted.py /etc/patroni/conf.d ttl=18 > "$out/adjusted-18" 2>&1
}

# What cannot be run here can still be read, by a PostgreSQL that has it all compiled in.
judge_stood_in() {
  local name value
  on "$database" install --directory --owner postgres /judged/empty
  as postgres "$database" touch /judged/empty/postgresql.conf /judged/empty/postgresql.auto.conf
  while read -r name value; do
    as postgres "$database" /usr/lib/postgresql/17/bin/postgres -D /judged/empty -c "$name=$value" -C "$name" \
      < /dev/null >> "$out/stood-in" 2>&1 || true
  done < "$mnt/$database/judged/stood-in"
}

# There is no store here: backups go to a folder, so that no step waits for one.
store() {
  local file=$mnt/$database/etc/pgbackrest/pgbackrest.conf
  [[ -s $file ]] || return 0
  on "$database" install --directory --owner postgres /repository
  sed --in-place '/^repo1-\(type\|azure\|path\)/d; s!^\[global\]$!&\nrepo1-path=/repository!' "$file"
}

judge_postgresql() {
  local address
  address=$(fact "$database" .address)
  store
  on "$database" python3 /shared/unit.py azure-patroni-quorum.service > "$out/quorum.log" 2>&1 || failed quorum azure-patroni-quorum.service
  start "$database" patroni.service
  answers 60 "$database" patroni.service \
    on "$database" curl --silent --fail --cacert /shared/ca.pem "https://$address:8008/primary"
  if on "$database" curl --silent --show-error "http://$address:8008/primary" >> "$out/refused" 2>&1; then
    echo "http://$address:8008/primary" >> "$out/not-refused"
  fi
  if on "$database" curl --silent --show-error --cacert /shared/etcd-ca.pem "https://$address:8008/primary" >> "$out/refused" 2>&1; then
    echo "https://$address:8008/primary with another CA" >> "$out/not-refused"
  fi
  query settings "select * from pg_settings"
  # A Unix socket shows no keepalives; a connection over TCP and TLS does.
  on "$database" PGPASSWORD="$(cat "$mnt/shared/secrets/$(fact "$database" .secrets.application)")" \
    psql --no-psqlrc --no-align --tuples-only --command "select json_agg(s) from pg_settings s where name like 'tcp%'" \
    "host=$address user=application_direct dbname=application sslmode=verify-full sslrootcert=/shared/ca.pem" \
    > "$out/tcp-settings.json"
  query file-errors "select * from pg_file_settings where error is not null"
  query hba "select * from pg_hba_file_rules"
  query roles "select * from pg_roles"
  query databases "select datname, pg_get_userbyid(datdba) as owner, pg_encoding_to_char(encoding) as encoding from pg_database"
  query checksums "select current_setting('data_checksums') as data_checksums, current_setting('server_version') as version"
}

database=${hosts[0]}
sockets=/var/run/postgresql
network
secrets
judge_etcd
judge_patroni
judge_stood_in
judge_postgresql

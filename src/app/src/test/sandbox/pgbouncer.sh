# Starts every PgBouncer process of the poolers and asks each for its settings: OUT/HOST.PROCESS.config.
# shellcheck shell=bash
# shellcheck disable=SC2154 # hosts, mnt and out come from `enter`

# ask CONNECTION COMMAND: as the administrator.
ask() {
  on "$host" PGPASSWORD="$password" psql --no-psqlrc --no-align --tuples-only --command "$2" \
    "user=pgbouncer dbname=pgbouncer port=6432 connect_timeout=5 $1"
}

network
secrets
for host in "${hosts[@]}"; do
  cp "$mnt/$host/usr/lib/systemd/system/pgbouncer.service" "$mnt/$host/etc/systemd/system/pgbouncer@.service"
  for process in $(seq "$(fact "$host" .processes)"); do
    start "$host" "pgbouncer@$process.service"
  done
done
for host in "${hosts[@]}"; do
  address=$(fact "$host" .address)
  password=$(on "$host" cat "/shared/secrets/$(fact "$host" '.secrets["pgbouncer-admin"]')")
  for process in $(seq "$(fact "$host" .processes)"); do
    sockets=$(on "$host" sed --quiet 's/^unix_socket_dir *= *//p' "/etc/pgbouncer/process-$process.ini")
    answers 10 "$host" "pgbouncer@$process.service" ask "host=$sockets" "SHOW VERSION"
    ask "host=$sockets" "SHOW CONFIG" > "$out/$host.$process.config"
  done
  over=" sslmode=verify-full sslrootcert=/shared/ca.pem"
  ask "host=127.0.0.1 sslmode=require" "SHOW VERSION" > "$out/$host.loopback" 2>&1 || true
  ask "host=$address$over" "SHOW VERSION" > "$out/$host.console" 2>&1 || true
  ask "host=$address$over dbname=application" "SELECT 1" > "$out/$host.administrator" 2>&1 || true
  ask "host=$address$over dbname=application user=pgbouncer_auth" "SELECT 1" > "$out/$host.lookup" 2>&1 || true
  ask "host=$address$over dbname=application user=application" "SELECT 1" > "$out/$host.tls" 2>&1 || true
  ask "host=$address sslmode=disable dbname=application user=application" "SELECT 1" > "$out/$host.plain" 2>&1 || true
done

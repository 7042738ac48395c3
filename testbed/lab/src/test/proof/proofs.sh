# The proofs. Each starts from a lab that is up and healthy, which it makes if need be, and leaves one.
# shellcheck shell=bash
# shellcheck disable=SC2154 # folder, work and root come from `run`

up=
# The stack `lab` as it is committed.
lab_is_up() {
  if [[ -z $up ]]; then
    step "deploy and boot the stack lab"
    deploy
    lab up
    connect
    healthy
    up=1
  fi
}

# A stack file of the lab's shape with changes: with SED... writes its folder to $changed.
changed_stack() {
  changed=$(mktemp --directory --tmpdir="$work")
  sed "$@" stacks/lab.yaml > "$changed/lab.yaml"
}

another_lab() {
  lab down --disks > /dev/null
  rm --recursive --force "$folder"
  mkdir "$folder"
  up=
}

prove_first_boot() { # every host ready; one leader, one synchronous standby, three etcd members; both endpoints over TLS
  lab_is_up
  step "first boot"
  local seen host
  for host in $(hosts); do
    [[ $(on "$host" cloud-init status < /dev/null) == 'status: done' ]] || fail "$host: cloud-init did not end well"
    [[ $(on "$host" systemctl is-system-running < /dev/null) == running ]] ||
      fail "$host: a unit failed: $(on "$host" systemctl --failed --plain --no-legend < /dev/null)"
  done
  seen=$(status_of "$(leader)")
  [[ $(jq --compact-output '[.members[].role] | sort' <<< "$seen") == '["leader","sync_standby"]' ]] || fail "members: $seen"
  [[ $(jq '.voters | length' <<< "$seen") == 3 ]] || fail "etcd members: $seen"
  sql pooler 'create table if not exists first_boot (n int)' && sql pooler 'insert into first_boot values (1)' ||
    fail "the application cannot write through the pooler"
  [[ $(sql database 'select count(*) > 0 and not pg_is_in_recovery() from first_boot group by ()') == t ]] ||
    fail "the database endpoint does not lead to the leader"
  ok "both endpoints answer over TLS, verified by the vault's CA"
  local endpoint line
  for endpoint in pooler database; do
    line=$(output "psql_$endpoint" | sed "s|sslrootcert=[^\"]*|sslrootcert=$work/ca.pem|")
    [[ $(echo 'select 1' | eval "ip netns exec $network $line --no-align --tuples-only") == 1 ]] ||
      fail "the output psql_$endpoint does not connect"
    if eval "ip netns exec $network ${line//verify-full/disable} --command 'select 1'" > /dev/null 2>&1; then
      fail "the $endpoint endpoint accepts plain text"
    fi
  done
  ok "the deployment's own psql lines connect; plain text is refused"
  [[ -z $(ip -4 -oneline address | grep '10\.50\.') && -z $(ip route show table all | grep '10\.50\.') ]] ||
    fail "the subnet exists outside of the lab"
  ok "the subnet exists nowhere outside of the lab"
}

prove_verify() { # the quick checks of a verification, as an operator makes them
  lab_is_up
  step "verification"
  "$root/bin/lab" verify --folder "$folder" --quick
}

prove_direct_sessions() { # poolers and direct sessions, both full: neither takes connections of the other; a role of one's own gets a part of the share
  lab_is_up
  step "poolers and direct sessions, both full"
  "$root/bin/lab" verify --folder "$folder" --checks direct-sessions
  step "each role has its endpoint"
  local leader refused created
  leader=$(leader)
  refused=$(role=application sql database 'select 1' 2>&1) && fail "application connects to the database endpoint"
  [[ $refused == *'no pg_hba.conf entry for host'*'user "application"'* ]] || fail "application is refused otherwise: $refused"
  refused=$(role=application_direct sql pooler 'select 1' 2>&1) && fail "application_direct connects through the pooler"
  ok "application is refused at the database endpoint, application_direct at the pooler: ${refused##*FATAL: }"
  created=$(sql database "create table direct (n int); select tableowner || ' ' || current_user || ' ' || session_user from pg_tables where tablename = 'direct'; drop table direct")
  [[ $created == 'application application application_direct' ]] || fail "a direct session created for: $created"
  ok "what a direct session creates belongs to application"
  step "a role of one's own"
  as_superuser "create role etl login password '$PGPASSWORD' in role direct_sessions; grant connect on database application to etl"
  status_of "$leader" > "$work/unlimited" && fail "a direct role without a limit is no problem"
  grep --quiet 'direct sessions of etl have no limit' "$work/unlimited" || fail "status does not name etl: $(jq .problems "$work/unlimited")"
  as_superuser 'alter role etl connection limit 5'
  on "$leader" pgcluster reload-secrets < /dev/null > /dev/null
  [[ $(as_superuser "select rolconnlimit from pg_roles where rolname = 'application_direct'") == 15 ]] || fail "application_direct keeps its limit"
  [[ $(role=etl sql database 'select current_user') == etl ]] || fail "etl cannot connect"
  as_superuser 'drop owned by etl; drop role etl'
  on "$leader" pgcluster reload-secrets < /dev/null > /dev/null
  ok "etl gets 5 of 20 direct sessions, application_direct the other 15"
  step "a pooler's client that leaves its query"
  timeout --signal=KILL 2 ip netns exec "$network" psql --command 'select pg_sleep(60) as left_alone' "$(connection pooler)" > /dev/null 2>&1 || true
  sleep 4
  [[ $(as_superuser "select count(*) from pg_stat_activity where query like '%left_alone%' and pid <> pg_backend_pid()") == 0 ]] ||
    fail "the session runs its query still"
  ok "its session ends within 4 s"
  healthy
}

as_superuser() { on "$(leader)" runuser -u postgres -- psql --no-align --tuples-only --quiet --command "$1" application < /dev/null; }

prove_connecting() { # the psql and Python lines of docs/how-to/connect.md, run where a client stands
  lab_is_up
  step "connecting as docs/how-to/connect.md says"
  local line tried=0
  while read -r line; do
    line=${line//pgpatroni-ca.pem/$work/ca.pem}
    [[ $(eval "client $line --no-psqlrc --no-align --tuples-only --command 'select not pg_is_in_recovery()'" < /dev/null) == t ]] ||
      fail "it does not lead to the leader: $line"
    tried=$((tried + 1))
  done < <(page_blocks sh | grep '^psql ')
  ((tried == 2)) || fail "$tried psql lines in docs/how-to/connect.md instead of one for each endpoint"
  ok "psql reaches the leader by both endpoints"
  /usr/bin/python3 -c 'import psycopg' 2> /dev/null ||
    apt-get install --yes --no-install-recommends python3-psycopg > "$work/psycopg.log" 2>&1 ||
    fail "psycopg cannot be installed: $(tail --lines 3 "$work/psycopg.log")"
  page_blocks python | sed "s|pgpatroni-ca.pem|$work/ca.pem|" > "$work/connecting.py"
  [[ $(client /usr/bin/python3 "$work/connecting.py") == '(False,)' ]] || fail "the Python lines do not reach the leader"
  ok "so does Python"
}

# page_blocks LANGUAGE: what docs/how-to/connect.md has in blocks of that language.
page_blocks() { sed --quiet "/^\`\`\`$1\$/,/^\`\`\`\$/{/^\`\`\`/!p}" docs/how-to/connect.md; }

prove_drills() { # a switchover, a crash, lost and hung hosts and processes: no acknowledged row is lost, writes and logins pause for at most 3 times the target
  lab_is_up
  step "drills"
  lab drill planned-switchover leader-postgres-crashed leader-host-lost zone-1-lost zone-2-lost zone-3-lost \
    leader-postgres-frozen leader-rest-silent pgbouncer-process-frozen standby-postgres-frozen \
    leader-host-lost-store-hung --within 3
  healthy
}

prove_interrupted_drill() { # a drill that is killed with its fault injected: the fault is cleared all the same
  lab_is_up
  step "a drill killed in the middle"
  local host drill
  host=$(standby)
  setsid "$root/bin/lab" drill standby-postgres-frozen --folder "$folder" > "$work/drill.log" 2>&1 &
  drill=$!
  local _
  for _ in {1..120}; do
    [[ -z $(stopped "$host") ]] || break
    sleep 0.5
  done
  [[ -n $(stopped "$host") ]] || fail "the fault was not injected: $(cat "$work/drill.log")"
  kill -KILL -- "-$drill"
  ok "killed while PostgreSQL of $host was frozen"
  for _ in {1..60}; do
    [[ -n $(stopped "$host") ]] || break
    sleep 0.5
  done
  [[ -z $(stopped "$host") ]] || fail "PostgreSQL of $host is still frozen"
  healthy
}

# Stopped processes of PostgreSQL on a host.
stopped() { on "$1" ps -C postgres -o state=,pid= < /dev/null | grep '^T'; }

# as_postgres HOST SQL [DATABASE]: as the superuser on a host.
as_postgres() {
  on "$1" runuser --user postgres -- psql --no-psqlrc --no-align --tuples-only --quiet --host=/run/postgresql \
    --set=ON_ERROR_STOP=1 --command "$2" "${3:-postgres}" < /dev/null
}

prove_standby_away() { # the standby away, under load, for longer than Patroni keeps an absent member's slot: back without a clone
  lab_is_up
  local standby leader marker=/pgdata/16/main/not-cloned seconds=${AWAY_SECONDS:-90} started=$SECONDS
  standby=$(standby) leader=$(leader)
  step "$standby away for $seconds s; absent members' slots are kept for 30 s"
  on "$leader" patronictl -c /etc/patroni/conf.d edit-config --quiet --force --set member_slots_ttl=30s < /dev/null
  # A clone starts from an empty folder. A power loss takes what is not on the disk.
  on "$standby" sh -c "touch '$marker' && sync '$marker' '${marker%/*}'" < /dev/null
  lab power-loss "$standby"
  write_rows pooler
  while ((SECONDS - started < seconds)); do
    # 15 MB of WAL a second: more than wal_keep_size, less than max_slot_wal_keep_size.
    as_postgres "$leader" "select count(pg_logical_emit_message(false, 'away', repeat('x', 1000000))) from generate_series(1, 15)" > /dev/null
    sleep 1
  done
  ok "$(as_postgres "$leader" "select slot_name || ' holds ' || pg_size_pretty(pg_current_wal_lsn() - restart_lsn) || ', ' || wal_status from pg_replication_slots where slot_type = 'physical'")"
  stop_writers pooler
  lab start "$standby" > "$work/start.log" || fail "$standby did not come back: $(tail --lines 3 "$work/start.log")"
  healthy 300
  on "$standby" test -e "$marker" < /dev/null || fail "$standby was cloned"
  ok "$standby streams again, on its old data"
  on "$standby" rm "$marker" < /dev/null
  on "$(leader)" pgcluster configure --yes < /dev/null > "$work/configure.log" || fail "$(cat "$work/configure.log")"
}

prove_logical_slot() { # a logical slot through a switchover and a lost leader host: its consumer misses no row
  another_lab
  step "the stack lab with a logical slot"
  changed_stack -e 's/^postgresql:/&\n  logicalSlots:\n    - { name: proof, database: application, plugin: pgoutput }/'
  deploy "$changed"
  lab up
  connect
  healthy
  sql database 'create table proof_pooler (n bigint primary key)' || fail "no table could be made"
  as_postgres "$(leader)" 'create publication proof for table proof_pooler' application || fail "no publication could be made"
  : > "$work/consumed"
  consume &
  local consumer=$! lost
  write_rows pooler
  sleep 5
  step "switchover"
  on "$(leader)" pgcluster switchover --yes < /dev/null
  sleep 10
  # The old leader is cloned; its slot can be read once the consumer's position has passed the clone.
  healthy 300
  step "the leader's host lost"
  lost=$(leader)
  lab power-loss "$lost"
  sleep 45
  lab start "$lost" > "$work/start.log"
  healthy 300
  stop_writers pooler
  sleep 10
  kill "$consumer"
  wait "$consumer" || true
  sort --unique "$work/consumed" > "$work/received"
  sql database 'select n from proof_pooler' | sort > "$work/rows"
  lost=$(comm -13 "$work/received" "$work/rows" | wc --lines)
  ok "$(wc --lines < "$work/rows") rows stored, $(wc --lines < "$work/consumed") changes received, $lost rows missed"
  ((lost == 0)) || fail "the consumer misses rows"
}

# Consumes the slot `proof` on the leader: what was written down is confirmed only then.
consume() {
  local host changes
  while true; do
    host=$(leader) || continue
    changes=$(as_postgres "$host" "select max(lsn) || ' ' || string_agg(encode(data, 'hex'), ' ')
      from pg_logical_slot_peek_binary_changes('proof', null, 1000, 'proto_version', '1', 'publication_names', 'proof')" \
      application 2>> "$work/consumer.errors") || continue
    if [[ -n $changes ]]; then
      # A row's key: 't', its length, and 13 digits, which are milliseconds since 1970.
      grep --only-matching --extended-regexp '740000000d(3[0-9]){13}' <<< "$changes" | cut --characters 11- |
        sed 's/3\(.\)/\1/g' >> "$work/consumed"
      as_postgres "$host" "select pg_replication_slot_advance('proof', '${changes%% *}')" application \
        > /dev/null 2>> "$work/consumer.errors"
    fi
    sleep 0.5
  done
}

prove_second_boot() { # every host restarted, one by one: healthy again with nothing done by hand
  lab_is_up
  step "second boot, one by one"
  local host
  for host in $(hosts); do
    lab restart "$host" > "$work/restart.log" || fail "$host did not come back: $(tail --lines 3 "$work/restart.log")"
    ok "$host is ready again"
    healthy
  done
}

prove_second_boot_at_once() { # the power of all hosts cut at the same time: healthy again, with what was written
  lab_is_up
  step "second boot, all at once after a power cut"
  sql pooler 'create table if not exists at_once (n int)' && sql pooler 'insert into at_once values (1)' || fail "nothing could be written"
  local rows
  rows=$(sql pooler 'select count(*) from at_once')
  lab down > /dev/null
  nothing_left
  lab up > "$work/up.log" || fail "not every host came back: $(tail --lines 3 "$work/up.log")"
  healthy
  connect
  [[ $(sql pooler 'select count(*) from at_once') == "$rows" ]] || fail "rows are gone"
  ok "$rows rows were written before, and are there"
}

prove_interrupted() { # up and down stopped by Ctrl-C at many moments: run again, the one leaves nothing and the other all
  lab_is_up
  step "interrupted"
  sql pooler 'create table if not exists interrupted (n int)' && sql pooler 'insert into interrupted values (1)' || fail "nothing could be written"
  local seconds
  for seconds in 0.5 1 1.5 2 2.5 3; do interrupt "$seconds" down; done
  lab down > /dev/null
  nothing_left
  for seconds in 1 1.5 2 2.5 3 4 6 10; do interrupt "$seconds" up; done
  lab up > "$work/up.log" || fail "not every host came up: $(tail --lines 3 "$work/up.log")"
  connect
  healthy
  [[ $(sql pooler 'select count(*) > 0 from interrupted') == t ]] || fail "rows are gone"
}

# interrupt SECONDS COMMAND: what Ctrl-C does that long after its start, to all that runs in its terminal.
interrupt() {
  local status=0
  env --default-signal=INT timeout --signal INT "$1" "$root/bin/lab" "$2" --folder "$folder" > "$work/interrupted.log" 2>&1 || status=$?
  ((status == 124 || status == 0)) || fail "$2 failed before its $1 s: $(tail --lines 3 "$work/interrupted.log")"
  ok "$2 stopped after $1 s$( ((status)) || echo ' was done')"
}

prove_replaced_host() { # a database VM replaced by Terraform rejoins by itself; its disks kept
  lab_is_up
  step "a database host replaced, its disks kept"
  local host
  host=$(standby)
  replace "$host"
  [[ -n $(on "$host" sh -c 'journalctl -u etcd | grep "a new machine in the place of a voter"' < /dev/null) ]] ||
    fail "$host did not detect that it replaces an etcd member"
  [[ -z $(on "$host" sh -c 'ls -d /pgdata/*/main.* 2> /dev/null || true' < /dev/null) ]] || fail "data was set aside"
  ok "$host goes on with the data on its disks"
}

# replace HOST [RESOURCE...]: with these resources in addition to its VM.
replace() {
  local host=$1 resource options=("-replace=azurerm_linux_virtual_machine.$1")
  shift
  for resource in "$@"; do options+=("-replace=$resource"); done
  terraform_lab apply -auto-approve "${options[@]}"
  lab up > "$work/up.log" || fail "$host did not boot: $(tail --lines 3 "$work/up.log")"
  healthy
  [[ $(role_of "$host") == sync_standby ]] || fail "$host is $(role_of "$host")"
}

prove_replaced_host_and_disks() { # the same with both disks lost
  lab_is_up
  step "a database host replaced, its disks lost"
  local host json=$folder/cdktf.out/stacks/lab/cdk.tf.json
  host=$(standby)
  # Terraform protects disks; a lost one is not there to be protected.
  jq '.resource.azurerm_managed_disk[] |= del(.lifecycle)' "$json" > "$work/unprotected" && cp "$work/unprotected" "$json"
  replace "$host" "azurerm_managed_disk.$host-data" "azurerm_managed_disk.$host-wal"
  ok "$host was cloned onto new disks"
}

prove_lost_etcd_member() { # an etcd member without its data is refused, and added again by the documented command
  lab_is_up
  step "a lost etcd member"
  on pglab-witness sh -c 'systemctl stop etcd && rm -r /var/lib/etcd/azure-patroni' < /dev/null
  lab restart pglab-witness > "$work/restart.log" 2>&1 && fail "the witness came back without its data"
  grep --only-matching 'pglab-witness has lost its etcd data.*pgcluster replace-voter pglab-witness' "$work/restart.log" |
    tail --lines 1 || fail "the line that says what to do is missing: $(cat "$work/restart.log")"
  on "$(leader)" pgcluster replace-voter pglab-witness < /dev/null
  on pglab-witness systemctl start azure-patroni.target < /dev/null
  healthy
}

prove_changed_setting() { # a changed setting rolled out the documented way, standby first, with the write gap
  lab_is_up
  step "a changed setting on running hosts"
  ssh_access
  changed_stack -e "$ssh_allowed" -e 's/maxConnections: 200/maxConnections: 180/'
  deploy "$changed"
  sleep 3
  write_rows pooler
  sleep 2
  local hash
  hash=$(cd "$folder/cdktf.out/stacks/lab/hosts" && LC_ALL=C && sha256sum -- *.yaml | sha256sum | cut -c1-64)
  client bin/rollout lab --reviewed "${hash//[0-9a-f]/0}" --output "$folder/cdktf.out" > "$work/rollout.log" 2>&1 &&
    fail "files that were not reviewed were rolled out"
  client bin/rollout lab --reviewed "$hash" --output "$folder/cdktf.out" --ssh-option="-F$work/ssh-config" > "$work/rollout.log" 2>&1 ||
    fail "the rollout failed: $(tail --lines 5 "$work/rollout.log")"
  grep '^== ' "$work/rollout.log"
  on "$(leader)" pgcluster restart --pending --yes < /dev/null
  stop_writers pooler
  [[ $(sql database 'show max_connections') == 180 ]] || fail "max_connections is $(sql database 'show max_connections')"
  healthy
}

# The lab's hosts are reached from its client only; no rule of the stack allows SSH.
ssh_allowed='s|^  subnet: .*|&\n  adminCidrs: ["10.50.0.0/24"]|'
ssh_access() {
  (umask 077 && secret pglab-ssh-private-key > "$work/ssh-key")
  printf 'Host *\n  IdentityFile %s\n  StrictHostKeyChecking no\n  UserKnownHostsFile /dev/null\n  LogLevel ERROR\n' "$work/ssh-key" > "$work/ssh-config"
}

prove_resized() { # larger system disks by bin/deploy --host-by-host: never two etcd members, database hosts or poolers off at once; writes go on
  lab_is_up
  step "a change that deallocates every host"
  local copy=$work/copy digest stopped
  ssh_access
  changed_stack -e "$ssh_allowed"
  deploy "$changed"
  .ci/copy-checkout "$copy" > "$work/copy.log" 2>&1 || fail "the checkout cannot be copied: see $work/copy.log"
  sed -e "$ssh_allowed" -e 's/^  vmSize: .*/&\n  osDiskGb: 128/' \
    -e 's/witness: { zone: "2" }/witness: { zone: "2", osDiskGb: 64 }/' stacks/lab.yaml > "$copy/stacks/lab.yaml"
  deploy_reviewed 4 00000000000000000000000000000000
  digest=$(sed --quiet 's/.*bin\/deploy lab --reviewed //p' "$work/reviewed.log")
  deploy_reviewed 5 "$digest"
  grep '^  \|^deploy: ' "$work/reviewed.log"
  [[ -z $(restarts) ]] || fail "a refused plan restarted hosts: $(restarts)"
  # Azure restarts a host within the apply; here the lab does it once the inventory says so.
  (until [[ -e $work/follow.stop ]]; do lab up >> "$work/follow.log" 2>&1 || true; sleep 0.5; done) &
  local follower=$!
  (until [[ -e $work/follow.stop ]]; do hosts_off >> "$work/off.log"; sleep 0.3; done) &
  local watcher=$!
  write_rows pooler
  sleep 2
  # The first run gives up while the first host boots; the second goes on.
  deploy_reviewed 1 "$digest" --host-by-host DEPLOY_HEALTHY_SECONDS=1
  deploy_reviewed 0 "$digest" --host-by-host
  touch "$work/follow.stop"
  wait "$follower" "$watcher"
  stop_writers pooler
  grep '^== \|^   healthy\|hands over\|^deploy: ' "$work/reviewed.log"
  stopped=$(sort "$work/off.log" | uniq --count)
  ok "closed ports of etcd or PgBouncer, by number of looks at them:"
  sed 's/^/   /' <<< "$stopped"
  ! grep --quiet ' .* ' "$work/off.log" || fail "two hosts were down at once"
  [[ $(restarts | wc --lines) == 5 ]] || fail "not every host was restarted once: $(restarts)"
  healthy
}

# deploy_reviewed STATUS DIGEST [OPTION] [VARIABLE=VALUE]: bin/deploy in the copy, where a client stands.
deploy_reviewed() {
  local expected=$1 digest=$2 option=${3:-} setting=${4:-NONE=} status=0
  local words=(bin/deploy lab --reviewed "$digest")
  [[ -z $option ]] || words+=("$option" "--ssh-option=-F$work/ssh-config")
  client bash -c 'cd "$1" && shift && env "$@"' - "$copy" "$setting" bin/emulator --folder "$folder" -- "${words[@]}" \
    > "$work/reviewed.log" 2>&1 < /dev/null || status=$?
  ((status == expected)) || fail "bin/deploy ended with $status instead of $expected: $(tail --lines 5 "$work/reviewed.log")"
}

# restarts: the hosts that an apply has restarted, a line each.
restarts() { grep --files-with-matches '"restarts" : ' "$folder"/inventory/azurerm_linux_virtual_machine/*.json || true; }

# hosts_off: the hosts whose own port of etcd or PgBouncer is closed, in one line; nothing if all are open.
hosts_off() {
  local host address off=()
  while read -r host address; do
    ip netns exec "$(namespace)-$host" timeout 1 bash -c "</dev/tcp/$address/$([[ $host == *-pgb-* ]] && echo 6432 || echo 2379)" 2> /dev/null ||
      off+=("$host")
  done < <(jq --raw-output '.outputs.hosts.value | to_entries[] | "\(.key) \(.value)"' "$folder/terraform.lab.tfstate")
  ((${#off[@]} == 0)) || echo " ${off[*]}"
}

prove_renewed_certificates() { # all certificates end within minutes and are renewed by a deployment: no client notices, etcd and replication connect again
  lab_is_up
  step "certificates renewed before they end"
  local host ends cert
  short_certificates 300
  fetch_certificates
  for host in $(hosts); do
    { status_of "$host" || true; } | grep --quiet "certificate $host\(-etcd\)\?-tls ([a-z0-9-]*) ends in 0 days: deploy the stack to renew it" ||
      fail "pgcluster status on $host does not say that its certificate ends"
  done
  ends=$(date --date "$(served_end "$(leader)")" +%s)
  ok "PostgreSQL shows a certificate that ends in $((ends - $(date +%s))) s; pgcluster status says so on every host"
  write_rows pooler
  write_rows database
  sleep 5
  deploy
  fetch_certificates
  for host in $(databases); do
    (($(date --date "$(served_end "$host")" +%s) > ends + 86400)) || fail "$host still shows the certificate that ends"
  done
  ((ends > $(date +%s))) || fail "the certificates ended before they were renewed: start earlier"
  while (($(date +%s) <= ends + 5)); do sleep 1; done
  ok "the first certificates have ended"
  sql_superuser 'select pg_terminate_backend(pid) from pg_stat_replication' > /dev/null
  # Closes the connections of its peers and of its clients.
  on pglab-witness systemctl restart etcd < /dev/null
  sleep 5
  stop_writers pooler database
  no_errors pooler database
  fetch_certificates 'nothing changed'
  healthy
}

prove_changed_ca() { # the CA replaced in three deployments, two CAs trusted meanwhile: no client notices
  lab_is_up
  step "another certificate authority"
  local host versions folder ca
  write_rows pooler
  write_rows database
  for versions in '1, 2' '2, 1' '2'; do
    changed_stack -e "s/rolePropagationSeconds: 1/&, caVersions: [$versions]/"
    grep --quiet caVersions "$changed/lab.yaml" || fail "stacks/lab.yaml has no place for caVersions"
    deploy "$changed"
    if [[ $versions == '2, 1' ]]; then
      fetch_certificates 'the certificate of the new CA is used when all hosts had a day'
      for host in $(hosts); do on "$host" sh -c "touch --date '2 days ago' /run/azure-patroni/secrets/*/ca.pem" < /dev/null; done
    fi
    fetch_certificates
    ok "$versions: $(for host in $(hosts); do issuer_of "$host"; done | sort | uniq --count | tr --squeeze-repeats ' \n' ' ')"
    # As an application does that fetches the CA again.
    secret pglab-ca-certificate > "$work/ca.new" && mv "$work/ca.new" "$work/ca.pem"
    [[ $(grep --count BEGIN "$work/ca.pem") == "$(wc --words <<< "$versions")" ]] || fail "the vault's CA is not of $versions"
    secret pglab-etcd-ca-certificate > "$work/etcd.pem"
    for host in $(hosts); do
      for folder in $(on "$host" ls /run/azure-patroni/secrets < /dev/null); do
        on "$host" cat "/run/azure-patroni/secrets/$folder/ca.pem" < /dev/null | sort --unique | grep --invert-match CERTIFICATE > "$work/trusted"
        [[ $folder == etcd || $folder == patroni ]] && ca=$work/etcd.pem || ca=$work/ca.pem
        diff --brief <(sort --unique "$ca" | grep --invert-match CERTIFICATE) "$work/trusted" > /dev/null || fail "$host does not trust the CAs of $versions for $folder"
      done
    done
  done
  for host in $(hosts); do ! issuer_of "$host" | grep --invert-match --quiet ' 2$' || fail "$host: $(issuer_of "$host")"; done
  sql_superuser 'select pg_terminate_backend(pid) from pg_stat_replication' > /dev/null
  on pglab-witness systemctl restart etcd < /dev/null
  sleep 5
  stop_writers pooler database
  no_errors pooler database
  healthy
}

# fetch_certificates [TEXT]: runs what the timer of each host runs, one host after the other; TEXT is in its last run's journal.
fetch_certificates() {
  local host
  for host in $(hosts); do
    on "$host" systemctl start azure-patroni-certificates < /dev/null ||
      fail "$host did not fetch its certificates: $(on "$host" journalctl --unit azure-patroni-certificates --no-pager --lines 5 < /dev/null)"
    [[ -z ${1:-} ]] || on "$host" sh -c 'journalctl --no-pager --output cat _SYSTEMD_INVOCATION_ID="$(systemctl show --property InvocationID --value azure-patroni-certificates)"' \
      < /dev/null | grep --fixed-strings --quiet "$1" || fail "$host did not say: $1"
  done
}

# short_certificates SECONDS: a deployment after which the vault's certificates end that soon.
short_certificates() {
  local override=$folder/cdktf.out/stacks/lab/hour_override.tf.json
  jq '{resource: {tls_locally_signed_cert: (.resource.tls_locally_signed_cert | map_values({validity_period_hours: 1, early_renewal_hours: 0}))}}' \
    "$(dirname "$override")/cdk.tf.json" > "$override"
  "$root/bin/emulator" --folder "$folder" --certificate-age "PT$((3600 - $1))S" -- \
    terraform -chdir="$folder/cdktf.out/stacks/lab" apply -auto-approve > "$work/terraform.log" 2>&1 || fail "terraform apply failed: see $work/terraform.log"
  rm "$override"
}

# The end of the certificate that PostgreSQL of a host shows.
served_end() { served "$1" | openssl x509 -noout -enddate | cut --delimiter '=' --fields 2; }
served() {
  local address
  address=$(jq --raw-output --arg host "$1" '.outputs.hosts.value[$host]' "$folder/terraform.lab.tfstate")
  ip netns exec "$network" openssl s_client -starttls postgres -connect "${address%%:*}:5432" < /dev/null 2> /dev/null
}
issuer_of() { on "$1" sh -c 'for file in /run/azure-patroni/secrets/*/tls.crt; do openssl x509 -noout -issuer -in $file; done' < /dev/null | sort --unique | sed 's/.*CN *= *//'; }
sql_superuser() { on "$(leader)" sudo -u postgres psql --no-psqlrc --no-align --tuples-only --command "$1" < /dev/null; }
no_errors() {
  local endpoint
  for endpoint in "$@"; do
    [[ ! -s $work/$endpoint.errors ]] || fail "clients of the $endpoint endpoint saw: $(sort "$work/$endpoint.errors" | uniq --count | head --lines 5)"
  done
  ok "no client had an error"
}

prove_boots_that_must_fail() { # no role on the vault, no disk, no mirror: one line says it, and nothing is half done
  lab_is_up
  step "boots that must fail"
  local host
  host=$(standby)
  lab power-off "$host"
  hide azurerm_virtual_machine_data_disk_attachment "dataDisks/$host-wal"
  must_fail "$host" "no wal disk (LUN 1) within 120 s: attach it at this LUN"
  [[ $(on "$host" systemctl is-active patroni < /dev/null || true) == inactive ]] || fail "Patroni was started all the same"
  show
  lab power-off "$host"
  lab start "$host" > "$work/start.log" || fail "$host did not come back"
  healthy
  host=pglab-pgb-1
  hide azurerm_role_assignment "secrets/$host-tls"
  on "$host" timeout 90 systemctl reload azure-patroni-secrets < /dev/null 2> "$work/reload" && fail "secrets were read without the role"
  on "$host" journalctl -u azure-patroni-secrets --no-pager --lines 3 < /dev/null |
    grep --only-matching "secret $host-tls in .*HTTP 403: give the host's identity the role 'Key Vault Secrets User' on it.*" ||
    fail "the line that says what to do is missing"
  show
  on "$host" systemctl reload azure-patroni-secrets < /dev/null
  healthy
}

prove_boot_without_mirror() { # a new host that reaches no mirror says so in one line, and becomes ready once it does
  lab_is_up
  step "a boot without a mirror"
  local host=pglab-pgb-2
  terraform_lab apply -auto-approve "-replace=azurerm_linux_virtual_machine.$host" "-target=azurerm_linux_virtual_machine.$host"
  # Only now: the VM depends on the gateway, which Terraform would put back.
  hide azurerm_subnet_nat_gateway_association subnets/db
  lab up > "$work/up.log" 2>&1 && fail "$host became ready without a mirror"
  grep --only-matching "$host *packages failed.*check the NAT gateway and the mirrors in the stack file" "$work/up.log" ||
    fail "the line that says what to do is missing: $(tail --lines 5 "$work/up.log")"
  [[ -z $(on "$host" sh -c 'command -v pgbouncer || true' < /dev/null) ]] || fail "half of the packages are there"
  show
  lab up > "$work/up.log" || fail "$host did not come up by itself: $(tail --lines 3 "$work/up.log")"
  healthy
}

prove_outside_gone() { # all hosts restarted while the metadata service, the vault and the mirror are gone: they serve, and fetch their secrets again later
  lab_is_up
  step "everything outside of the cluster is gone"
  local host service rows started pids=()
  sql pooler 'create table if not exists outside (n int)' && sql pooler 'insert into outside values (1)' || fail "nothing could be written"
  rows=$(sql pooler 'select count(*) from outside')
  for host in $(hosts); do
    on "$host" test -s /var/lib/azure-patroni/secrets.sealed < /dev/null || fail "$host has no copy of its secrets"
    for service in metadata vault mirror; do lab fault inject cut "$host" --peer "$service"; done
  done
  for host in $(hosts); do lab power-loss "$host"; done
  started=$SECONDS
  for host in $(hosts); do
    lab start "$host" > "$work/start-$host.log" 2>&1 &
    pids+=($!)
  done
  for service in "${pids[@]}"; do wait "$service" || fail "a host is not ready: $(tail --quiet --lines 2 "$work"/start-*.log)"; done
  until sql pooler 'insert into outside values (2)' 2> "$work/outside.errors"; do
    ((SECONDS - started < 300)) || fail "no write: $(cat "$work/outside.errors")"
    sleep 1
  done
  ok "writes go on $((SECONDS - started)) s after the power came back"
  [[ $(sql pooler 'select count(*) from outside') == $((rows + 1)) ]] || fail "rows are gone"
  for host in $(hosts); do
    { status_of "$host" || true; } > "$work/outside.json"
    jq --exit-status '.secrets.from == "copy" and any(.problems[]; startswith("this host runs with its own copy of the secrets, of "))' \
      "$work/outside.json" > /dev/null || fail "$host does not say that it uses its copy: $(jq --compact-output .problems "$work/outside.json")"
    on "$host" journalctl --boot --unit azure-patroni-secrets --priority warning --no-pager < /dev/null |
      grep --quiet "the vault is not available .*this host's copy of .* is used" || fail "$host logged no warning"
  done
  ok "every host says that it uses its copy, and of when: $(jq --raw-output '.problems[] | select(startswith("this host runs"))' "$work/outside.json")"
  lab fault clear cut
  started=$SECONDS
  for host in $(hosts); do
    until [[ $({ status_of "$host" || true; } | jq --raw-output .secrets.from) == vault ]]; do
      ((SECONDS - started < 180)) || fail "$host does not fetch its secrets: $(on "$host" journalctl --unit azure-patroni-secrets-refresh --no-pager --lines 3 < /dev/null)"
      sleep 1
    done
  done
  healthy
  ok "every host has fetched its secrets $((SECONDS - started)) s after all was back"
}

prove_late() { # a host whose disks, or whose role on the vault, come late continues by itself within 30 s, without another boot
  lab_is_up
  local host seconds=${LATE_SECONDS:-60} boot start
  step "a disk that is attached late, after the secrets"
  host=$(standby)
  lab power-off "$host"
  hide azurerm_virtual_machine_data_disk_attachment "dataDisks/$host-wal"
  must_fail "$host" "no wal disk (LUN 1) within 120 s: attach it at this LUN"
  boot=$(on "$host" cat /proc/sys/kernel/random/boot_id < /dev/null)
  [[ $(on "$host" systemctl is-active azure-patroni-secrets < /dev/null) == active ]] || fail "$host has no secrets before its disks"
  sleep "$seconds"
  { status_of "$host" || true; } | jq --raw-output '.problems[0]' | grep 'boot step disks is .* since .*: attach it at this LUN' ||
    fail "status does not say what $host waits for: $({ status_of "$host" || true; } | jq --compact-output .problems)"
  show
  # The first one may come between two attempts of the step, and take that for the end.
  lab up > "$work/up.log" 2>&1 || lab up > "$work/up.log" || fail "$host did not continue: $(tail --lines 3 "$work/up.log")"
  [[ $(on "$host" cat /proc/sys/kernel/random/boot_id < /dev/null) == "$boot" ]] || fail "$host was booted again"
  seconds=$(($(until_of "$host" disks) - $(on "$host" stat --format %Z /dev/disk/azure/data/by-lun/1 < /dev/null)))
  ok "$host mounted it $seconds s after it was attached, in the same boot"
  ((seconds <= 30)) || fail "that took longer than 30 s"
  healthy
  step "a role that comes late, on a host without a copy of its secrets"
  host=pglab-pgb-1
  on "$host" rm /var/lib/azure-patroni/secrets.sealed < /dev/null
  lab power-off "$host"
  hide azurerm_role_assignment "secrets/$host-tls"
  lab start "$host" > "$work/start.log" 2>&1 &
  start=$!
  seconds=$SECONDS
  until on "$host" grep --quiet "give the host's identity the role" /run/azure-patroni/status.json < /dev/null 2> /dev/null; do
    ((SECONDS - seconds < 180)) || fail "$host does not say that it waits for its role: $(tail --lines 3 "$work/start.log")"
    sleep 1
  done
  sleep "${LATE_SECONDS:-60}"
  seconds=$(date +%s)
  show
  wait "$start" || fail "$host did not continue: $(tail --lines 3 "$work/start.log")"
  seconds=$(($(until_of "$host" secrets) - seconds))
  ok "$host had its secrets $seconds s after it got its role"
  ((seconds <= 30)) || fail "that took longer than 30 s"
  on "$host" test -s /var/lib/azure-patroni/secrets.sealed < /dev/null || fail "$host has no copy of its secrets again"
  healthy
}

# until_of HOST STEP: when a boot step ended, in seconds since 1970.
until_of() { date --date "$(on "$1" cat /run/azure-patroni/status.json < /dev/null | jq --raw-output --arg step "$2" '.steps[] | select(.name == $step) | .until')" +%s; }

prove_another_identity() { # a policy gives a VM a second identity: the host still gets its secrets, and status says so
  lab_is_up
  step "a second identity on a VM"
  local host=pglab-pgb-1 machine other
  machine=$(grep --files-with-matches --recursive "virtualMachines/$host\"" "$folder/inventory/azurerm_linux_virtual_machine" | head --lines 1)
  other=$(grep --no-filename --only-matching --recursive '[^"]*userAssignedIdentities/pglab-witness' "$folder/inventory/azurerm_user_assigned_identity" | head --lines 1)
  [[ -n $machine && -n $other ]] || fail "the inventory has no VM $host, or no identity pglab-witness"
  cp "$machine" "$work/machine"
  jq --arg id "$other" 'walk(if type == "object" and has("identity_ids") then .identity_ids += [$id] else . end)' "$work/machine" > "$work/machine.new"
  mv "$work/machine.new" "$machine"
  on "$host" systemctl reload azure-patroni-secrets < /dev/null || fail "$host gets no secrets: $(on "$host" journalctl -u azure-patroni-secrets --no-pager --lines 3 < /dev/null)"
  on "$host" pgcluster status < /dev/null > "$work/status" || fail "status is not healthy: $(cat "$work/status")"
  grep 'the VM has other managed identities' "$work/status" || fail "status does not report the second identity"
  mv "$work/machine" "$machine"
  healthy
}

prove_package_lock() { # another program holds dpkg's lock when a new host installs its packages, and one installs meanwhile: both wait, both succeed
  lab_is_up
  step "dpkg's lock, both ways round"
  local host=pglab-pgb-2 up holder started=$SECONDS
  terraform_lab apply -auto-approve "-replace=azurerm_linux_virtual_machine.$host" "-target=azurerm_linux_virtual_machine.$host"
  lab up > "$work/up.log" 2>&1 &
  up=$!
  # The old machine answers until it is gone.
  until on "$host" sh -c 'test -d /run/systemd/system && ! command -v pgbouncer' < /dev/null > /dev/null 2>&1; do
    ((SECONDS - started < 120)) || fail "the new $host does not answer"
    sleep 0.2
  done
  on "$host" python3 -c 'import fcntl, time; file = open("/var/lib/dpkg/lock-frontend", "w"); fcntl.lockf(file, fcntl.LOCK_EX); time.sleep(90)' < /dev/null &
  holder=$!
  said "$host" 'waiting for another program that installs packages'
  ok "$host waits while another program holds dpkg's lock"
  wait "$holder"
  # What the monitoring agent's installer runs, once, without waiting for the lock.
  said "$host" 'installing .*pgbouncer'
  on "$host" env DEBIAN_FRONTEND=noninteractive apt-get install -y rsyslog < /dev/null > "$work/installer.log" 2>&1 ||
    fail "another installation failed: $(tail --lines 3 "$work/installer.log")"
  ok "the other installation waited, too"
  wait "$up" || fail "$host did not come up: $(tail --lines 3 "$work/up.log")"
  healthy
}

# said HOST PATTERN: waits until the status of a host's boot says so.
said() {
  local started=$SECONDS
  until on "$1" grep --quiet "$2" /run/azure-patroni/status.json < /dev/null 2> /dev/null; do
    ((SECONDS - started < 180)) || fail "$1 does not say: $2: $(on "$1" cat /run/azure-patroni/status.json < /dev/null)"
    sleep 0.2
  done
}

# hide TYPE END: takes what refers to something that ends so out of what is deployed; show puts it back.
hide() {
  hidden=$(grep --files-with-matches --recursive --fixed-strings "$2\"" "$folder/inventory/$1" | head --lines 1) || true
  [[ -n $hidden ]] || fail "nothing of $1 refers to $2"
  mv "$hidden" "$work/hidden"
}
show() { mv "$work/hidden" "$hidden"; }

must_fail() {
  local host=$1 line=$2
  lab start "$host" > "$work/start.log" 2>&1 && fail "$host became ready"
  grep --fixed-strings --quiet "$line" "$work/start.log" || fail "the start does not say: $line: $(cat "$work/start.log")"
  # It ends with an error of its own, as it should.
  { on "$host" cloud-init status --long < /dev/null || true; } | grep --fixed-strings "$line" || fail "cloud-init does not say: $line"
  grep --fixed-strings --quiet "$line" "$folder/lab/hosts/$host/console.log" || fail "the console does not say: $line"
}

prove_faults() { # every fault of processes, links, disks and zones, twice, and cleared, twice
  lab_is_up
  local host other
  host=$(standby) other=$(leader)
  step "faults of processes"
  twice lab fault inject freeze "$host" --process patroni
  [[ $(on "$host" sh -c 'ps -o state= -C patroni' < /dev/null | cut --characters 1 | sort --unique) == T ]] || fail "Patroni is not frozen"
  twice lab fault clear freeze "$host"
  lab fault inject kill "$other" --process postgres
  sleep 3
  healthy
  step "faults of links"
  twice lab fault inject cut "$host" --peer pglab-witness
  on "$host" timeout 2 bash -c '</dev/tcp/10.50.1.9/2379' < /dev/null 2> /dev/null && fail "the link is not cut"
  twice lab fault clear cut "$host"
  on "$host" timeout 2 bash -c '</dev/tcp/10.50.1.9/2379' < /dev/null || fail "the link is not healed"
  twice lab fault inject cut "$host" --in
  twice lab fault clear cut "$host"
  healthy
  step "faults of disks"
  host=$(standby)
  twice lab fault inject fill "$host" --lun 1
  [[ $(free_kib "$host") -lt 64 ]] || fail "the disk has $(free_kib "$host") KiB left"
  twice lab fault clear fill "$host"
  [[ $(free_kib "$host") -gt 1000000 ]] || fail "the disk is still full"
  twice lab fault inject slow "$host" --lun 1 --iops 20
  local slow fast
  slow=$(write_millis "$host")
  twice lab fault clear
  fast=$(write_millis "$host")
  ok "60 direct writes: $slow ms with 20 a second, $fast ms without a bound"
  ((slow > 2000 && fast < slow / 2)) || fail "the disk does not get slow, or stays slow"
  healthy
  step "a zone lost and returned"
  write_rows pooler
  sleep 2
  twice lab lose-zone 3
  sleep 45
  twice lab return-zone 3 > "$work/zone.log"
  stop_writers pooler
  healthy
}

twice() { "$@" && "$@"; }
free_kib() { on "$1" df --output=avail /pgwal < /dev/null | tail --lines 1; }
write_millis() {
  on "$1" bash -c 'start=$(date +%s%3N)
    dd if=/dev/zero of=/pgwal/slow bs=4k count=60 oflag=direct 2> /dev/null
    echo $(($(date +%s%3N) - start)); rm /pgwal/slow' < /dev/null
}

prove_three_nodes() { # three database nodes, an etcd member each, in three zones
  another_lab
  step "three database nodes"
  changed_stack -e 's/^zones: .*/zones: ["1", "3", "2"]/' -e 's/^  nodes: 2$/  nodes: 3/;0,/nodes: 3/!s/^  nodes: 3$/  nodes: 2/' \
    -e 's/tieBreaker: witness/tieBreaker: none/' -e '/^  witness: /d'
  deploy "$changed"
  lab up
  connect
  healthy
  local seen
  seen=$(status_of "$(leader)")
  [[ $(jq --compact-output '[.members[].role] | sort' <<< "$seen") == '["leader","quorum_standby","quorum_standby"]' ]] ||
    fail "members: $(jq --compact-output .members <<< "$seen")"
  sql pooler 'create table three (n int)' || fail "the application cannot write"
  another_lab
}

prove_two_zone() { # the original's layout: the third etcd member on the second pooler; losing its zone loses quorum
  another_lab
  step "the original's two-zone layout"
  changed_stack -e 's/tieBreaker: witness/tieBreaker: pooler/' -e '/^  witness: /d'
  deploy "$changed"
  lab up
  connect
  healthy
  [[ $(status_of "$(leader)" | jq --compact-output '[.voters[].name] | sort') == '["pglab-1","pglab-2","pglab-pgb-2"]' ]] ||
    fail "the second pooler is no etcd member"
  step "losing the zone with two etcd members loses quorum"
  lab drill zone-3-lost | tee "$work/fatal.log"
  grep --quiet 'no recovery in' "$work/fatal.log" || fail "writes went on without two of three votes"
  healthy
  another_lab
}

prove_external_pooler() { # a pooler in another stack and subnet serves the cluster, and follows its leader
  another_lab
  step "a pooler in another team's stack"
  changed_stack -e 's/^  maxClientConnections: 1000/&\n  external: { shop-pgb-1: 10.50.2.4 }/'
  deploy "$changed"
  local classes=src/app/target/azure-patroni-app.jar program=$root/testbed/lab/src/test/proof/ExternalPooler.java
  "$root/bin/emulator" --folder "$folder" -- npx cdktf deploy shop --auto-approve \
    --app "java -cp $classes $program $changed/lab.yaml" > "$work/shop.log" 2>&1 || fail "the deployment failed: see $work/shop.log"
  lab up
  connect
  healthy
  local url="host=10.50.2.4 port=6432 dbname=application user=application sslmode=verify-full sslrootcert=$work/ca.pem" old
  external() { PGCONNECT_TIMEOUT=3 ip netns exec "$network" psql --no-psqlrc --no-align --tuples-only --quiet --command "$1" "$url"; }
  external 'create table external (n int)' && external 'insert into external values (1)' || fail "the application cannot write"
  [[ $(sql database 'select n from external') == 1 ]] || fail "the row is not in the cluster"
  ok "the application writes through 10.50.2.4, over TLS verified by the vault's CA"
  old=$(leader)
  on "$old" pgcluster switchover --yes < /dev/null
  healthy
  [[ $(leader) != "$old" ]] || fail "$old leads still"
  external 'insert into external values (2)' || fail "the application cannot write after the switchover"
  on shop-pgb-1 grep --quiet "host=$(on "$(leader)" hostname --all-ip-addresses < /dev/null | tr --delete ' \n') " \
    /run/azure-patroni/databases.ini < /dev/null || fail "it does not connect to the leader's own address"
  ok "it follows the leader to $(leader)"
  another_lab
}

prove_steady_hour() { # an hour of commits at 80 % of the CPU or more (STEADY_SECONDS): no standby dropped, no change of the leader
  lab_is_up
  local seconds=${STEADY_SECONDS:-3600} leader before busy idle sessions=8 one pids=()
  leader=$(leader)
  sql pooler 'create table steady (id int primary key, n bigint not null)' &&
    sql pooler 'insert into steady select g, 0 from generate_series(1, 10000) g' || fail "no table could be made"
  before=$(replication_of "$leader")
  [[ $before == *' sync' ]] || fail "no synchronous standby: $before"
  step "$sessions sessions that compute and commit, for $seconds s"
  read -r _ busy idle <<< "$(cpu_times)"
  for ((one = 0; one < sessions; one++)); do
    sql pooler "do \$\$ begin
      while clock_timestamp() < '$(date --utc --iso-8601=seconds)'::timestamptz + interval '$seconds s' loop
        update steady set n = n + (select count(*) from generate_series(1, 3000) g where g % 7 = 0)
          where id = 1 + floor(random() * 1250)::int * 8 + $one;
        commit;
      end loop; end \$\$" 2>> "$work/steady.errors" &
    pids+=($!)
  done
  for one in "${pids[@]}"; do
    wait "$one" || fail "a session ended: $(tail --lines 1 "$work/steady.errors")"
  done
  read -r busy <<< "$(cpu_times | awk -v busy="$busy" -v idle="$idle" '{ b = $2 - busy; i = $3 - idle; printf "%.0f", 100 * b / (b + i) }')"
  [[ $(leader) == "$leader" ]] || fail "$leader does not lead any more"
  [[ $(replication_of "$leader") == "$before" ]] || fail "the standby was dropped: before $before, now $(replication_of "$leader")"
  ((busy >= 80)) || fail "the CPU was busy for $busy % only: raise the number of sessions"
  ok "$(sql pooler 'select (sum(n) / 428)::bigint from steady') commits in $seconds s, CPU busy for $busy %; leader, replication connection and synchronous standby are the same"
}

# The connection of the standby, with the time at which it began.
replication_of() {
  on "$1" runuser --user postgres -- psql --no-psqlrc --no-align --tuples-only --field-separator ' ' \
    --command "select application_name, pid, backend_start, sync_state from pg_stat_replication" < /dev/null
}

# Jiffies of the machine: busy and idle.
cpu_times() { awk '/^cpu / { print "cpu", $2 + $3 + $4 + $7 + $8 + $9, $5 + $6 }' /proc/stat; }

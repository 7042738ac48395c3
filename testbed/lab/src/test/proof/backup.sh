# The proofs of backup and restore. Each starts from a lab that is up and healthy, which it makes if need be, and leaves one.
# shellcheck shell=bash
# shellcheck disable=SC2154 # folder, work and root come from `run`

# backups: what the leader knows about the repository, as JSON.
backups() { on "$(leader)" pgcluster backups --json < /dev/null; }

# backed_up [SECONDS]: waits until the first full backup is there.
backed_up() {
  local started=$SECONDS seen=
  until seen=$(backups 2>&1) && [[ $(jq '.backups | length' <<< "$seen") -gt 0 ]]; do
    ((SECONDS - started < ${1:-300})) || fail "no backup after ${1:-300} s: $seen"
    sleep 2
  done
  ok "backups: $(jq --raw-output '[.backups[] | "\(.label)"] | join(", ")' <<< "$seen")"
}

# archived: waits until everything that was written before is in the archive.
archived() {
  local segment started=$SECONDS
  segment=$(sql_superuser "select pg_walfile_name(pg_logical_emit_message(false, 'proof', 'x'))")
  sql_superuser 'select pg_switch_wal()' > /dev/null
  until [[ ! $(sql_superuser 'select last_archived_wal from pg_stat_archiver') < $segment ]]; do
    ((SECONDS - started < 60)) || fail "segment $segment is not archived after 60 s: $(backups)"
    sleep 0.2
  done
}

# rows: what is in the table of the proof.
rows() { sql pooler 'select coalesce(string_agg(n::text, $$ $$ order by n), $$none$$) from restored'; }

# Times have a resolution of microseconds; a client's clock is not the server's, so the server says the time.
now_at_server() { sql pooler "select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"; }

prove_backup() { # the first full backup, a row that can be found in the archive, and a restore test on the standby
  lab_is_up
  step "backup"
  backed_up
  "$root/bin/lab" verify --folder "$folder" --checks backup > "$work/verify" || fail "$(cat "$work/verify")"
  ok "a segment that is closed now is in the backup store: $(grep --only-matching 'segment in the backup store after.*' "$work/verify" | head --lines 1)"
  on "$(standby)" pgcluster restore --test < /dev/null || fail "the restore test failed"
  local tested
  tested=$(backups | jq --compact-output .restoreTest)
  [[ $(jq .ok <<< "$tested") == true ]] || fail "the leader does not know of the restore test: $tested"
  ok "restore test: $(jq --raw-output '"RPO \(.rpo_seconds) s, RTO \(.rto_seconds) s"' <<< "$tested")"
  healthy
}

prove_point_in_time() { # a table dropped by mistake is back, with exactly the rows of before; again to another time; undone; finished
  lab_is_up
  step "point in time"
  backed_up
  sql pooler 'drop table if exists restored; create table restored (n int primary key)'
  local n host between=()
  for n in 1 2 3 4 5 6; do
    sql pooler "insert into restored values ($n)" || fail "row $n could not be written"
    sleep 1
    between[n]=$(now_at_server)
    sleep 1
  done
  sql pooler 'drop table restored'
  on "$(leader)" pgcluster restore --at "${between[4]}" --dry-run < /dev/null
  restore_to "${between[4]}"
  [[ $(rows) == '1 2 3 4' ]] || fail "rows after the restore to between 4 and 5: $(rows)"
  ok "the table is back, with the rows of ${between[4]}: $(rows)"
  healthy 300
  restore_to "${between[2]}"
  [[ $(rows) == '1 2' ]] || fail "rows after the second restore, to between 2 and 3: $(rows)"
  ok "a second restore, to ${between[2]}: $(rows)"
  healthy 300
  on "$(leader)" pgcluster restore --undo --yes < /dev/null || fail "the restore was not undone"
  healthy 300
  [[ $(rows) == '1 2 3 4' ]] || fail "rows after the undo of the second restore: $(rows)"
  ok "the second one undone: $(rows)"
  sql pooler 'insert into restored values (7)' || fail "the cluster takes no writes after the undo"
  on "$(leader)" pgcluster restore --finish --yes < /dev/null || fail "the restore was not finished"
  for host in $(databases); do
    [[ -z $(on "$host" sh -c 'ls -d /pgdata/*/main.* /pgwal/*/main.* 2> /dev/null || true' < /dev/null) ]] ||
      fail "$host: data is still set aside"
  done
  ok "what was set aside is deleted"
  archived
  healthy
}

# restore_to TIME
restore_to() {
  local started=$SECONDS
  on "$(leader)" pgcluster restore --at "$1" --yes < /dev/null || fail "the restore to $1 failed"
  ok "restored after $((SECONDS - started)) s"
}

prove_lost_databases() { # both database hosts and the witness replaced, all disks lost: everything that was archived is back from the store alone
  lab_is_up
  step "every database host lost with its disks"
  backed_up
  sql pooler 'drop table if exists restored; create table restored (n int primary key)'
  sql pooler 'insert into restored select generate_series(1, 100)'
  archived
  local host json=$folder/cdktf.out/stacks/lab/cdk.tf.json options=() started upping
  jq '.resource.azurerm_managed_disk[] |= del(.lifecycle)' "$json" > "$work/unprotected" && cp "$work/unprotected" "$json"
  for host in $(databases); do
    options+=("-replace=azurerm_linux_virtual_machine.$host" "-replace=azurerm_managed_disk.$host-data" "-replace=azurerm_managed_disk.$host-wal")
  done
  terraform_lab apply -auto-approve "${options[@]}" -replace=azurerm_linux_virtual_machine.pglab-witness
  started=$SECONDS
  lab up > "$work/up.log" 2>&1 &
  upping=$!
  host=$(databases | head --lines 1)
  until on "$host" journalctl --boot --no-pager < /dev/null 2> /dev/null | grep --quiet 'the backup store holds backups of this cluster'; do
    ((SECONDS - started < 400)) || fail "$host does not wait for a restore: $(tail --lines 5 "$work/up.log")"
    sleep 2
  done
  ok "$host makes no empty cluster, and says how to restore"
  on "$host" pgcluster restore --at latest --yes < /dev/null || fail "the restore failed"
  wait "$upping" || fail "the hosts are not ready: $(tail --lines 5 "$work/up.log")"
  healthy 300
  [[ $(sql pooler 'select count(*) from restored') == 100 ]] || fail "rows are lost: $(sql pooler 'select count(*) from restored')"
  ok "100 of 100 rows are back, $((SECONDS - started)) s after the hosts were switched on"
}

prove_store_hangs() { # a switchover and lost leaders while the store hangs or is gone: writes pause as without it
  lab_is_up
  step "failovers without the store"
  backed_up
  lab drill planned-switchover-store-hung leader-host-lost-store-hung leader-host-lost-store-gone --within 3
  healthy
}

prove_unarchived() { # a leader lost with 20 segments that the store has not got: the new leader archives them, and there is no hole
  lab_is_up
  step "a leader lost with 20 segments not archived"
  backed_up
  local lost n target started seen holes
  sql pooler 'drop table if exists restored; create table restored (n int primary key)'
  lost=$(leader)
  holes=$(backups | jq --compact-output '[.holes[].first]')
  lab blob hang
  for n in {1..20}; do
    sql pooler "insert into restored values ($n)" || fail "row $n could not be written"
    sql_superuser 'select pg_switch_wal()' > /dev/null
    [[ $n != 10 ]] || { sleep 1; target=$(now_at_server); sleep 1; }
  done
  lab power-loss "$lost"
  started=$SECONDS
  lab blob heal
  until [[ -n $(leader) && $(leader) != "$lost" ]]; do
    ((SECONDS - started < 90)) || fail "no other host leads after 90 s"
    sleep 1
  done
  until seen=$(backups 2> /dev/null) && [[ $(jq --argjson holes "$holes" '.waiting.files == 0 and .problem == null and [.holes[].first] - $holes == []' <<< "$seen") == true ]]; do
    ((SECONDS - started < 180)) || fail "the archive is not complete after 180 s: $seen"
    sleep 1
  done
  ok "the archive is complete $((SECONDS - started)) s after the loss"
  lab up > "$work/up.log" || fail "$lost did not boot: $(tail --lines 3 "$work/up.log")"
  healthy
  restore_to "$target"
  [[ $(rows) == '1 2 3 4 5 6 7 8 9 10' ]] || fail "rows after the restore into that window: $(rows)"
  ok "a restore into that window: $(rows)"
  healthy 300
  on "$(leader)" pgcluster restore --finish --yes < /dev/null > /dev/null
}

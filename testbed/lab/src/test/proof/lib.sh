# What the proofs share: a lab of a stack, questions to it, and a client that remembers what was acknowledged.
# shellcheck shell=bash

step() { printf '== %s\n' "$*"; }
ok() { printf '   %s\n' "$*"; }
fail() {
  printf 'FAILED: %s\n' "$*" >&2
  exit 1
}

lab() { "$root/bin/lab" "$@" --folder "$folder"; }
# Commands whose last words are another program's.
on() { "$root/bin/lab" shell --folder "$folder" "$@"; }
client() { "$root/bin/lab" client --folder "$folder" "$@"; }
secret() { "$root/bin/lab" secret --folder "$folder" "$1"; }

# deploy [STACKS]: the stack `lab`, of the given folder of stack files.
deploy() {
  local stacks=${1:-stacks}
  "$root/bin/emulator" --folder "$folder" -- npx cdktf deploy lab --app "./bin/synth $stacks" --auto-approve \
    > "$work/deploy.log" 2>&1 || fail "the deployment failed: see $work/deploy.log"
}

# terraform_lab ARGUMENT...: Terraform over what was deployed last.
terraform_lab() {
  "$root/bin/emulator" --folder "$folder" -- terraform -chdir="$folder/cdktf.out/stacks/lab" "$@" > "$work/terraform.log" 2>&1 ||
    fail "terraform $1 failed: see $work/terraform.log"
}

output() { jq --raw-output ".outputs.$1.value" "$folder/terraform.lab.tfstate"; }
hosts() { jq --raw-output '.outputs.hosts.value | keys[]' "$folder/terraform.lab.tfstate"; }
databases() { hosts | grep --extended-regexp '^pglab-[0-9]+$'; }

# A lab that is up, with the CA and the application's password at hand.
connect() {
  secret pglab-ca-certificate > "$work/ca.pem"
  PGPASSWORD=$(secret pglab-application-password)
  export PGPASSWORD
  # Read once: a deployment writes the state while clients connect.
  pooler_endpoint=$(output pooler_endpoint)
  database_endpoint=$(output database_endpoint)
  network=$(ip netns list | cut --delimiter ' ' --fields 1 | grep --extended-regexp "^$(namespace)-client$")
}

# The lab's own part of every name, as `lab` makes it from its folder.
namespace() { printf 'azure-patroni-%s' "$(printf %s "$folder/lab" | sha256sum | cut -c 1-6)"; }

# sql pooler|database SQL: as the application, or as $role if that is set, over TLS with the vault's CA.
sql() {
  PGCONNECT_TIMEOUT=3 ip netns exec "$network" psql --no-psqlrc --no-align --tuples-only --quiet --command "$2" "$(connection "$1")"
}

connection() {
  local endpoint=$1_endpoint user=application
  [[ $1 == pooler ]] || user=application_direct
  endpoint=${!endpoint}
  echo "host=${endpoint%:*} port=${endpoint#*:} dbname=application user=${role:-$user} sslmode=verify-full sslrootcert=$work/ca.pem"
}

# pgcluster NAME: what a database host says of the cluster, as JSON.
status_of() { on "$1" pgcluster status --json < /dev/null; }
role_of() { status_of "$1" 2> /dev/null | jq --raw-output --arg name "$1" '.members[] | select(.name == $name) | .role'; }

leader() {
  local host
  for host in $(databases); do
    if [[ $(role_of "$host") == leader ]]; then
      echo "$host"
      return
    fi
  done
  return 1
}

standby() { comm -23 <(databases | sort) <(leader); }

# healthy [SECONDS]: waits until every host is ready and every database host finds nothing wrong.
healthy() {
  local host started=$SECONDS said=
  for host in $(databases); do
    until said=$(status_of "$host" 2>&1); do
      ((SECONDS - started < ${1:-180})) || fail "not healthy after ${1:-180} s: $host says: $(jq --compact-output .problems <<< "$said" 2> /dev/null || echo "$said")"
      sleep 1
    done
  done
  lab status > "$work/status" || fail "not every host is ready: $(cat "$work/status")"
  ok "healthy: $(jq --raw-output '[.members[] | "\(.name) \(.role) \(.state)"] | join(", ")' <<< "$said")"
}

# The writer: a row a time through an endpoint; what was acknowledged is remembered with its time in milliseconds.
write_rows() {
  sql "$1" "create table if not exists proof_$1 (n bigint primary key)" || fail "no table could be made"
  (
    n=$(date +%s%3N)
    while [[ ! -e $work/stop ]]; do
      n=$((n + 1))
      if sql "$1" "insert into proof_$1 values ($n)" 2>> "$work/$1.errors"; then
        echo "$n $(date +%s%3N)" >> "$work/$1.acknowledged"
      fi
    done
  ) &
  writers+=($!)
}

# stop_writers ENDPOINT...: says the longest pause, and compares every acknowledged row with those that are stored.
stop_writers() {
  local endpoint lost rows
  touch "$work/stop"
  wait "${writers[@]}"
  writers=()
  for endpoint in "$@"; do
    sql "$endpoint" "select n from proof_$endpoint order by n" > "$work/$endpoint.stored" || fail "the rows cannot be read"
    rows=$(wc --lines < "$work/$endpoint.acknowledged")
    lost=$(comm -23 <(cut --delimiter ' ' --fields 1 "$work/$endpoint.acknowledged" | sort) <(sort "$work/$endpoint.stored") | wc --lines)
    ok "$endpoint endpoint: write gap $(awk 'NR > 1 && $2 - last > most { most = $2 - last } { last = $2 } END { printf "%.1f s", most / 1000 }' \
      "$work/$endpoint.acknowledged"), $rows rows acknowledged, $lost of them lost"
    ((rows > 0 && lost == 0)) || fail "acknowledged rows are lost"
    rm "$work/$endpoint.acknowledged"
  done
  rm "$work/stop"
}

# Nothing of the lab is on this machine any more.
nothing_left() {
  local name
  name=$(namespace)
  [[ -z $(ip netns list | grep "$name") ]] || fail "namespaces are left: $(ip netns list)"
  [[ -z $(losetup --list --noheadings --output BACK-FILE | grep "$folder/") ]] || fail "loop devices are left: $(losetup --list)"
  ! grep --no-messages "$folder/" /proc/*/mounts || fail "mounts are left"
  [[ -z $(find /sys/fs/cgroup -maxdepth 3 -name "$name" 2> /dev/null) ]] || fail "control groups are left"
  ! pgrep --full --list-full "systemd-nspawn.*$folder|lab.jar serve --folder $folder" || fail "processes are left"
  ok "no process, mount, namespace, control group or loop device is left"
}

# What the scripts of the tests have in common; `enter` reads it.
# shellcheck shell=bash
# shellcheck disable=SC2154 # hosts, mnt and out come from `enter`

# on HOST COMMAND...: runs a command on a host, as its root.
on() {
  local host=$1 enter=()
  shift
  [[ ! -v networks[$host] ]] || enter=(nsenter --net="/proc/${networks[$host]}/ns/net")
  "${enter[@]}" chroot "$mnt/$host" /usr/bin/env --ignore-environment \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin LANG=C.UTF-8 SANDBOX_HOST="$host" "$@"
}

# as USER HOST COMMAND...
as() {
  local user=$1 host=$2
  shift 2
  on "$host" setpriv --reuid "$user" --regid "$user" --init-groups -- "$@"
}

# fact HOST FILTER: what a host's host.json says.
fact() {
  on "$1" jq --raw-output "$2" /etc/azure-patroni/host.json
}

# eventually SECONDS COMMAND...: until it succeeds, or fails for good.
eventually() {
  local end=$((SECONDS + $1))
  shift
  until "$@" > /dev/null 2>&1; do
    if ((SECONDS >= end)); then
      echo "never succeeded: $*" >&2
      exit 1
    fi
    sleep 0.2
  done
}

# A network of its own for every host, as in a subnet of Azure; the process that holds it, by host.
declare -A networks

# outside COMMAND...: where the hosts' network, the metadata service and the vault are.
outside() {
  chroot "$mnt/${hosts[0]}" "$@"
}

network() {
  local host address
  outside ip link set lo up
  outside ip link add subnet type bridge
  outside ip link set subnet up
  outside ip address add 169.254.169.254/32 dev subnet
  for host in "${hosts[@]}"; do
    address=$(fact "$host" .address)
    unshare --net sleep infinity &
    eventually 5 left_our_network $!
    networks[$host]=$!
    outside ip link add "at$!" type veth peer name eth0 netns $!
    outside ip link set "at$!" master subnet up
    outside ip route add "$address/32" dev subnet
    on "$host" ip link set lo up
    on "$host" ip link set eth0 up
    on "$host" ip address add "$address/24" dev eth0
    on "$host" ip route add 169.254.169.254/32 dev eth0
  done
}

left_our_network() {
  [[ $(readlink "/proc/$1/ns/net") != "$(readlink /proc/self/ns/net)" ]]
}

# Gives every host its secrets, by its own program from a vault of the test's.
secrets() {
  local host url
  mkdir "$mnt/shared/hosts"
  for host in "${hosts[@]}"; do
    cp "$mnt/$host/etc/azure-patroni/host.json" "$mnt/shared/hosts/$host.json"
  done
  on "${hosts[0]}" python3 /shared/vault.py fill
  outside python3 /shared/vault.py serve > "$out/vault.log" 2>&1 &
  eventually 10 outside curl --silent http://169.254.169.254/
  for host in "${hosts[@]}"; do
    url=$(fact "$host" .vault)
    echo "169.254.169.254 ${url#https://}" >> "$mnt/$host/etc/hosts"
    tmpfiles "$host"
    on "$host" SSL_CERT_FILE=/shared/ca.pem timeout 20 /usr/lib/azure-patroni/agent secrets \
      > "$out/$host.secrets.log" 2>&1 || failed "$host.secrets" secrets
  done
}

# What systemd makes early in a boot.
tmpfiles() {
  local file
  for file in "$mnt/$1"/{etc,usr/lib}/tmpfiles.d/{azure-patroni,postgresql-common}*.conf; do
    [[ ! -e $file ]] || on "$1" systemd-tmpfiles --create "${file#"$mnt/$1"}" 2>&1
  done
}

# start HOST UNIT: runs a unit's commands as systemd would; its log is OUT/HOST.UNIT.log.
declare -A services
start() {
  on "$1" python3 /shared/unit.py "$2" > "$out/$1.$2.log" 2>&1 &
  services[$1.$2]=$!
}

# answers SECONDS HOST UNIT COMMAND...: waits until a command on a running service succeeds.
answers() {
  local service=$2.$3 end=$((SECONDS + $1))
  shift 3
  until "$@" > /dev/null 2>&1; do
    if ((SECONDS >= end)) || ! kill -0 "${services[$service]}" 2> /dev/null; then
      failed "$service" "$*"
    fi
    sleep 0.2
  done
}

# failed LOG COMMAND: ends the test, and shows why.
failed() {
  echo "$1 failed (${*:2}):" >&2
  tail --lines 40 "$out/$1.log" >&2
  exit 1
}

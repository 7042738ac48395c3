# Each program reads the files that are its own; OUT/HOST.JUDGE holds what it has against them.
# shellcheck shell=bash
# shellcheck disable=SC2154 # hosts, mnt and out come from `enter`

rendered() {
  # shellcheck disable=SC2016 # the inner shell's
  on "$1" bash -c 'cd / && compgen -G "$1" || true' - "$2"
}

cloud_init() {
  on "$1" cloud-init schema --config-file /judged/user-data > "$out/cloud-init.$1" 2>&1 ||
    cat "$out/cloud-init.$1"
  # It only warns of a key it does not know.
  grep --ignore-case --extended-regexp 'warning|deprecat|error' "$out/cloud-init.$1"
  on "$1" python3 /shared/final_modules.py
}

systemd() {
  local units=() unit
  # As the packages step does at every boot.
  if [[ -d $mnt/$1/etc/systemd/system/pgbouncer@.service.d ]]; then
    cp "$mnt/$1/usr/lib/systemd/system/pgbouncer.service" "$mnt/$1/etc/systemd/system/pgbouncer@.service"
  fi
  while read -r unit; do
    unit=$(basename "${unit%.d}")
    # A folder for all units of this beginning.
    [[ $unit != azure-patroni-.service ]] || continue
    [[ $unit == azure-patroni-* || $unit == *.target ]] || unit=${unit/@./@1.}
    units+=("$unit")
  done < <(grep --only-matching --extended-regexp '^/etc/systemd/system/[^/]+\.(service|timer|target|path|socket|mount)(\.d)?' \
    "$mnt/$1/judged/paths" | sort --unique)
  ((${#units[@]})) || return 0
  on "$1" systemd-analyze verify --man=no --recursive-errors=yes "${units[@]}" || echo "ended with $?"
}

# Exposure of every service of ours, and of the programs that ours configure: 5.0 of 10 at most. A unit that cannot be
# confined is named with its reason by the test.
confined() {
  local unit
  for unit in $(on "$1" sed --quiet --regexp-extended \
    's!^/etc/systemd/system/((azure-patroni-[^/]+[^-]|patroni|etcd|pgbouncer@)\.service)(\.d/.*)?$!\1!p' /judged/paths | sort --unique); do
    on "$1" systemd-analyze security --offline=yes --threshold=50 --no-pager "${unit/@./@1.}" > "$out/exposure.$1.$unit" 2>&1 ||
      echo "$unit"
  done
}

# unknown HOST FILES PROGRAM SECTION: keys that a program of systemd does not have in its table.
unknown() {
  local file key
  for file in $(rendered "$1" "$2"); do
    for key in $(on "$1" sed --quiet 's/^\([A-Za-z]*\)=.*/\1/p' "$file"); do
      on "$1" grep --quiet --text --fixed-strings "$4.$key" "/usr/lib/systemd/$3" || echo "$file: $key"
    done
  done
}

keys() {
  unknown "$1" '/etc/systemd/journald.conf.d/*.conf' systemd-journald Journal
  unknown "$1" '/etc/systemd/logind.conf.d/*.conf' systemd-logind Login
}

tmpfiles_d() {
  local file
  for file in $(rendered "$1" '/etc/tmpfiles.d/*.conf'); do
    on "$1" systemd-tmpfiles --create "$file" || echo "ended with $?"
  done
}

udev() {
  local file
  for file in $(rendered "$1" '/etc/udev/rules.d/*.rules'); do
    on "$1" udevadm verify --no-summary "$file" || echo "ended with $?"
  done
}

modules() {
  on "$1" modprobe --showconfig > /dev/null
}

json() {
  local file
  while read -r file; do
    on "$1" jq empty "$file"
  done < <(grep '\.json$' "$mnt/$1/judged/paths")
}

perls() {
  local file
  for file in $(rendered "$1" '/etc/needrestart/conf.d/*.conf'); do
    # shellcheck disable=SC2016 # perl's
    on "$1" perl -we 'our %nrconf; do $ARGV[0]; print $@' "$file"
  done
}

# Packages that a host installs and the root does not have.
installed() {
  local package
  for package in $(on "$1" jq --raw-output '.debianPackages[]' /etc/azure-patroni/host.json); do
    on "$1" dpkg-query --show "$package" > /dev/null
  done
}

apt() {
  on "$1" apt-config dump > /dev/null
  on "$1" apt-cache policy > /dev/null
  # The root has versions that the stacks allow.
  on "$1" apt-cache policy etcd-server patroni pgbouncer | grep --before-context 2 'Candidate: (none)'
}

chrony() {
  on "$1" chronyd -p > "$out/chrony.$1" || echo "ended with $?"
}

# Every command that the hosts run reads the file before it needs anything else; there is no store here.
pgbackrest() {
  local command
  # Without backups it is empty.
  [[ -s $mnt/$1/etc/pgbackrest/pgbackrest.conf ]] || return 0
  for command in backup info stanza-create expire restore "archive-push pg_wal/000000010000000000000001" \
    "archive-get 000000010000000000000001 pg_wal/there"; do
    # shellcheck disable=SC2086 # a command and its parameters
    as postgres "$1" env PGBACKREST_REPO1_CIPHER_PASS=x timeout 20 pgbackrest --stanza=main --log-level-stderr=warn \
      --io-timeout=1 $command 2>&1
    # Its errors 31 to 39 are of options.
  done | grep --extended-regexp 'WARN: .*(option|configuration)|ERROR: \[03[0-9]\]'
}

shells() {
  local file
  for file in $(on "$1" xargs --arg-file /judged/paths grep --files-with-matches --max-count 1 \
    --extended-regexp '^#!.*\b(ba|da)?sh\b' 2> /dev/null); do
    on "$1" shellcheck --external-sources --source-path /repository "$file" || echo "ended with $?"
  done
}

pythons() {
  local files
  files=$(on "$1" bash -c 'grep "\.py$" /judged/paths
    xargs --arg-file /judged/paths grep --files-with-matches --max-count 1 "^#!.*python"' | sort --unique)
  [[ -n $files ]] || return 0
  # shellcheck disable=SC2086 # no path of a host has a blank
  on "$1" pyflakes3 $files
  # shellcheck disable=SC2086
  on "$1" python3 -W error -m py_compile $files
}

judge() {
  local program
  for program in cloud_init systemd confined keys tmpfiles_d udev modules apt chrony pgbackrest json shells pythons perls installed; do
    "$program" "$1" > "$out/$1.$program" 2>&1 || true
  done
}

for host in "${hosts[@]}"; do
  while (($(jobs -pr | wc -l) >= $(nproc))); do wait -n || true; done
  judge "$host" &
done
wait

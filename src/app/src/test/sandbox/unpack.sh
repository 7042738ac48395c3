# Each host gets its files as at a first boot: with a loss of power, whole, again, with cut user data, and without an answer.
# shellcheck shell=bash
# shellcheck disable=SC2154 # hosts, mnt and out come from `enter`

readonly pending=var/lib/azure-patroni/files.sha256 program=usr/bin/pgcluster

# boot HOST STEP NAME: a step's output in OUT/HOST.NAME; each has a network of its own.
boot() {
  on "$1" unshare --net env PYTHONDONTWRITEBYTECODE=1 python3 /shared/unpack.py "$2" > "$out/$1.$3"
}

first_boots() {
  local host=$1 status=0
  boot "$host" write written
  boot "$host" die died || status=$?
  echo "exit status $status" >> "$out/$host.died"
  boot "$host" serves unpacked
  boot "$host" list files
  [[ ! -e $mnt/$host/$pending ]] || echo "it would be unpacked again" >> "$out/$host.unpacked"

  echo newer > "$mnt/$host/$program"
  boot "$host" silent rebooted
  cat "$mnt/$host/$program" >> "$out/$host.rebooted"

  boot "$host" write written
  rm "$mnt/$host/$program"
  boot "$host" cut cut
  boot "$host" silent silent
  [[ ! -e $mnt/$host/$program ]] || echo "a file of it is there" >> "$out/$host.cut"
  boot "$host" serves repaired
  boot "$host" list again
}

started=()
for host in "${hosts[@]}"; do
  first_boots "$host" &
  started+=($!)
done
for one in "${started[@]}"; do wait "$one"; done

# Each host writes its custom data as at a first boot: with a loss of power, whole, again, and with a cut archive.
# shellcheck shell=bash
# shellcheck disable=SC2154 # hosts, mnt and out come from `enter`

readonly archive=var/lib/azure-patroni/files.tar.bz2 program=usr/bin/pgcluster

# boot HOST STEP NAME: a step's output in OUT/HOST.NAME.
boot() {
  on "$1" PYTHONDONTWRITEBYTECODE=1 python3 /shared/unpack.py "$2" > "$out/$1.$3"
}

first_boots() {
  local host=$1 status=0
  boot "$host" write written
  boot "$host" die died || status=$?
  echo "exit status $status" >> "$out/$host.died"
  boot "$host" unpack unpacked
  boot "$host" list files
  [[ ! -e $mnt/$host/$archive ]] || echo "the archive is still there" >> "$out/$host.unpacked"

  echo newer > "$mnt/$host/$program"
  boot "$host" unpack rebooted
  cat "$mnt/$host/$program" >> "$out/$host.rebooted"

  boot "$host" write written
  truncate --size 20000 "$mnt/$host/$archive"
  rm "$mnt/$host/$program"
  boot "$host" unpack cut
  [[ ! -e $mnt/$host/$program ]] || echo "a file of it is there" >> "$out/$host.cut"
  boot "$host" write written
  boot "$host" unpack repaired
  boot "$host" list again
}

started=()
for host in "${hosts[@]}"; do
  first_boots "$host" &
  started+=($!)
done
for one in "${started[@]}"; do wait "$one"; done

# Tests, types and style of the host agent's package, by the hosts' own Python: OUT/pytest, OUT/mypy and OUT/flake8.
# shellcheck shell=bash
# shellcheck disable=SC2154 # hosts and out come from `enter`

# check NAME COMMAND...: its output, and its exit status as the last line.
check() {
  local name=$1 status=0
  shift
  on "${hosts[0]}" PYTHONDONTWRITEBYTECODE=1 bash -c 'cd /src/hostagent && exec "$@"' - "$@" > "$out/$name" 2>&1 || status=$?
  echo "exit status $status" >> "$out/$name"
}

# Servers of the tests listen on 127.0.0.1.
on "${hosts[0]}" ip link set lo up
check mypy python3 -m mypy --cache-dir /dev/null &
check flake8 python3 -m flake8 azure_patroni tests &
check pytest python3 -m pytest -p no:cacheprovider --cov --cov-report term-missing
wait

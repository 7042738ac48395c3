# Tests, types and style of the host agent, and types and style of the operators' programs, by the hosts' own Python:
# OUT/hostagent-pytest, OUT/hostagent-mypy, OUT/hostagent-flake8, OUT/operations-mypy and OUT/operations-flake8.
# shellcheck shell=bash
# shellcheck disable=SC2154 # hosts and out come from `enter`

# check PACKAGE TOOL [ARGUMENT...]: its output, and its exit status as the last line.
check() {
  local package=$1 name=$1-$2 status=0
  shift
  on "${hosts[0]}" PYTHONDONTWRITEBYTECODE=1 bash -c 'cd "/src/$1" && shift && exec python3 -m "$@"' - "$package" "$@" \
    > "$out/$name" 2>&1 || status=$?
  echo "exit status $status" >> "$out/$name"
}

# Servers of the tests listen on 127.0.0.1.
on "${hosts[0]}" ip link set lo up
check hostagent mypy --cache-dir /dev/null &
check hostagent flake8 azure_patroni tests &
check operations mypy --cache-dir /dev/null &
check operations flake8 operations tests &
check hostagent pytest -p no:cacheprovider --cov --cov-report term-missing
wait

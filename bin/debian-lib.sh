# shellcheck shell=bash
# Sourced by programs that create a Debian 13 root with mmdebstrap. They define `cannot`, which prints the reason in one line
# and exits.

# Exits unless this container may create namespaces.
need_namespaces() {
  unshare --mount --net --pid --fork true 2> /dev/null ||
    cannot "this container may not create namespaces; start it with CAP_SYS_ADMIN (docker: --privileged)"
}

# Installs what is missing of PROGRAM=PACKAGE...
need_programs() {
  local pair missing=()
  for pair; do
    command -v "${pair%%=*}" > /dev/null || missing+=("${pair#*=}")
  done
  ((${#missing[@]})) || return 0
  command -v apt-get > /dev/null || cannot "apt-get is missing; install ${missing[*]}"
  # Outside Debian, mmdebstrap lacks the keys of Debian's archive.
  [[ " ${missing[*]} " != *" mmdebstrap "* ]] || missing+=(debian-archive-keyring)
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "${missing[@]}"; } >&2 ||
    cannot "${missing[*]} is missing and apt-get could not install it; install ${missing[*]}"
}

# Prints the machine's mirror of an archive, debian or debian-security. Outside Debian it prints nothing, and mmdebstrap
# uses its default.
debian_mirror() {
  # shellcheck source=/dev/null
  [[ $(. /etc/os-release && echo "$ID") == debian ]] || return 0
  # shellcheck disable=SC2016 # apt's variable
  apt-get indextargets --format '$(REPO_URI)' | grep -m 1 -E "/$1/?\$" || true
}

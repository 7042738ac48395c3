# shellcheck shell=bash
# Sourced by what makes a Debian 13 root with mmdebstrap. Who sources it defines `cannot`, which says
# in one line why something cannot be done, and ends.

# Whether this container may do what making and entering a root takes.
need_namespaces() {
  unshare --mount --net --pid --fork true 2> /dev/null ||
    cannot "this container may make no namespaces; start it with CAP_SYS_ADMIN (docker: --privileged)"
}

# Installs what is missing of PROGRAM=PACKAGE...
need_programs() {
  local pair missing=()
  for pair; do
    command -v "${pair%%=*}" > /dev/null || missing+=("${pair#*=}")
  done
  ((${#missing[@]})) || return 0
  command -v apt-get > /dev/null || cannot "there is no apt-get to install what is missing; install ${missing[*]}"
  # Elsewhere than on Debian mmdebstrap has no keys of Debian's archive.
  [[ " ${missing[*]} " != *" mmdebstrap "* ]] || missing+=(debian-archive-keyring)
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "${missing[@]}"; } >&2 ||
    cannot "${missing[*]} is missing and apt-get could not install it; install ${missing[*]}"
}

# The machine's own mirror of an archive, debian or debian-security; elsewhere than on Debian nothing, and
# mmdebstrap takes the one it knows.
debian_mirror() {
  # shellcheck source=/dev/null
  [[ $(. /etc/os-release && echo "$ID") == debian ]] || return 0
  # shellcheck disable=SC2016 # apt's own variable
  apt-get indextargets --format '$(REPO_URI)' | grep -m 1 -E "/$1/?\$" || true
}

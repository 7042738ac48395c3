# shellcheck shell=bash
# Sourced by programs that run terraform init; operations/terraform.py does the same for the Python programs.

# Fails, and prints the difference, unless FOLDER's providers, versions and hashes of zips are those of .terraform.lock.hcl.
# The emulator's providers run already: Terraform installs none.
require_locked_providers() {
  [[ -z ${TF_REATTACH_PROVIDERS:-} ]] || return 0
  diff <(_releases .terraform.lock.hcl) <(_releases "$1/.terraform.lock.hcl")
}
_releases() { grep -E '^provider |^  version |^    "zh:' "$1"; }

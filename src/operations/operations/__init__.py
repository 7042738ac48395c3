"""What an operator runs from outside the hosts: deploy, drift, preflight, repair and rollout of bin/."""

import os

# Terraform writes keys into plans and local states: for this account only.
os.umask(0o077)

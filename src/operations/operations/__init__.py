"""What an operator runs from outside the hosts: deploy, drift, preflight, repair and rollout of bin/."""

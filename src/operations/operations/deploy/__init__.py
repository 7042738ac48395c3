"""bin/deploy: applies a plan if it does the same as the reviewed one."""

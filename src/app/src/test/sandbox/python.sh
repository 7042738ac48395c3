# Runs the tests of the Python scripts beside the scripts; their report is what it prints.
# shellcheck shell=bash
# shellcheck disable=SC2154 # hosts and out come from `enter`

on "${hosts[0]}" PYTHONPATH=/usr/lib/azure-patroni PYTHONDONTWRITEBYTECODE=1 \
  python3 -W error -m unittest discover --verbose --start-directory /tests 2>&1

"""Looks after the backup store from the host that leads: creates the repository, completes the archive, and makes the
backup that is due. A timer starts it, so that a backup takes as long as it takes and the next look comes after it."""

from azure_patroni import host as hosts
from azure_patroni import rest
from azure_patroni.backup import Care


def main(arguments: list[str]) -> None:
    host = hosts.load()
    if host.backup is not None and rest.ask(host.address, "/primary").status == 200:
        Care(host, host.backup).look()

"""Moves aside what a lost disk or an interrupted copy left, so that Patroni clones the host again. Deletes nothing."""

import contextlib
import glob
import os
from typing import NamedTuple

from azure_patroni import host as hosts
from azure_patroni.boot.step import note, stamp
from azure_patroni.command import run
from azure_patroni.failure import Failure


class Tree(NamedTuple):
    """What the two disks hold of a database."""

    data: bool  # the data directory holds anything
    complete: bool  # and a control file
    linked: bool  # and its pg_wal is the WAL disk's folder
    wal: bool  # the WAL disk's folder holds anything


def stale(tree: Tree) -> dict[str, str]:
    """Which folders Patroni cannot start from (`data`, `wal`), and the suffix each is moved aside with."""
    aside: dict[str, str] = {}
    if tree.complete and tree.linked and not tree.wal:
        aside["data"] = "without-wal"
    elif tree.data and not tree.complete:
        aside["data"] = "incomplete"
    if tree.wal and not tree.complete:
        aside["wal"] = "without-data"
    return aside


def filled(folder: str) -> bool:
    """Whether a folder is there and holds anything."""
    with contextlib.suppress(FileNotFoundError):
        return bool(os.listdir(folder))
    return False


def clear(data: str, wal: str) -> None:
    """Moves aside what Patroni cannot start from, so that it clones this host again."""
    link = f"{data}/pg_wal"
    tree = Tree(
        data=filled(data),
        complete=os.path.exists(f"{data}/global/pg_control"),
        linked=os.path.islink(link) and os.path.realpath(link) == wal,
        wal=filled(wal),
    )
    for what, suffix in stale(tree).items():
        folder = {"data": data, "wal": wal}[what]
        kept = f"{folder}.{suffix}-{stamp()}"
        os.rename(folder, kept)
        why = suffix.replace("-", " ")
        note(f"{folder} cannot be used ({why}) and is now {kept}: delete it once the host is a standby again")


def main(arguments: list[str]) -> None:
    host = hosts.load()
    mounts = {disk.name: disk.mount for disk in host.disks}
    for control in sorted(glob.glob(f"{mounts['data']}/*/main/global/pg_control")):
        folder = control.removesuffix("/main/global/pg_control")
        major = os.path.basename(folder)
        if major != str(host.postgresql):
            raise Failure(
                f"{folder} holds a database of PostgreSQL {major}, and postgresql.version is {host.postgresql}:"
                f" set it back to {major}, or rename the folder if its data is not needed"
            )
    folders = {name: f"{mount}/{host.postgresql}" for name, mount in mounts.items()}
    clear(f"{folders['data']}/main", f"{folders['wal']}/main")
    for folder in folders.values():
        run("install", "--directory", "--owner=postgres", "--group=postgres", "--mode=0700", folder)

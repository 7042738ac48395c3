"""A host's rendered user-data, checked, and what its changes ask for. Nothing of the host is read here."""

import base64
import binascii
import gzip
import json
import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from azure_patroni.failure import Failure
from azure_patroni.host import DESCRIPTION, Host, parse, problem

CHANGES = "/etc/azure-patroni/changes.json"
ACTION = re.compile(r"(reload|restart):[A-Za-z0-9@*_.-]+")
KEYS = {"path", "owner", "permissions", "content", "encoding"}
# What may be written, by mode: each file of templates/files.csv, and what a later version adds to the same places.
ALLOWED = {
    0o644: re.compile(
        r"/etc/hosts"
        r"|/etc/(azure-patroni|patroni/conf\.d|pgbackrest|pgbouncer)/\w[\w.-]*"
        r"|/etc/((apt/(apt\.conf|preferences)|chrony/conf|cloud/cloud\.cfg|needrestart/conf"
        r"|systemd/(journald|logind)\.conf|modprobe|sysctl|tmpfiles)\.d|udev/rules\.d)/(90-)?azure-patroni[\w.-]*"
        r"|/etc/systemd/system/azure-patroni[\w.-]*(/\w[\w-]*\.conf)?"
        r"|/etc/systemd/system/(chrony|etcd|patroni|pgbouncer@)\.service\.d/azure-patroni\.conf"
        r"|/etc/postgresql-common/createcluster\.d/no-stock-cluster\.conf"
        r"|/usr/lib/azure-patroni/azure_patroni/(boot/)?\w+\.py"
        r"|/usr/lib/python3/dist-packages/cloudinit/config/cc_azure_patroni\.py",
        re.ASCII,
    ),
    0o755: re.compile(r"/usr/(bin/pgcluster|sbin/policy-rc\.d|lib/azure-patroni/(agent|pgbackrest-push))"),
}
UNITS = ("/etc/systemd/system/", "/usr/lib/systemd/system/")
# What others depend on comes first; a unit that is not named here goes between.
FIRST = (
    *("systemd-sysctl", "systemd-tmpfiles", "systemd-"),
    *("azure-patroni-packages", "azure-patroni-disks", "azure-patroni-secrets"),
)
LAST = ("etcd", "azure-patroni-quorum", "patroni", "pgbouncer@", "azure-patroni-ready", "azure-patroni.target")


@dataclass(frozen=True)
class File:
    """One file of a bundle; root owns it."""

    path: str
    mode: int
    content: bytes


@dataclass(frozen=True)
class Bundle:
    """What a host is to be: its files and the reload actions of each."""

    host: Host
    files: dict[str, File]
    changes: dict[str, list[str]]


def read(data: bytes) -> dict[str, Any]:
    """The YAML document of user-data, compressed or not."""
    import yaml  # comes with cloud-init; the other commands must work without

    try:
        text = (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode()
        document: Any = yaml.safe_load(text)
    except (OSError, EOFError, ValueError, yaml.YAMLError) as error:
        raise Failure(f"the bundle cannot be read: {error}") from error
    if not text.startswith("#cloud-config") or not isinstance(document, dict):
        raise Failure("the bundle is not a #cloud-config document: give cdktf.out/stacks/STACK/hosts/HOST.yaml")
    return document


def bundle(data: bytes) -> Bundle:
    """Reads and checks user-data; every fault is an error, nothing is skipped."""
    entries = read(data).get("write_files") or []
    if not isinstance(entries, list):
        raise Failure("write_files of the bundle is not a list")
    files: dict[str, File] = {}
    problems = []
    for entry in entries:
        try:
            one = file(entry)
        except Failure as refused:
            problems.append(str(refused))
            continue
        if one.path in files:
            problems.append(f"{one.path} is in the bundle twice")
        files[one.path] = one
    if problems:
        raise Failure("; ".join(problems))
    for path in (DESCRIPTION, CHANGES):
        if path not in files:
            raise Failure(f"{path} is not in the bundle: is it a host's rendered user-data?")
    try:
        host = parse(files[DESCRIPTION].content)
    except (ValueError, KeyError, TypeError) as error:
        raise Failure(f"{DESCRIPTION} of the bundle: {problem(error)}") from error
    known = changes(files[CHANGES].content)
    missing = sorted(set(files) - set(known))
    if missing:
        raise Failure(f"{CHANGES} of the bundle does not name {', '.join(missing)}")
    lost = sorted(set(known) - set(files))
    if lost:
        raise Failure(f"the bundle is not complete, {len(lost)} files are missing, such as {lost[0]}: copy it again")
    return Bundle(host, files, known)


def file(entry: Any) -> File:
    """One entry of write_files."""
    if not isinstance(entry, dict) or not isinstance(entry.get("path"), str):
        raise Failure("an entry of write_files has no path")
    path = entry["path"]
    if set(entry) - KEYS:
        raise Failure(f"{path}: unknown: {', '.join(sorted(set(entry) - KEYS))}")
    # A path of two slashes stays one.
    if not re.match("/[^/]", path) or str(PurePosixPath(path)) != path or ".." in path.split("/"):
        raise Failure(f"{path} is not an absolute path without . and ..")
    mode = str(entry.get("permissions", "0644"))
    if not re.fullmatch(r"0?[0-7]{3,4}", mode):
        raise Failure(f"{path}: permissions {mode} are not an octal mode")
    allowed = [f"{one:04o}" for one, paths in ALLOWED.items() if paths.fullmatch(path)]
    if not allowed:
        raise Failure(f"{path} is no file that a host may get: templates/files.csv names them")
    if f"{int(mode, 8):04o}" not in allowed:
        raise Failure(f"{path}: permissions {mode} must be {allowed[0]}")
    owner = entry.get("owner", "root:root")
    if owner != "root:root":
        raise Failure(f"{path}: owner is {owner}; files of a bundle belong to root:root")
    return File(path, int(mode, 8), content(path, entry))


def content(path: str, entry: dict[str, Any]) -> bytes:
    """The bytes of one entry, decoded."""
    encoding = entry.get("encoding", "text/plain")
    raw = str(entry.get("content", "")).encode()
    try:
        if encoding in ("b64", "base64", "gz+b64", "gz+base64", "gzip+base64"):
            raw = base64.b64decode(raw, validate=False)
            return gzip.decompress(raw) if encoding.startswith("gz") else raw
    except (binascii.Error, OSError, EOFError, ValueError) as error:
        raise Failure(f"{path}: content is not {encoding}: {error}") from error
    if encoding != "text/plain":
        raise Failure(f"{path}: encoding {encoding} is unknown")
    return raw


def changes(text: str | bytes) -> dict[str, list[str]]:
    """The reload actions by path; - is none."""
    try:
        entries: dict[str, Any] = dict(json.loads(text))
    except (ValueError, TypeError) as error:
        raise Failure(f"{CHANGES} is broken: {error}") from error
    found: dict[str, list[str]] = {}
    for path, said in entries.items():
        found[path] = [] if said == "-" else str(said).split()
        for action in found[path]:
            if not ACTION.fullmatch(action):
                raise Failure(f"{CHANGES}: {path}: {action} is neither reload:UNIT nor restart:UNIT")
    return found


def actions(
    changed: list[str], removed: list[str], new: dict[str, list[str]], old: dict[str, list[str]]
) -> list[str]:
    """The reload actions of changed and removed files, in order.

    new, old: actions by path in the bundle and on the host."""
    asked = [action for path in changed for action in new[path]]
    return ordered(asked + [action for path in removed for action in old.get(path, [])])


def ordered(asked: list[str]) -> list[str]:
    """Each action once, in the order of their units; a unit that restarts is not reloaded too."""
    restarted = {action.partition(":")[2] for action in asked if action.startswith("restart:")}
    wanted = {action for action in asked if action.startswith("restart:") or action.partition(":")[2] not in restarted}
    return sorted(wanted, key=lambda action: (rank(action), action))


def rank(action: str) -> int:
    """The place of an action's unit in the order."""
    unit = action.partition(":")[2].removesuffix(".service")
    for place, name in enumerate(LAST):
        if unit == name or (name.endswith("@") and unit.startswith(name)):
            return 200 + place
    for place, name in enumerate(FIRST):
        if unit.startswith(name):
            return place
    return 100


def touches_units(paths: list[str]) -> bool:
    """Whether systemd has to read its units again."""
    return any(path.startswith(UNITS) for path in paths)

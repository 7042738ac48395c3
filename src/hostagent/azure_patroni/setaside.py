"""The folders of a database, set aside under another name and put back. Deletes nothing unless it is asked to; each
function may run again after it was interrupted, and works as the account postgres, whose folders they are."""

from dataclasses import dataclass

from azure_patroni.command import attempt
from azure_patroni.host import Host
from azure_patroni.pgbackrest import account
from azure_patroni.recovery import as_postgres

MAIN = "main"
# Of the database before a restore, and of the restored one that an undo replaced.
BEFORE, RESTORED = "before", "restored"
# Millions of files take their time.
REMOVE_SECONDS = 3600.0
COUNT_SECONDS = 600.0


@dataclass(frozen=True)
class Folders:
    """What the two disks hold of a database."""

    data: str
    wal: str

    def aside(self, suffix: str, id: str) -> "Folders":
        """Where they are set aside."""
        return Folders(f"{self.data}.{suffix}-{id}", f"{self.wal}.{suffix}-{id}")

    def pairs(self, other: "Folders") -> list[tuple[str, str]]:
        """Each with the other's, the WAL first: once the data has moved, both have."""
        return [(self.wal, other.wal), (self.data, other.data)]


def folders(host: Host) -> Folders:
    """Of this host's database."""
    mounts = {disk.name: disk.mount for disk in host.disks}
    return Folders(*(f"{mounts[name]}/{host.postgresql}/{MAIN}" for name in ("data", "wal")))


def exists(path: str) -> bool:
    return attempt("test", "-e", path, user=account()).ok


def filled(folder: str) -> bool:
    """Whether a folder is there and holds anything."""
    return bool(attempt("ls", "--almost-all", folder, user=account()).output.strip())


def set_aside(of: Folders, id: str) -> bool:
    """Renames the folders, and returns whether there was anything."""
    kept = of.aside(BEFORE, id)
    if not exists(kept.data):
        for folder, name in of.pairs(kept):
            if filled(folder) and not exists(name):
                _move(folder, name)
    link(kept)
    return exists(kept.data)


def put_back(of: Folders, id: str) -> bool:
    """Gives the folders that were set aside their names back, and returns whether there were any. What has the names
    now is set aside in turn."""
    kept, restored = of.aside(BEFORE, id), of.aside(RESTORED, id)
    for (folder, name), (_, other) in zip(of.pairs(kept), of.pairs(restored)):
        if exists(name):
            if filled(folder) and not exists(other):
                _move(folder, other)
            elif exists(folder):
                as_postgres("rmdir", folder)
            _move(name, folder)
    link(restored)
    link(of)
    return exists(restored.data)


def link(of: Folders) -> None:
    """Points pg_wal of data that was renamed to its own WAL, which was renamed, too."""
    path = f"{of.data}/pg_wal"
    if attempt("test", "-L", path, user=account()).ok and exists(of.wal):
        as_postgres("ln", "--symbolic", "--force", "--no-dereference", of.wal, path)


def kept(of: Folders) -> list[str]:
    """Every folder that a restore or an undo has set aside."""
    found = []
    for folder in (of.data, of.wal):
        parent, _, name = folder.rpartition("/")
        listed = attempt("ls", "--almost-all", parent, user=account()).output.split()
        asides = (f"{name}.{BEFORE}-", f"{name}.{RESTORED}-")
        found += [f"{parent}/{one}" for one in listed if one.startswith(asides)]
    return found


def size(paths: list[str]) -> int:
    """Bytes that these folders take."""
    if not paths:
        return 0
    command = ("du", "--summarize", "--total", "--block-size=1", *paths)
    ran = attempt(*command, user=account(), seconds=COUNT_SECONDS)
    return int(ran.output.splitlines()[-1].split()[0]) if ran.ok and ran.output else 0


def remove(paths: list[str]) -> None:
    """Deletes folders that were set aside."""
    for path in paths:
        as_postgres("rm", "--recursive", "--force", "--one-file-system", path, seconds=REMOVE_SECONDS)


def _move(folder: str, name: str) -> None:
    as_postgres("mv", "--no-target-directory", folder, name)

"""The host's description, which cloud-init writes, and the folders of the agent."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from azure_patroni.failure import Failure

DESCRIPTION = "/etc/azure-patroni/host.json"
CONNECTIONS = Path("/etc/azure-patroni/connections.json")
RUN = Path("/run/azure-patroni")
SECRETS = RUN / "secrets"
STATE = Path("/var/lib/azure-patroni")
# Of the service that gives tokens of the backup store to postgres; a refusal of it begins so.
TOKEN_PORT = 8169
TOKEN_REFUSAL = "azure-patroni: "
# While it is there, systemd does not start Patroni: a restore works on the data.
HELD = STATE / "patroni-held"
AGENT = "/usr/lib/azure-patroni/agent"


@dataclass(frozen=True)
class Disk:
    """A data disk."""

    name: str
    lun: int
    gib: int
    mount: str

    @property
    def label(self) -> str:
        return f"pg{self.name}"

    def __str__(self) -> str:
        return f"{self.name} disk (LUN {self.lun})"


@dataclass(frozen=True)
class Backup:
    """Where backups and the archive of the WAL go, and how often a backup is due."""

    account: str
    # The account's host name.
    endpoint: str
    container: str
    path: str
    retention_days: int
    full_every_days: int
    differential_every_hours: int
    # HH:MM-HH:MM in UTC; it may cross midnight.
    window: str
    archive_timeout_seconds: int
    # More WAL than this is not kept for a store that does not answer.
    wal_queue_bytes: int
    processes: int
    encryption: bool
    # 0: never.
    restore_test_every_days: int


@dataclass(frozen=True)
class Host:
    """This host and its cluster; databases, poolers and voters map a name to an address."""

    name: str
    role: str
    address: str
    voter: bool
    cluster: str
    scope: str
    namespace: str
    databases: dict[str, str]
    poolers: dict[str, str]
    voters: dict[str, str]
    database_lb: str
    vault: str
    secrets: dict[str, str]
    disks: tuple[Disk, ...]
    debian_packages: tuple[str, ...]
    pgdg_packages: tuple[str, ...]
    pgdg_mirror: str
    postgresql: int
    versions: dict[str, str]
    processes: int
    # Nothing where backups are off, and on hosts without a database.
    backup: Backup | None = None

    @property
    def keys(self) -> str:
        """What Patroni's keys of the cluster in etcd begin with."""
        return f"/{self.namespace.strip('/')}/{self.scope}/"

    @property
    def data_directory(self) -> str:
        """PostgreSQL's, on a database host."""
        mounts = {disk.name: disk.mount for disk in self.disks}
        return f"{mounts['data']}/{self.postgresql}/main"


def parse(text: str | bytes) -> Host:
    """Reads a description; ValueError, KeyError or TypeError where it is none."""
    found: dict[str, Any] = json.loads(text)
    return Host(
        name=found["name"],
        role=found["role"],
        address=found["address"],
        voter=found["voter"],
        cluster=found["cluster"],
        scope=found["scope"],
        namespace=found["namespace"],
        databases=found["databases"],
        poolers=found["poolers"],
        voters=found["voters"],
        database_lb=found["databaseLb"],
        vault=found["vault"],
        secrets=found["secrets"],
        disks=tuple(Disk(disk["name"], disk["lun"], disk["sizeGb"], disk["mount"]) for disk in found["disks"]),
        debian_packages=tuple(found["debianPackages"]),
        pgdg_packages=tuple(found["pgdgPackages"]),
        pgdg_mirror=found["pgdg"],
        postgresql=found["postgresql"],
        versions={name: wanted for names, wanted in found["versions"].items() for name in names.split()},
        processes=found["processes"],
        backup=_backup(found["backup"]) if found.get("backup") else None,
    )


def _backup(found: dict[str, Any]) -> Backup:
    return Backup(
        account=found["account"],
        endpoint=found["endpoint"],
        container=found["container"],
        path=found["path"],
        retention_days=found["retentionDays"],
        full_every_days=found["fullEveryDays"],
        differential_every_hours=found["differentialEveryHours"],
        window=found["window"],
        archive_timeout_seconds=found["archiveTimeoutSeconds"],
        wal_queue_bytes=found["walQueueBytes"],
        processes=found["processes"],
        encryption=found["encryption"],
        restore_test_every_days=found["restoreTestEveryDays"],
    )


def load() -> Host:
    """This host."""
    try:
        return parse(Path(DESCRIPTION).read_bytes())
    except (OSError, ValueError, KeyError, TypeError) as error:
        said = f"{DESCRIPTION}: {problem(error)}: cloud-init writes it; apply the host's bundle again"
        raise Failure(said) from error


def connections() -> dict[str, int]:
    """The parts of PostgreSQL's connections: poolers, direct sessions and reserve, and their sum max."""
    try:
        found = json.loads(CONNECTIONS.read_bytes())
        return {part: int(found[part]) for part in ("max", "poolers", "direct", "reserve")}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Failure(f"{CONNECTIONS}: {problem(error)}: apply the host's bundle again") from error


def problem(error: Exception) -> str:
    """Why a description cannot be read."""
    if isinstance(error, OSError):
        return error.strerror or str(error)
    if isinstance(error, KeyError):
        return f"there is no entry {error}"
    return f"it is no JSON document of a host: {error}"

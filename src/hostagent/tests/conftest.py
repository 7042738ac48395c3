"""A cluster's hosts, and programs that are recorded instead of run."""

import json
from dataclasses import replace
from typing import Any

import pytest

from azure_patroni import host as hosts
from azure_patroni.host import Host

DESCRIPTION: dict[str, Any] = {
    "name": "pg-1",
    "role": "database",
    "address": "10.50.1.4",
    "voter": True,
    "cluster": "pg",
    "scope": "main",
    "namespace": "/service/",
    "databases": {"pg-1": "10.50.1.4", "pg-2": "10.50.1.5"},
    "poolers": {"pgb-1": "10.50.1.6", "pgb-2": "10.50.1.7"},
    "voters": {"pg-1": "10.50.1.4", "pg-2": "10.50.1.5", "witness": "10.50.1.8"},
    "databaseLb": "10.50.1.10",
    "poolerLb": "10.50.1.11",
    "vault": "https://pg-kv.vault.azure.net",
    "secrets": {"ca": "pg-ca", "tls": "pg-1-tls"},
    "disks": [
        {"name": "data", "lun": 0, "sizeGb": 64, "mount": "/pgdata"},
        {"name": "wal", "lun": 1, "sizeGb": 32, "mount": "/pgwal"},
    ],
    "debianPackages": ["jq"],
    "pgdgPackages": ["patroni"],
    "pgdg": "https://apt.postgresql.org/pub/repos/apt",
    "processes": 0,
}


@pytest.fixture
def description() -> dict[str, Any]:
    """host.json of a database host, as a document."""
    return json.loads(json.dumps(DESCRIPTION))


@pytest.fixture
def database() -> Host:
    """A database host, which is a voter."""
    return hosts.parse(json.dumps(DESCRIPTION))


@pytest.fixture
def pooler(database: Host) -> Host:
    """A pooler with two processes."""
    return replace(database, name="pgb-1", role="pooler", address="10.50.1.6", voter=False, disks=(), processes=2)


@pytest.fixture
def witness(database: Host) -> Host:
    """The witness, a voter only."""
    return replace(database, name="witness", role="witness", address="10.50.1.8", disks=())

"""Whether a cluster may be born: not where the repository holds its data, and only the disks are blank."""

import time

from azure_patroni import setaside
from azure_patroni.boot.step import note, utc
from azure_patroni.failure import Failure
from azure_patroni.host import Host
from azure_patroni.kv import Store
from azure_patroni.pgbackrest import info

# The role of a new host comes within minutes. After that the cluster is born all the same; its archive refuses a path
# that is another cluster's.
STORE_SECONDS = 180.0


class Asked:
    """When the store was asked first, by this run of the step."""

    since: float | None = None


def waits_for(host: Host) -> str | None:
    """Why this host does not make an empty cluster; nothing if it may, or if there is a cluster."""
    if setaside.filled(setaside.folders(host).data):
        return None
    if Store(host).get(f"{host.keys}initialize"):
        return None
    Asked.since = Asked.since or time.monotonic()
    try:
        found = info()
    except Failure as failure:
        left = Asked.since + STORE_SECONDS - time.monotonic()
        if left > 0:
            return f"no host has data, and {failure}: asked for {left:.0f} s more"
        note(f"{failure}: an empty cluster is made")
        return None
    if not found.backups:
        return None
    newest = found.backups[-1]
    return (
        f"no host has data, and the backup store holds backups of this cluster, the newest of {utc(newest.stop)}:"
        " `pgcluster restore --at latest` restores them; for an empty cluster raise backup.generation in the stack file"
    )

"""Logical slots of this host, and whether their consumers could read them here."""

from typing import Any

from azure_patroni.failure import Failure
from azure_patroni.host import Host
from azure_patroni.psql import psql, reason, rows

# A clone brings no older WAL, and wal_status does not say so: the slot is compared with the oldest file.
READABLE = """
SELECT slot_name AS name
FROM pg_replication_slots,
     (SELECT min(right(name, 16)) AS oldest FROM pg_ls_waldir() WHERE name ~ '^[0-9A-F]{24}$') AS wal,
     (SELECT setting::bigint AS bytes FROM pg_settings WHERE name = 'wal_segment_size') AS segment,
     LATERAL (SELECT div(restart_lsn - '0/0', bytes)::bigint AS number, 4294967296 / bytes AS per_file) AS start
WHERE slot_type = 'logical' AND wal_status <> 'lost'
  AND upper(lpad(to_hex(number / per_file), 8, '0') || lpad(to_hex(number % per_file), 8, '0')) >= oldest;
"""


def unreadable(wanted: dict[str, dict[str, Any]], readable: list[str]) -> list[str]:
    """The logical slots that are missing here, or start at WAL that is not here.

    wanted: Patroni's slots; readable: names."""
    return sorted(name for name, slot in wanted.items() if slot.get("type") == "logical" and name not in readable)


def problems(host: Host, config: dict[str, Any]) -> list[str]:
    """What a failover to this host would cost the consumers, or has cost them; config: Patroni's."""
    wanted = config.get("slots") or {}
    if not unreadable(wanted, []):
        return []
    ran = psql(READABLE)
    if not ran.ok:
        raise Failure(f"PostgreSQL does not answer: {reason(ran)}")
    return [
        f"logical slot {name} cannot be read on {host.name}, where its WAL is not: on a standby it can once its"
        " consumer has confirmed a newer position; on the leader create it again, and copy the data again"
        for name in unreadable(wanted, [row["name"] for row in rows(ran.output)])
    ]

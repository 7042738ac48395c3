"""pgcluster status: what this host can see of the cluster, and what is wrong with it."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pgcluster_etcd as etcd
import pgcluster_members as members
import pgcluster_pools as pools
from pgcluster_base import Failure
from pgcluster_patroni import Patroni

BOOT = Path("/run/azure-patroni/status.json")


def gather(host: dict) -> dict[str, Any]:
    """Everything that can be seen from here, with the reasons why the cluster is degraded."""
    seen: dict[str, Any] = {"host": host["name"], "problems": []}
    boot(seen)
    if host["role"] == "database":
        part(seen, "members", lambda: _members(host, seen))
        part(seen, "connections", lambda: _connections(host, seen))
    if host["voter"]:
        part(seen, "voters", lambda: _voters(host, seen))
    if host["role"] == "pooler":
        part(seen, "pools", lambda: _pools(host, seen))
    return seen


def part(seen: dict, name: str, ask) -> None:
    """One part that fails does not hide the others."""
    try:
        seen[name] = ask()
    except Failure as failure:
        seen[name] = None
        seen["problems"].append(str(failure))


def boot(seen: dict) -> None:
    try:
        state = json.loads(BOOT.read_text())
    except (OSError, ValueError):
        seen["boot"] = "unknown"
        seen["problems"].append(f"{BOOT} is not there: this host did not boot wholly; see `cloud-init status --long`")
        return
    seen["boot"] = state.get("state", "unknown")
    for step in state.get("steps", []):
        if step.get("state") != "done":
            said = f"boot step {step.get('name')} is {step.get('state')} since {step.get('since')}"
            seen["problems"].append(f"{said}: {step['message']}" if step.get("message") else said)


def _members(host: dict, seen: dict) -> list[dict]:
    patroni = Patroni(host)
    found = patroni.members()
    seen["problems"] += members.problems(found, list(host["databases"]), patroni.read("/config"))
    return [asdict(one) for one in found]


def _connections(host: dict, seen: dict) -> list[dict] | None:
    led = any(one["name"] == host["name"] and one["role"] in members.LEADERS for one in seen["members"] or [])
    return pools.connections(host["poolers"]) if led else None


def _voters(host: dict, seen: dict) -> list[dict]:
    found = etcd.voters(host)
    seen["problems"] += etcd.problems(found)
    return [asdict(one) for one in found]


def _pools(host: dict, seen: dict) -> dict:
    found = pools.pools(host["processes"])
    seen["problems"] += pools.problems(found)
    rows = [{"database": key[0], "user": key[1], **counts} for key, counts in sorted(found.counts.items())]
    server = pools.server(host)
    return {"processes": host["processes"], "server": server, "longestWait": found.longest_wait, "pools": rows}


def text(seen: dict, host: dict) -> str:
    """One screen."""
    lines = [f"{host['cluster']} seen from {host['name']} ({host['role']}, boot {seen['boot']})", ""]
    if seen.get("members"):
        lines += table(["member", "role", "state", "timeline", "lag", ""], [_member(one) for one in seen["members"]])
    if seen.get("voters"):
        lines += table(["voter", "", "database", "raft index", "version"], [_voter(one) for one in seen["voters"]])
    if seen.get("connections") is not None:
        rows = [[one["client"], one["usename"], one["datname"], one["connections"], one["active"]] for one in seen["connections"]]
        lines += table(["client", "user", "database", "connections", "active"], rows)
    if seen.get("pools"):
        lines += _pool_lines(seen["pools"])
    elsewhere = _elsewhere(seen, host)
    lines += [f"not seen from here: {one}" for one in elsewhere]
    lines += ["", *(f"degraded: {one}" for one in seen["problems"])] if seen["problems"] else ["", "healthy"]
    return "\n".join(lines)


def _member(one: dict) -> list[str]:
    lag = "" if one["role"] in members.LEADERS else "unknown" if one["lag"] is None else members.size(one["lag"])
    note = "pending restart: pgcluster restart --pending" if one["pending"] else ""
    return [one["name"], one["role"], one["state"], str(one["timeline"] or "?"), lag, note]


def _voter(one: dict) -> list[str]:
    if not one["reachable"]:
        return [one["name"], "unreachable", "", "", ""]
    standing = "leader" if one["leads"] else "learner" if one["learner"] else "follower"
    return [one["name"], standing, members.size(one["bytes"]), str(one["index"]), one["version"]]


def _pool_lines(found: dict) -> list[str]:
    rows = []
    for one in found["pools"]:
        idle = one["sv_idle"] + one["sv_used"] + one["sv_tested"] + one["sv_login"]
        rows.append([one["database"], one["user"], one["cl_active"], one["cl_waiting"], one["sv_active"], idle])
    head = ["database", "user", "clients", "waiting", "servers busy", "servers idle"]
    lines = table(head, rows) if rows else ["no client has come yet", ""]
    processes = f"{found['processes']} PgBouncer process{'' if found['processes'] == 1 else 'es'}"
    said = f"{processes} connecting to {found['server']}, longest wait {found['longestWait']:.1f} s"
    return [said, *lines]


def _elsewhere(seen: dict, host: dict) -> list[str]:
    said = []
    databases, voters = ", ".join(host["databases"]), ", ".join(host["voters"])
    if host["role"] != "database":
        said.append(f"members: ask on {databases}")
    elif seen.get("connections") is None:
        said.append("connections: ask on the leader")
    if not host["voter"]:
        said.append(f"etcd: ask on {voters}")
    if host["role"] != "pooler" and host["poolers"]:
        said.append(f"pools: ask on {', '.join(host['poolers'])}")
    return said


def table(head: list[str], rows: list[list]) -> list[str]:
    """Columns as wide as they need to be."""
    cells = [[str(cell) for cell in row] for row in [head, *rows]]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in cells] + [""]

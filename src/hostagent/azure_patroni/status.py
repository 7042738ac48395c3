"""pgcluster status: what this host can see of the cluster, and what is wrong with it."""

import json
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from azure_patroni.command import attempt
from azure_patroni.failure import Failure
from azure_patroni.host import RUN, Host, connections
from azure_patroni.output import size, table

BOOT = RUN / "status.json"
WATCH = RUN / "watch.json"
WATCH_UNIT = "azure-patroni-watch.service"
WATCH_OFF = Path("/etc/azure-patroni/watch-off")
FULL_PERCENT = 85
RENEWAL = "azure-patroni-certificates"
CONNECTIONS = """
SELECT client_addr, usename, datname, count(*) AS connections,
       count(*) FILTER (WHERE state = 'active') AS active
FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3;
"""
# Direct sessions without a limit, or with limits above their share, could take what belongs to the poolers.
DIRECT_LIMITS = """
SELECT r.rolname AS name, r.rolconnlimit AS most
FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member JOIN pg_roles g ON g.oid = m.roleid
WHERE g.rolname = 'direct_sessions' AND r.rolcanlogin ORDER BY 1;
"""
RESERVED = ("postgres", "rewind")

Seen = dict[str, Any]


def gather(host: Host) -> Seen:
    """Everything that can be seen from here, with the reasons why the cluster is degraded."""
    seen: Seen = {"host": host.name, "problems": [], "urgent": []}
    state, problems = boot(_read(BOOT))
    seen["boot"] = state
    seen["problems"] += problems
    part(seen, "disks", lambda: _disks(host, seen))
    if host.role in ("database", "pooler"):
        part(seen, "watch", lambda: _watch(seen))
        part(seen, "answers", lambda: _answers(host, seen))
    part(seen, "certificates", lambda: _certificates(host, seen))
    part(seen, "secrets", lambda: _secrets(seen))
    part(seen, "otherIdentities", lambda: _identities(host))
    part(seen, "metadata", lambda: _metadata(host, seen))
    if host.role == "database":
        part(seen, "members", lambda: _members(host, seen))
        if host.backup:
            part(seen, "restore", lambda: _restore(host, seen))
        part(seen, "connections", lambda: _connections(host, seen))
        if seen["connections"] is not None:
            part(seen, "commits", lambda: _commits(seen))
        if host.backup is not None:
            part(seen, "backup", lambda: _backup(host, seen))
    if host.voter:
        part(seen, "voters", lambda: _voters(host, seen))
    if host.role == "pooler":
        part(seen, "pools", lambda: _pools(host, seen))
    return seen


def part(seen: Seen, name: str, ask: Callable[[], Any]) -> None:
    """Adds one part; one that fails does not hide the others."""
    try:
        seen[name] = ask()
    except Failure as failure:
        seen[name] = None
        seen["problems"].append(str(failure))
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        seen[name] = None
        seen["problems"].append(f"{name} cannot be read: {type(error).__name__}: {error}")


def boot(text: str | None) -> tuple[str, list[str]]:
    """The state of the boot, and its unfinished steps; text: the boot's status file."""
    try:
        state = dict(json.loads(text or ""))
    except (ValueError, TypeError):
        said = f"{BOOT} is missing or broken: this host did not finish its boot; see `cloud-init status --long`"
        return "unknown", [said]
    problems = []
    for step in state.get("steps", []):
        if step.get("state") != "done":
            said = f"boot step {step.get('name')} is {step.get('state')} since {step.get('since')}"
            problems.append(f"{said}: {step['message']}" if step.get("message") else said)
    found = state.get("state", "unknown")
    if found != "ready" and not problems:
        problems.append(f"the boot is {found}: a step has not run; see `systemctl status azure-patroni.target`")
    return found, problems


def _read(path: Path) -> str | None:
    try:
        return path.read_text()
    except OSError:
        return None


def _disks(host: Host, seen: Seen) -> dict[str, int]:
    """How full the file systems are, in percent. A container's / is its machine's."""
    mounts = [disk.mount for disk in host.disks if os.path.ismount(disk.mount)]
    if attempt("systemd-detect-virt", "--container", "--quiet").ok:
        found = {}
    else:
        found = {"/": percent("/")}
    found |= {mount: percent(mount) for mount in mounts}
    seen["problems"] += [full(mount, used) for mount, used in found.items() if used > FULL_PERCENT]
    return found


def percent(mount: str) -> int:
    """As df prints it: of what is not reserved for root, rounded up."""
    usage = shutil.disk_usage(mount)
    return -(-100 * usage.used // max(usage.used + usage.free, 1))


def full(mount: str, used: int) -> str:
    """The problem with a file system, and what to do."""
    fix = "`journalctl --vacuum-size=500M`, and see `du -xh -d2 / | sort -h`" if mount == "/" else "enlarge the disk"
    return f"{mount} is {used} % full (limit {FULL_PERCENT} %): {fix}"


def _watch(seen: Seen) -> Seen:
    """What azure-patroni-watch.service sees and did."""
    if WATCH_OFF.exists():
        return {"state": "off", "problems": [], "ended": []}
    active = attempt("systemctl", "is-active", WATCH_UNIT).output.strip()
    if active != "active":
        said = f"{WATCH_UNIT} is {active or 'unknown'}, so a hung process is not ended"
        seen["problems"].append(f"{said}: `systemctl start {WATCH_UNIT}`")
        return {"state": active or "unknown", "problems": [], "ended": []}
    found: Seen = json.loads(WATCH.read_text())
    seen["problems"] += found["problems"]
    return {"state": "on", **found}


def _answers(host: Host, seen: Seen) -> Seen:
    from azure_patroni import answers

    found = answers.ask(host)
    seen["problems"] += answers.problems(found)
    return found


def _certificates(host: Host, seen: Seen) -> list[Seen]:
    from azure_patroni import certificates

    found = certificates.ends(host)
    for said, urgent in certificates.warnings(found):
        seen["problems"].append(said)
        seen["urgent"] += [said] if urgent else []
    result = attempt("systemctl", "show", "-p", "Result", "--value", RENEWAL)
    if result.output.strip() not in ("success", ""):
        seen["problems"].append(f"the last fetch of certificates failed: see `journalctl -u {RENEWAL}`")
    return found


def _secrets(seen: Seen) -> Seen:
    """Where this host's secrets are from, and whether a boot needs the vault."""
    from azure_patroni import sealed

    problem = sealed.problem()
    seen["problems"] += [problem] if problem else []
    return {"from": "copy" if sealed.USED.exists() else "vault", "copy": sealed.PATH.exists()}


def _identities(host: Host) -> bool:
    """Whether the VM has other managed identities than the host's."""
    from azure_patroni import vault

    return vault.other_identities(host.name)


def _metadata(host: Host, seen: Seen) -> str:
    """Whether the accounts of the services are kept from the metadata service."""
    from azure_patroni.boot import metadata

    problem = metadata.problem(host)
    seen["problems"] += [problem] if problem else []
    return "open" if problem else "closed"


def _members(host: Host, seen: Seen) -> list[Seen]:
    from azure_patroni import members
    from azure_patroni.patroni import Patroni

    patroni = Patroni(host)
    found, config = patroni.members(), patroni.config()
    seen["problems"] += members.problems(found, list(host.databases), config)
    part(seen, "slots", lambda: _slots(host, seen, config))
    return [asdict(one) for one in found]


def _restore(host: Host, seen: Seen) -> list[str]:
    """The last restore test, and what a restore has left; one that is under way is a problem."""
    from azure_patroni import restore_test, restoring
    from azure_patroni.boot.step import now
    from azure_patroni.kv import Store

    store = Store(host)
    found = restoring.look(store)
    seen["problems"] += restoring.problems(found)
    every = host.backup.restore_test_every_days if host.backup else 0
    tested = restore_test.last(store)
    seen["problems"] += restore_test.problems(tested, every, now())
    said = [restore_test.describe(tested)] if tested and tested.ok else []
    kept = restoring.left(found)
    return [*said, *([kept] if kept else [])]


def _slots(host: Host, seen: Seen, config: Seen) -> list[str]:
    from azure_patroni import slots

    found = slots.problems(host, config)
    seen["problems"] += found
    return found


def _connections(host: Host, seen: Seen) -> list[dict[str, str]] | None:
    """Who is connected to this host's PostgreSQL, poolers by their names; asked on the leader only."""
    from azure_patroni.members import LEADERS
    from azure_patroni.psql import psql, reason, rows

    if not any(one["name"] == host.name and one["role"] in LEADERS for one in seen["members"] or []):
        return None

    def ask(sql: str) -> list[dict[str, str]]:
        ran = psql(sql)
        if not ran.ok:
            raise Failure(f"PostgreSQL does not answer: {reason(ran)}")
        return rows(ran.output)

    names = {address: name for name, address in host.poolers.items()}
    found = ask(CONNECTIONS)
    for row in found:
        row["client"] = names.get(row["client_addr"], row["client_addr"] or "local")
    part(seen, "shares", lambda: _shares(host, seen, found, ask(DIRECT_LIMITS)))
    return found


def _shares(host: Host, seen: Seen, found: list[dict[str, str]], limits: list[dict[str, str]]) -> Seen:
    """How many connections each part uses, of how many."""
    wanted = connections()
    direct = wanted["direct"]
    for one in limits:
        if int(one["most"]) < 0:
            role = one["name"]
            seen["problems"].append(f"direct sessions of {role} have no limit: ALTER ROLE {role} CONNECTION LIMIT ...")
    most = sum(max(0, int(one["most"])) for one in limits)
    if most > direct:
        said = f"roles of direct sessions may open {most} sessions, their share is {direct}"
        seen["problems"].append(f"{said}: lower their CONNECTION LIMIT, or raise postgresql.directConnections")
    used = {"poolers": 0, "direct": 0, "reserve": 0}
    for row in found:
        reserved = row["client"] == "local" or row["usename"] in RESERVED
        share = "poolers" if row["client"] in host.poolers else "reserve" if reserved else "direct"
        used[share] += int(row["connections"])
    return {share: {"used": count, "limit": wanted[share]} for share, count in used.items()}


def _commits(seen: Seen) -> list[str]:
    from azure_patroni import synchronous

    found = synchronous.problems()
    seen["problems"] += found
    return found


def _backup(host: Host, seen: Seen) -> Seen:
    from azure_patroni import backups

    return backups.status(host, seen["connections"] is not None, seen["problems"], time.time())


def _voters(host: Host, seen: Seen) -> list[Seen]:
    from azure_patroni import etcd

    found = etcd.Etcd(host).voters()
    seen["problems"] += etcd.problems(found)
    return [asdict(one) for one in found]


def _pools(host: Host, seen: Seen) -> Seen:
    from azure_patroni import pgbouncer

    found = pgbouncer.pools(host.processes)
    seen["problems"] += pgbouncer.problems(found)
    pools = [{"database": key[0], "user": key[1], **counts} for key, counts in sorted(found.counts.items())]
    server = pgbouncer.connected_to(host)
    return {"processes": host.processes, "server": server, "longestWait": found.longest_wait, "pools": pools}


def text(seen: Seen, host: Host) -> str:
    """One screen."""
    lines = [f"{host.cluster} seen from {host.name} ({host.role}, boot {seen['boot']})", ""]
    if seen.get("members"):
        lines += table(["member", "role", "state", "timeline", "lag", ""], [_member(one) for one in seen["members"]])
    if seen.get("voters"):
        head = ["etcd member", "", "database", "raft index", "version"]
        lines += table(head, [_voter(one) for one in seen["voters"]])
    if seen.get("connections") is not None:
        head = ["client", "user", "database", "connections", "active"]
        keys = ("client", "usename", "datname", "connections", "active")
        lines += table(head, [[one[key] for key in keys] for one in seen["connections"]])
    if seen.get("shares"):
        shares = [[name, str(one["used"]), str(one["limit"])] for name, one in seen["shares"].items()]
        lines += table(["share", "connections", "limit"], shares)
    if seen.get("pools"):
        lines += _pool_lines(seen["pools"])
    if (seen.get("backup") or {}).get("leads"):
        lines.append(_last_backup(seen["backup"]))
    watch = seen.get("watch") or {}
    lines += [f"ended because it hung: {one}" for one in watch.get("ended", [])]
    if watch.get("state") == "off":
        lines.append(f"a hung process is not ended: {WATCH_OFF} exists")
    lines += [f"not seen from here: {one}" for one in elsewhere(seen, host)]
    if seen.get("certificates"):
        lines.append(_next_end(seen["certificates"]))
    lines += seen.get("restore") or []
    if seen.get("otherIdentities"):
        lines.append(f"the VM has other managed identities; the host uses {host.name}, which a deployment must keep")
    said = [f"{'unhealthy' if one in seen['urgent'] else 'degraded'}: {one}" for one in seen["problems"]]
    return "\n".join([*lines, "", *(said or ["healthy"])])


def _next_end(found: list[Seen]) -> str:
    one = found[0]
    return f"next certificate to end: {one['name']} in {one['daysLeft']} days ({one['ends']})"


def _last_backup(found: Seen) -> str:
    last, running = found["lastBackup"], found["running"]
    said = f"last backup: {last['label']}, {last['stop']}" if last else "last backup: none yet"
    return f"{said}; one runs now" if running else said


def _member(one: Seen) -> list[str]:
    from azure_patroni.members import LEADERS

    lag = "" if one["role"] in LEADERS else "unknown" if one["lag"] is None else size(one["lag"])
    note = "pending restart: pgcluster restart --pending" if one["pending"] else ""
    return [one["name"], one["role"], one["state"], str(one["timeline"] or "?"), lag, note]


def _voter(one: Seen) -> list[str]:
    if not one["reachable"]:
        return [one["name"], "unreachable", "", "", ""]
    standing = "leader" if one["leads"] else "learner" if one["learner"] else "follower"
    return [one["name"], standing, size(one["bytes"]), str(one["index"]), one["version"]]


def _pool_lines(found: Seen) -> list[str]:
    rows = []
    for one in found["pools"]:
        idle = one["sv_idle"] + one["sv_used"] + one["sv_tested"] + one["sv_login"]
        rows.append([one["database"], one["user"], one["cl_active"], one["cl_waiting"], one["sv_active"], idle])
    head = ["database", "user", "clients", "waiting", "servers busy", "servers idle"]
    processes = f"{found['processes']} PgBouncer process{'' if found['processes'] == 1 else 'es'}"
    said = f"{processes} connecting to {found['server']}, longest wait {found['longestWait']:.1f} s"
    return [said, *(table(head, rows) if rows else ["no client has connected yet", ""])]


def elsewhere(seen: Seen, host: Host) -> list[str]:
    """What other hosts can show."""
    said = []
    if host.role != "database":
        said.append(f"members: ask on {', '.join(host.databases)}")
    elif seen.get("connections") is None:
        said.append("connections: ask on the leader")
    if host.backup is not None and not (seen.get("backup") or {}).get("leads"):
        said.append("backups: ask on the leader")
    if not host.voter:
        said.append(f"etcd: ask on {', '.join(host.voters)}")
    if host.role != "pooler" and host.poolers:
        said.append(f"pools: ask on {', '.join(host.poolers)}")
    return said

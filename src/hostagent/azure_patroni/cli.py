"""pgcluster: looks at the cluster that this host belongs to, and changes it step by step."""

import argparse
import json
import os
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from azure_patroni import host as hosts
from azure_patroni.command import attempt
from azure_patroni.failure import Failure
from azure_patroni.host import AGENT, Host
from azure_patroni.output import Output

OK, DEGRADED, FAILED = 0, 1, 2
EXIT_STATUS = """exit status:
  0  done; with status: healthy
  1  status, synchronous status: degraded, and the last lines say why
  2  refused, failed or wrong usage; the line on standard error says why"""
# The vault is asked for a minute; roles wait for PostgreSQL.
SECRETS_SECONDS = 600.0


@dataclass(frozen=True)
class Command:
    """A command of pgcluster."""

    name: str
    help: str
    more: str
    run: Callable[[Host, argparse.Namespace, Output], int]
    options: tuple[str, ...] = ()


def status(host: Host, asked: argparse.Namespace, output: Output) -> int:
    from azure_patroni.status import gather, text

    seen = gather(host)
    print(json.dumps(seen, indent=2) if output.as_json else text(seen, host))
    return DEGRADED if seen["problems"] else OK


def switchover(host: Host, asked: argparse.Namespace, output: Output) -> int:
    _database(host)
    from azure_patroni.actions import Actions
    from azure_patroni.patroni import Patroni

    Actions(Patroni(host), output).switchover(asked.to, asked.yes)
    return OK


def restart(host: Host, asked: argparse.Namespace, output: Output) -> int:
    _database(host)
    from azure_patroni.actions import Actions
    from azure_patroni.patroni import Patroni

    Actions(Patroni(host), output).restart(asked.pending, asked.yes)
    return OK


def configure(host: Host, asked: argparse.Namespace, output: Output) -> int:
    _database(host)
    from azure_patroni import configure as configuration

    configuration.configure(host, asked.dry_run, asked.yes, output)
    return OK


def synchronous(host: Host, asked: argparse.Namespace, output: Output) -> int:
    _database(host)
    from azure_patroni import synchronous as synchrony

    if asked.state == "status":
        return OK if synchrony.status(host, output) else DEGRADED
    if asked.state == "off":
        synchrony.off(host, asked.yes, output)
    else:
        synchrony.on(host, output)
    return OK


def backup(host: Host, asked: argparse.Namespace, output: Output) -> int:
    _database(host)
    from azure_patroni import backups

    backups.make(host, asked.full, output)
    return OK


def backups(host: Host, asked: argparse.Namespace, output: Output) -> int:
    _database(host)
    from azure_patroni import backups as repository

    repository.show(host, output)
    return OK


def apply(host: Host, asked: argparse.Namespace, output: Output) -> int:
    from azure_patroni import apply as applying

    applying.apply(host, asked.file, asked.dry_run, output)
    return OK


def replace_voter(host: Host, asked: argparse.Namespace, output: Output) -> int:
    if not host.voter:
        raise Failure(f"{host.name} is not an etcd member: run this on one of {', '.join(host.voters)}")
    from azure_patroni.replace import replace

    replace(host, asked.name, output)
    return OK


def reload_secrets(host: Host, asked: argparse.Namespace, output: Output) -> int:
    """What `systemctl reload azure-patroni-secrets` runs; here the operator reads what it prints."""
    ran = attempt(AGENT, "secrets", "--reload", seconds=SECRETS_SECONDS, show=not output.as_json)
    if not ran.ok:
        raise Failure(ran.reason())
    output.result({"messages": ran.output.splitlines()})
    return OK


def restore(host: Host, asked: argparse.Namespace, output: Output) -> int:
    _database(host)
    if host.backup is None:
        raise Failure("this cluster has no backup: set backup.enabled in the stack file")
    if asked.timeline is not None and asked.at is None:
        raise Failure("--timeline needs --at")
    from azure_patroni.restore import Restoring

    restoring = Restoring(host, output)
    if asked.at is not None:
        restoring.restore(asked.at, asked.timeline, asked.dry_run, asked.yes)
    elif asked.undo:
        restoring.undo(asked.yes)
    elif asked.finish:
        restoring.finish(asked.yes)
    elif asked.test:
        from azure_patroni.restore_test import run

        run(host, output)
    else:
        restoring.status()
    return OK


def _database(host: Host) -> None:
    if host.role != "database":
        raise Failure(f"only database hosts reach Patroni: run this on one of {', '.join(host.databases)}")


GROUPS = {
    "look": (
        Command(
            "status",
            "Shows members, etcd, pools and unfinished boot steps, as far as this host can see them",
            "",
            status,
        ),
        Command(
            "backups",
            "Shows backups, the times that can be restored, holes in the archive and the last restore test",
            "Run it on the leader.",
            backups,
        ),
    ),
    "operate": (
        Command(
            "switchover",
            "Hands leadership to a synchronous standby",
            "Open sessions are closed; no row is lost.",
            switchover,
            ("--to", "--yes"),
        ),
        Command(
            "restart",
            "Restarts PostgreSQL on every member: standbys first, then the leader after a switchover",
            "",
            restart,
            ("--pending", "--yes"),
        ),
        Command(
            "configure",
            "Brings the rendered dynamic configuration (bootstrap.dcs) into etcd, once for the cluster",
            "",
            configure,
            ("--dry-run", "--yes"),
        ),
        Command(
            "synchronous",
            "Switches off that commits wait for a standby, for one that is slow, and on again",
            "While it is off, a failover can lose acknowledged rows, and the status is degraded.",
            synchronous,
            ("state", "--yes"),
        ),
        Command(
            "backup",
            "Makes a differential backup now, or a full one",
            "Run it on the leader. An interrupted command does not end the backup.",
            backup,
            ("--full",),
        ),
        Command(
            "apply",
            "Brings this host to a newly rendered bundle and restarts only what its changes ask for",
            "",
            apply,
            ("file", "--dry-run"),
        ),
        Command(
            "reload-secrets",
            "Fetches this host's secrets from the vault and reloads the services that use them",
            "",
            reload_secrets,
        ),
    ),
    "recover": (
        Command(
            "replace-voter",
            "Removes a dead etcd member and adds its successor of the same name",
            "Run it on an etcd member that works. It may be run again after it was interrupted.",
            replace_voter,
            ("name",),
        ),
        Command(
            "restore",
            "Restores the whole cluster to a time, from the backup and the archive",
            "The data of now is set aside on each host until --finish; --undo puts it back. Without an option it shows"
            " the restore that is under way, which goes on without this command.",
            restore,
            ("--at|--undo|--finish|--test", "--timeline", "--dry-run", "--yes"),
        ),
    ),
}


OPTIONS: dict[str, dict[str, Any]] = {
    "--to": {"metavar": "NAME", "help": "the standby that takes over; the nearest if left out"},
    "--yes": {"action": "store_true", "help": "do not ask"},
    "--pending": {"action": "store_true", "help": "only members with a setting that waits for a restart"},
    "--full": {"action": "store_true", "help": "all of the database, not only what changed since the last full backup"},
    "--dry-run": {"action": "store_true", "help": "only show what would change"},
    "--at": {"metavar": "TIME", "help": "latest, or a time with a zone: 2026-11-27T08:47:46Z"},
    "--undo": {"action": "store_true", "help": "put the data of before the restore back"},
    "--finish": {"action": "store_true", "help": "delete the data that restores have set aside"},
    "--test": {"action": "store_true", "help": "restore on this host, beside its database, and remove it again"},
    "--timeline": {"metavar": "N", "type": int, "help": "the timeline of the archive; the newest if left out"},
    "state": {"metavar": "STATE", "choices": ("off", "on", "status"), "help": "off, on or status"},
    "file": {"metavar": "FILE", "help": "cdktf.out/stacks/STACK/hosts/HOST.yaml, or - for standard input"},
    "name": {"metavar": "NAME", "help": "the etcd member whose host or disk is lost"},
}


def arguments() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="pgcluster",
        usage="pgcluster [-h] COMMAND ...",
        description=_overview(),
        epilog=EXIT_STATUS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(
        dest="command", required=True, metavar="COMMAND", help=argparse.SUPPRESS, prog="pgcluster"
    )
    for command in (command for group in GROUPS.values() for command in group):
        one = commands.add_parser(
            command.name,
            description=f"{command.help}. {command.more}".strip(),
            epilog=EXIT_STATUS,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        one.set_defaults(run=command.run)
        for option in command.options:
            # Of those with a bar between them, one at most.
            add = one.add_mutually_exclusive_group() if "|" in option else one
            for name in option.split("|"):
                add.add_argument(name, **OPTIONS[name])
        one.add_argument("--json", action="store_true", help="print one JSON document; progress goes to standard error")
    return parser


def _overview() -> str:
    lines = ["Looks at the cluster and changes it. Needs root."]
    for name, group in GROUPS.items():
        lines += ["", f"{name}:", *(f"  {command.name:<15} {command.help}" for command in group)]
    return "\n".join([*lines, "", "`pgcluster COMMAND --help` lists a command's options."])


def main(words: list[str] | None = None) -> int:
    """Runs one command and returns its exit status."""
    asked = arguments().parse_args(words)
    if os.geteuid() != 0:
        return _failed("it reads secrets and restarts services, so it needs root: sudo pgcluster ...")
    try:
        status_code: int = asked.run(hosts.load(), asked, Output(asked.json))
        return status_code
    except (Failure, OSError) as failure:
        return _failed(str(failure))
    except KeyboardInterrupt:
        return _failed("interrupted; see `pgcluster status`")
    except Exception as error:
        # Python's own exit status for it would be 1, which is "degraded".
        traceback.print_exc()
        return _failed(f"unexpected {type(error).__name__}: {error}: report it with the lines above")


def _failed(message: str) -> int:
    print(f"pgcluster: {message}", file=sys.stderr)
    return FAILED

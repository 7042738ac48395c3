"""What follows from a changed file: units reloaded or restarted, without taking more down than was asked for."""

import subprocess
from pathlib import Path

from pgcluster_base import Failure, must, run
from pgcluster_moves import following, hand_over, choose
from pgcluster_patroni import Patroni

READY = "/usr/lib/azure-patroni/ready"
# Whose stop an operator would notice.
SERVICES = ("patroni.service", "etcd.service", "pgbouncer@")


class Units:
    """The units of this host."""

    def __init__(self, host: dict) -> None:
        self.host = host

    def check(self, actions: list[str]) -> None:
        """Refuses, before anything is written, what would take a service along."""
        for action in actions:
            verb, unit = split(action)
            if is_service(unit) or self.reloads(verb, unit):
                continue
            taken = [one for one in self.required_by(unit) if is_service(one) and self.active(one)]
            if taken:
                raise Failure(f"restarting {unit} would take {', '.join(taken)} along: give it an ExecReload or restart by hand")

    def before(self, actions: list[str]) -> None:
        """A leader hands over before its Patroni restarts."""
        if self.host["role"] != "database" or "restart:patroni.service" not in map(full, actions):
            return
        patroni = Patroni(self.host)
        head = patroni.leader()
        if head.name == self.host["name"]:
            hand_over(patroni, head, choose(patroni.members(), None, patroni.synchronous()))

    def do(self, actions: list[str], reload_units: bool) -> None:
        if reload_units:
            must("systemctl", "daemon-reload")
        for action in actions:
            verb, unit = split(action)
            for one in self.matching(unit):
                self.one(verb, one)
        if reload_units:
            # Starts what the changed units newly want; what runs already is left alone.
            must("systemctl", "start", "azure-patroni.target", timeout=900)
        if actions:
            self.wait(actions)

    def one(self, verb: str, unit: str) -> None:
        if self.gone(unit):
            print(f"stop {unit}: it has no configuration any more", flush=True)
            run("systemctl", "stop", unit, timeout=120)
            return
        reload = self.reloads(verb, unit)
        print(f"{'reload' if reload else verb} {unit}", flush=True)
        must("systemctl", "reload-or-restart" if reload or verb == "reload" else verb, unit, timeout=900)

    def wait(self, actions: list[str]) -> None:
        """Until this host's services answer again, and its standby streams."""
        try:
            done = subprocess.run([READY], check=False, timeout=300)
        except subprocess.TimeoutExpired as error:
            raise Failure("the host's services do not answer within 300 s: see `pgcluster status`") from error
        if done.returncode != 0:
            raise Failure("the host's services do not answer: see `pgcluster status`")
        if self.host["role"] == "database" and "restart:patroni.service" in map(full, actions):
            patroni = Patroni(self.host)
            name = self.host["name"]
            patroni.wait(f"{name} streaming", following(patroni, name))

    def matching(self, unit: str) -> list[str]:
        """The units that a glob means, one at a time so that the others keep the port answered."""
        if "*" not in unit:
            return [full_name(unit)]
        text = must("systemctl", "list-units", "--all", "--plain", "--no-legend", full_name(unit))
        return sorted(line.split()[0] for line in text.splitlines() if line.strip())

    def gone(self, unit: str) -> bool:
        if unit.startswith("pgbouncer@"):
            return not process_file(unit).exists()
        return run("systemctl", "show", "-p", "LoadState", "--value", unit).stdout.strip() == "not-found"

    def reloads(self, verb: str, unit: str) -> bool:
        """A step of the boot runs again by its ExecReload; a restart would stop all that stands on it."""
        if "*" in unit:
            return verb == "reload"
        shown = run("systemctl", "show", "-p", "Type", "-p", "CanReload", full_name(unit)).stdout.split()
        return "CanReload=yes" in shown and (verb == "reload" or "Type=oneshot" in shown)

    def required_by(self, unit: str) -> list[str]:
        """Who stops when the unit stops, however far up."""
        seen: list[str] = []
        waiting = self.matching(unit)
        while waiting:
            shown = run("systemctl", "show", "-p", "RequiredBy", "-p", "BoundBy", "-p", "ConsistsOf", "--value", waiting.pop())
            for one in shown.stdout.split():
                if one not in seen:
                    seen.append(one)
                    waiting.append(one)
        return seen

    def active(self, unit: str) -> bool:
        return run("systemctl", "is-active", "--quiet", unit).returncode == 0


def split(action: str) -> tuple[str, str]:
    verb, _, unit = action.partition(":")
    return verb, unit


def full_name(unit: str) -> str:
    return unit if unit.endswith((".service", ".target", ".timer", ".socket", ".mount")) else f"{unit}.service"


def full(action: str) -> str:
    verb, unit = split(action)
    return f"{verb}:{full_name(unit)}"


def is_service(unit: str) -> bool:
    return full_name(unit).startswith(SERVICES)


def process_file(unit: str) -> Path:
    number = unit.removeprefix("pgbouncer@").removesuffix(".service")
    return Path(f"/etc/pgbouncer/process-{number}.ini")

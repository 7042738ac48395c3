"""Reloads and restarts units after their files changed, without stopping more than was asked for."""

from pathlib import Path

from azure_patroni.command import attempt, run
from azure_patroni.failure import Failure
from azure_patroni.host import AGENT, Host
from azure_patroni.output import Output

# Units whose stop an operator would notice.
SERVICES = ("patroni.service", "etcd.service", "pgbouncer@")
SUFFIXES = (".service", ".target", ".timer", ".socket", ".mount")
RESTART_PATRONI = "restart:patroni.service"
# A PostgreSQL that stops writes its last checkpoint.
RESTART_SECONDS = 900.0
STOP_SECONDS = 120.0
# Exit statuses of systemctl: stop of a unit that systemd does not know, is-active of one that is stopped or unknown.
NOT_LOADED = 5
NOT_ACTIVE = (3, 4)
READY_SECONDS = 300.0


class Units:
    """The units of this host."""

    def __init__(self, host: Host, output: Output) -> None:
        self.host = host
        self.output = output

    def check(self, actions: list[str]) -> None:
        """Refuses, before anything is written, an action that would stop a service."""
        for action in actions:
            verb, unit = split(action)
            if is_service(unit) or self.reloads(verb, unit):
                continue
            stopped = [one for one in self.required_by(unit) if is_service(one) and self.active(one)]
            if stopped:
                raise Failure(
                    f"restarting {unit} would also stop {', '.join(stopped)}: give it an ExecReload or restart by hand"
                )

    def before(self, actions: list[str]) -> None:
        """A leader hands over before its Patroni restarts."""
        if self.restarts_patroni(actions):
            from azure_patroni.actions import step_down

            step_down(self.host, self.output)

    def act(self, actions: list[str], reload_units: bool) -> None:
        """Runs the actions, one unit after the other, and waits until the host's services answer."""
        if reload_units:
            run("systemctl", "daemon-reload")
        for action in actions:
            verb, unit = split(action)
            for one in self.matching(unit):
                self.one(verb, one)
        if reload_units:
            # Starts what the changed units newly want; what runs already is left alone.
            run("systemctl", "start", "azure-patroni.target", seconds=RESTART_SECONDS)
        if actions:
            self.wait(actions)

    def one(self, verb: str, unit: str) -> None:
        """Reloads or restarts one unit; one that has no configuration any more is stopped."""
        if self.gone(unit):
            self.output.line(f"stop {unit}: it has no configuration any more")
            ran = attempt("systemctl", "stop", unit, seconds=STOP_SECONDS)
            if ran.status not in (0, NOT_LOADED):
                raise Failure(f"systemctl stop {unit}: {ran.reason()}")
            return
        reload = verb == "reload" or self.reloads(verb, unit)
        self.output.line(f"{'reload' if reload else verb} {unit}")
        run("systemctl", "reload-or-restart" if reload else verb, unit, seconds=RESTART_SECONDS)

    def wait(self, actions: list[str]) -> None:
        """Until this host's services answer again, and its standby streams."""
        ran = attempt(AGENT, "ready", seconds=READY_SECONDS)
        if not ran.ok:
            raise Failure(f"the host's services do not answer: {ran.reason()}: see `pgcluster status`")
        if self.restarts_patroni(actions):
            from azure_patroni.actions import await_standby

            await_standby(self.host, self.output)

    def restarts_patroni(self, actions: list[str]) -> bool:
        return self.host.role == "database" and RESTART_PATRONI in map(full, actions)

    def matching(self, unit: str) -> list[str]:
        """The units of a pattern, to be taken one at a time so that the others keep the port answered."""
        if "*" not in unit:
            return [full_name(unit)]
        text = run("systemctl", "list-units", "--all", "--plain", "--no-legend", full_name(unit))
        return sorted(line.split()[0] for line in text.splitlines() if line.strip())

    def gone(self, unit: str) -> bool:
        """Whether a unit's configuration was removed."""
        if unit.startswith("pgbouncer@"):
            return not process_file(unit).exists()
        return run("systemctl", "show", "-p", "LoadState", "--value", unit).strip() == "not-found"

    def reloads(self, verb: str, unit: str) -> bool:
        """Whether a restart is done by ExecReload: a restarted boot step would stop all that depends on it."""
        if "*" in unit:
            return verb == "reload"
        shown = run("systemctl", "show", "-p", "Type", "-p", "CanReload", full_name(unit)).split()
        return "CanReload=yes" in shown and (verb == "reload" or "Type=oneshot" in shown)

    def required_by(self, unit: str) -> list[str]:
        """All units that stop when this one stops."""
        properties = ("-p", "RequiredBy", "-p", "BoundBy", "-p", "ConsistsOf", "--value")
        seen: list[str] = []
        waiting = self.matching(unit)
        while waiting:
            for one in run("systemctl", "show", *properties, waiting.pop()).split():
                if one not in seen:
                    seen.append(one)
                    waiting.append(one)
        return seen

    def active(self, unit: str) -> bool:
        ran = attempt("systemctl", "is-active", "--quiet", unit)
        if not ran.ok and ran.status not in NOT_ACTIVE:
            raise Failure(f"systemctl is-active {unit}: {ran.reason()}")
        return ran.ok


def split(action: str) -> tuple[str, str]:
    """Verb and unit of an action such as restart:etcd.service."""
    verb, _, unit = action.partition(":")
    return verb, unit


def full_name(unit: str) -> str:
    """A unit's name with its suffix."""
    return unit if unit.endswith(SUFFIXES) else f"{unit}.service"


def full(action: str) -> str:
    """An action with the suffix of its unit."""
    verb, unit = split(action)
    return f"{verb}:{full_name(unit)}"


def is_service(unit: str) -> bool:
    """Whether an operator would notice its stop."""
    return full_name(unit).startswith(SERVICES)


def process_file(unit: str) -> Path:
    """The configuration of a PgBouncer process."""
    number = unit.removeprefix("pgbouncer@").removesuffix(".service")
    return Path(f"/etc/pgbouncer/process-{number}.ini")

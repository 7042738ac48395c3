"""pgcluster switchover and restart: Patroni acts, this asks, waits and reports."""

import time
from dataclasses import asdict

from azure_patroni import members
from azure_patroni.failure import Failure
from azure_patroni.host import Host
from azure_patroni.members import Member
from azure_patroni.output import Output, confirm
from azure_patroni.patroni import Patroni


class Actions:
    """What is done to a running cluster."""

    def __init__(self, patroni: Patroni, output: Output) -> None:
        self.patroni = patroni
        self.output = output

    def switchover(self, to: str | None, yes: bool) -> None:
        """Hands leadership to a standby that loses nothing."""
        found = self.patroni.members()
        head = members.leader(found)
        if head is None:
            raise Failure("there is no leader to hand over from: see `journalctl -u patroni`")
        target = members.choose(found, to, self.patroni.synchronous())
        self.show(found)
        confirm(f"Switch over from {head.name} to {target.name}? Open sessions are closed.", yes)
        self.hand_over(head, target)
        self.finish()

    def hand_over(self, head: Member, target: Member) -> None:
        """Switches over and waits until the old leader follows."""
        began = time.monotonic()
        self.patroni.send(head.name, "POST", "/switchover", {"leader": head.name, "candidate": target.name})
        self.patroni.wait(f"{target.name} is the leader", lambda now: members.leads(now, target.name))
        self.output.line(f"{target.name} leads after {time.monotonic() - began:.1f} s")
        self.await_standby(head.name)
        self.output.line(f"{head.name} follows after {time.monotonic() - began:.1f} s")

    def restart(self, pending: bool, yes: bool) -> None:
        """Restarts PostgreSQL on every member, standbys first, the leader by a switchover."""
        found = self.patroni.members()
        standbys, head = members.restart_order(found, pending)
        order = [one.name for one in [*standbys, *([head] if head else [])]]
        if not order:
            self.output.line("no member waits for a restart")
            self.output.result({"restarted": [], "members": [asdict(one) for one in found]})
            return
        self.show(found)
        confirm(f"Restart PostgreSQL on {', '.join(order)}, in this order?", yes)
        for one in standbys:
            self.restart_standby(one.name)
        if head is not None:
            self.restart_leader(head)
        if pending:
            self.restart_left()
        self.finish(restarted=order)

    def restart_standby(self, name: str) -> None:
        began = time.monotonic()
        self.output.line(f"restarting {name}")
        self.patroni.send(name, "POST", "/restart", {})
        self.await_standby(name)
        self.output.line(f"{name} streams after {time.monotonic() - began:.1f} s")

    def restart_leader(self, head: Member) -> None:
        """Hands over, which restarts its PostgreSQL and pauses writes for seconds only; alone, it restarts in place."""
        found = self.patroni.members()
        if len(found) == 1:
            self.restart_in_place(head.name)
            return
        self.hand_over(head, members.choose(found, None, self.patroni.synchronous()))

    def restart_in_place(self, name: str) -> None:
        began = time.monotonic()
        self.output.line(f"restarting {name}, which leads")
        self.patroni.send(name, "POST", "/restart", {})
        self.patroni.wait(f"{name} is the leader", lambda now: members.leads(now, name))
        self.output.line(f"{name} leads again after {time.monotonic() - began:.1f} s")

    def restart_left(self) -> None:
        """A lowered limit, such as max_connections, counts on standbys only once the leader has it."""
        self.pause()
        head = members.leader(self.patroni.members())
        if head and head.pending:
            self.restart_in_place(head.name)
            self.patroni.wait("every standby streams", lambda now: all(one.streams for one in now if not one.leads))
            self.pause()
        for one in members.restart_order(self.patroni.members(), True)[0]:
            self.restart_standby(one.name)

    def pause(self) -> None:
        """Until every member has reported what it waits for."""
        time.sleep(float(self.patroni.config().get("loop_wait", 10)))

    def await_standby(self, name: str) -> None:
        synchronous = self.patroni.synchronous()
        self.patroni.wait(f"{name} streams", lambda now: members.follows(now, name, synchronous))

    def show(self, found: list[Member]) -> None:
        for one in found:
            self.output.line(members.describe(one))

    def finish(self, **more: list[str]) -> None:
        found = self.patroni.members()
        self.show(found)
        self.output.result({**more, "members": [asdict(one) for one in found]})


def step_down(host: Host, output: Output) -> None:
    """If this host leads, hands leadership to a standby that loses nothing."""
    patroni = Patroni(host)
    head = patroni.leader()
    if head.name == host.name:
        target = members.choose(patroni.members(), None, patroni.synchronous())
        Actions(patroni, output).hand_over(head, target)


def await_standby(host: Host, output: Output) -> None:
    """Waits until this host's PostgreSQL streams."""
    Actions(Patroni(host), output).await_standby(host.name)

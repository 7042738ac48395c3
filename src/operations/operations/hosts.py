"""The hosts of a synthesised stack, by SSH."""

import hashlib
import ipaddress
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

FACTS = "/etc/azure-patroni/host.json"
LEADERS = ("leader", "standby_leader")
# A connection that is silent for 15 s is lost.
SSH = ["-o", "BatchMode=yes", "-o", "ConnectTimeout=10", "-o", "ServerAliveInterval=5", "-o", "ServerAliveCountMax=3"]
# Longer than each command's own limits on a host that works.
SECONDS = {"status": 180, "apply": 3600, "configure": 300, "switchover": 300, "cat": 30, "logger": 30}

# What a program of the hosts prints as JSON.
Facts = dict[str, Any]


class NoAnswer(Exception):
    """A host cannot be asked; the message says what to check."""


class Hosts:
    """The hosts, by name. stack: the folder of the stack; options: for ssh."""

    def __init__(self, stack: Path, user: str | None, options: list[str]) -> None:
        paths = sorted((stack / "hosts").glob("*.yaml"), key=lambda path: path.name)
        self.bundles = {path.stem: path.read_bytes() for path in paths}
        self.facts = {path.stem: facts(path, self.bundles[path.stem]) for path in paths}
        self.user = user or administrator(stack)
        if not re.fullmatch(r"\w[\w.-]*", self.user, re.ASCII):
            sys.exit(f"{self.user!r} is no user of the hosts: use --user with letters, digits, _, . and -")
        self.ssh = ["ssh", *SSH, *options]

    def of(self, role: str) -> list[str]:
        """The names of the hosts that have a role."""
        return [name for name, one in self.facts.items() if one["role"] == role]

    def sum(self) -> str:
        """The hash of all files of all hosts, as bin/review shows it: sha256sum *.yaml | sha256sum."""
        lines = [f"{hashlib.sha256(data).hexdigest()}  {name}.yaml\n" for name, data in self.bundles.items()]
        return hashlib.sha256("".join(lines).encode()).hexdigest()

    def command(self, name: str, *words: str) -> list[str]:
        """The command of ssh that runs one on a host, whose shell reads the words."""
        return [*self.ssh, "--", f"{self.user}@{self.facts[name]['address']}", *map(shlex.quote, words)]

    def pgcluster(self, name: str, *words: str, feed: bytes = b"") -> int:
        """Runs pgcluster on a host, which prints here."""
        seconds = SECONDS[words[0]]
        try:
            command = self.command(name, "sudo", "-n", "pgcluster", *words)
            return subprocess.run(command, input=feed, check=False, timeout=seconds).returncode
        except subprocess.TimeoutExpired:
            raise NoAnswer(f"pgcluster {words[0]} has not ended within {seconds} s and may still run there") from None

    def log(self, name: str, text: str) -> bool:
        """Whether a line is in the journal of a host."""
        command = self.command(name, "logger", "--tag", "rollout", "--", text)
        try:
            ran = subprocess.run(command, stdin=subprocess.DEVNULL, check=False, timeout=SECONDS["logger"])
        except subprocess.TimeoutExpired:
            return False
        return ran.returncode == 0

    def read(self, name: str, *words: str, quiet: bool = False) -> str:
        """What a command on a host prints."""
        errors = subprocess.DEVNULL if quiet else None
        seconds = SECONDS["status" if "status" in words else words[0]]
        try:
            done = subprocess.run(
                self.command(name, *words), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors,
                text=True, timeout=seconds, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise NoAnswer(f"no answer by SSH within {seconds} s") from None
        return done.stdout

    def status(self, name: str, quiet: bool = False) -> Facts:
        """What pgcluster status says of the cluster."""
        try:
            found: Facts = json.loads(self.read(name, "sudo", "-n", "pgcluster", "status", "--json", quiet=quiet))
            return found
        except ValueError:
            said = "pgcluster status printed nothing: check SSH access to the host, and that its user may run sudo"
            raise NoAnswer(said) from None


def leads(name: str, members: list[Facts] | None) -> bool:
    """Whether a host leads; members: what pgcluster status lists."""
    return any(one["name"] == name and one["role"] in LEADERS for one in members or [])


def facts(bundle: Path, data: bytes) -> Facts:
    """A host's name, role and address, from its user-data."""
    # Here, because bin/deploy needs it for --host-by-host only.
    try:
        import yaml
    except ImportError:
        sys.exit("Python's YAML package is missing: apt-get install python3-yaml, or pip install pyyaml")
    try:
        files = yaml.safe_load(data)["write_files"]
        found: Facts = json.loads(next(one["content"] for one in files if one["path"] == FACTS))
        # ssh reads more than an address there.
        ipaddress.ip_address(found["address"])
        return found
    except (yaml.YAMLError, KeyError, TypeError, ValueError, StopIteration):
        sys.exit(f"{bundle} does not contain {FACTS} with an address: synthesise the stack again")


def administrator(stack: Path) -> str:
    """The VMs' user, as the stack's Terraform has it."""
    try:
        found = re.search(r'"admin_username":\s*"([^"$]+)"', (stack / "cdk.tf.json").read_text())
    except OSError:
        found = None
    if not found:
        sys.exit(f"{stack}/cdk.tf.json contains no admin_username: synthesise the stack, or use --user")
    return found.group(1)

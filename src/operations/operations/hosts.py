"""The hosts of a synthesised stack, by SSH."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

FACTS = "/etc/azure-patroni/host.json"
LEADERS = ("leader", "standby_leader")
# A connection that is silent for 15 s is lost.
SSH = ["-o", "BatchMode=yes", "-o", "ConnectTimeout=10", "-o", "ServerAliveInterval=5", "-o", "ServerAliveCountMax=3"]
# Longer than each command's own limits on a host that works.
SECONDS = {"status": 180, "apply": 3600, "configure": 300, "switchover": 300, "cat": 30}

# What a program of the hosts prints as JSON.
Facts = dict[str, Any]


class NoAnswer(Exception):
    """A host cannot be asked; the message says what to check."""


class Hosts:
    """The hosts, by name. stack: the folder of the stack; options: for ssh."""

    def __init__(self, stack: Path, user: str | None, options: list[str]) -> None:
        self.bundles = {path.stem: path for path in sorted((stack / "hosts").glob("*.yaml"))}
        self.facts = {name: facts(path) for name, path in self.bundles.items()}
        self.user = user or administrator(stack)
        self.ssh = ["ssh", *SSH, *options]

    def of(self, role: str) -> list[str]:
        """The names of the hosts that have a role."""
        return [name for name, one in self.facts.items() if one["role"] == role]

    def command(self, name: str, *words: str) -> list[str]:
        """The command of ssh that runs one on a host."""
        return [*self.ssh, f"{self.user}@{self.facts[name]['address']}", *words]

    def pgcluster(self, name: str, *words: str, feed: bytes = b"") -> int:
        """Runs pgcluster on a host, which prints here."""
        seconds = SECONDS[words[0]]
        try:
            command = self.command(name, "sudo", "-n", "pgcluster", *words)
            return subprocess.run(command, input=feed, check=False, timeout=seconds).returncode
        except subprocess.TimeoutExpired:
            raise NoAnswer(f"pgcluster {words[0]} has not ended within {seconds} s and may still run there") from None

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


def facts(bundle: Path) -> Facts:
    """A host's name, role and address, from its user-data."""
    # Here, because bin/deploy needs it for --host-by-host only.
    try:
        import yaml
    except ImportError:
        sys.exit("Python's YAML package is missing: apt-get install python3-yaml, or pip install pyyaml")
    try:
        files = yaml.safe_load(bundle.read_text())["write_files"]
        found: Facts = json.loads(next(one["content"] for one in files if one["path"] == FACTS))
        return found
    except (yaml.YAMLError, KeyError, TypeError, ValueError, StopIteration):
        sys.exit(f"{bundle} does not contain {FACTS}: synthesise the stack again")


def administrator(stack: Path) -> str:
    """The VMs' user, as the stack's Terraform has it."""
    try:
        found = re.search(r'"admin_username":\s*"([^"$]+)"', (stack / "cdk.tf.json").read_text())
    except OSError:
        found = None
    if not found:
        sys.exit(f"{stack}/cdk.tf.json contains no admin_username: synthesise the stack, or use --user")
    return found.group(1)

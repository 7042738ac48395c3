"""What a synthesised stack needs, from its Terraform configuration."""

import json
import os
from pathlib import Path
from typing import Any

from operations.failure import Failure
from operations.preflight.providers import ALWAYS, provider

# The arguments of a resource.
Arguments = dict[str, Any]
FACTS = ("location", "size", "storage_account_type", "zone")


class Stack:
    """A stack that was synthesised to a folder."""

    def __init__(self, output: Path, name: str) -> None:
        self.name = name
        file = output / "stacks" / name / "cdk.tf.json"
        try:
            configuration = json.loads(file.read_text())
            self._resources: dict[str, dict[str, Arguments]] = configuration["resource"]
        except FileNotFoundError:
            others = sorted(path.parent.name for path in output.glob("stacks/*/cdk.tf.json"))
            synthesised = f"synthesised: {', '.join(others)}" if others else "nothing is synthesised"
            raise Failure(
                f"{file} does not exist ({synthesised}). Run npx cdktf synth {name} for a file of stacks/"
            ) from None
        except (OSError, ValueError, KeyError, TypeError) as broken:
            raise Failure(
                f"{file} is not the output of a synthesis ({broken!r}): run npx cdktf synth {name}"
            ) from broken
        self.machines = self.of("azurerm_linux_virtual_machine")
        self.disks = self.of("azurerm_managed_disk")
        if not self.machines:
            raise Failure(f"{file} contains no azurerm_linux_virtual_machine: run npx cdktf synth {name}")
        # Where the state is; empty for a local file.
        self.backend: dict[str, str] = configuration.get("terraform", {}).get("backend", {}).get("azurerm", {})
        azurerm = (configuration.get("provider", {}).get("azurerm") or [{}])[0]
        self.subscription = literal(azurerm.get("subscription_id")) or os.environ.get("ARM_SUBSCRIPTION_ID", "")
        located = [*self.machines, *self.disks]
        for one in located:
            for fact in FACTS:
                if fact in one and not literal(one[fact]):
                    raise Failure(
                        f"{file}: {fact} of {one.get('name')} is {one[fact]}, which only Terraform can work out"
                    )
        self.locations = sorted({one["location"] for one in located})
        # The roles that a deployment assigns.
        assignments = self.of("azurerm_role_assignment")
        self.roles = sorted({one["role_definition_name"] for one in assignments if "role_definition_name" in one})

    def of(self, kind: str) -> list[Arguments]:
        """The resources of a type."""
        return list(self._resources.get(kind, {}).values())

    def names(self, kind: str) -> list[str]:
        """The names of a type's resources."""
        return sorted(one["name"] for one in self.of(kind) if literal(one.get("name")))

    def zones(self, kind: str, location: str, by: str) -> dict[str, set[str]]:
        """The zones of a type's resources in a location, by one of their arguments."""
        found: dict[str, set[str]] = {}
        for one in self.of(kind):
            if one["location"] == location:
                found.setdefault(one[by], set()).update([one["zone"]] if one.get("zone") else [])
        return found

    def providers(self) -> tuple[set[str], set[str]]:
        """The resource providers, and the types whose provider is not known."""
        known = {kind: provider(kind) for kind in self._resources if kind.startswith("azurerm_")}
        # az creates the state's account.
        found = {one for one in known.values() if one} | ({"Microsoft.Storage"} if self.backend else set())
        return found - ALWAYS, {kind for kind, one in known.items() if not one}


def literal(value: Any) -> str:
    """A value that Terraform does not work out; otherwise ""."""
    return value if isinstance(value, str) and "${" not in value else ""

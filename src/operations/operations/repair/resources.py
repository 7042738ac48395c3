"""The resources of a stack's configuration, and what Terraform knows of those that exist."""

import os
import re
from collections.abc import Iterable
from typing import Any

from operations.failure import Failure
from operations.repair.ids import IDS

FIELD = re.compile(r"\{(\w+)(\|last)?\}")
REFERENCE = re.compile(r"\$\{((?:data\.)?\w+\.[\w-]+)\.(\w+)\}")

# A part of a document of Terraform or az.
Values = dict[str, Any]


class Unknown(Exception):
    """A value is known only after the deployment; the message is the value."""


class Resources:
    """The resources of a configuration; planned: a plan of it, as Terraform shows it."""

    def __init__(self, configuration: Values, planned: Values) -> None:
        self.arguments: dict[str, Values] = {
            f"{kind}.{name}": arguments
            for kind, named in configuration["resource"].items()
            for name, arguments in named.items()
        }
        self._known: dict[str, Values] = {}
        self.learn(planned)
        self.subscription = self._find_subscription(configuration)
        self._created = [
            one["address"]
            for one in planned.get("resource_changes", [])
            if one["change"]["actions"] == ["create"] and one["address"] in self.arguments
        ]

    def absent(self, kinds: Iterable[str]) -> list[str]:
        """The addresses of some types that the state lacks: the next deployment would create them."""
        return [one for one in self._created if one.split(".")[0] in kinds]

    def learn(self, planned: Values) -> None:
        """Remembers the attributes of resources in the state, of data sources and of imported resources."""
        for one in planned.get("prior_state", {}).get("values", {}).get("root_module", {}).get("resources", []):
            self._known[one["address"]] = one["values"]
        for one in planned.get("resource_changes", []):
            if one["change"].get("importing") and one["change"]["before"]:
                self._known[one["address"]] = one["change"]["before"]

    def identifier(self, address: str) -> str:
        """Azure's ID of a resource, from its arguments."""
        kind, arguments = address.split(".")[0], self.arguments[address]

        def part(field: re.Match[str]) -> str:
            name, last = field.groups()
            value = self.subscription if name == "subscription" else self.text(arguments.get(name))
            return value.rsplit("/", 1)[-1] if last else value

        if kind not in IDS:
            raise Unknown(f"{address}.id")
        return FIELD.sub(part, IDS[kind])

    def argument(self, address: str, name: str) -> str:
        """An argument of a resource, without references."""
        return self.text(self.arguments[address].get(name))

    def text(self, value: Any) -> str:
        """A string of the configuration, without references."""
        if not isinstance(value, str):
            raise Unknown(str(value))
        found = REFERENCE.sub(lambda reference: self._attribute(*reference.groups()), value)
        if "${" in found:
            raise Unknown(found)
        return found

    def system_disk(self, machine: str) -> tuple[str, str]:
        """Name and ID of a VM's system disk."""
        blocks = self.arguments[machine].get("os_disk") or [{}]
        name = self.text((blocks[0] if isinstance(blocks, list) else blocks).get("name"))
        own = f"/virtualMachines/{self.argument(machine, 'name')}"
        return name, self.identifier(machine).replace(own, f"/disks/{name}")

    def _attribute(self, address: str, name: str) -> str:
        if self._known.get(address, {}).get(name):
            return str(self._known[address][name])
        if address not in self.arguments:
            raise Unknown(f"{address}.{name}")
        if name == "id":
            return self.identifier(address)
        if name == "resource_versionless_id":
            return f"{self.argument(address, 'key_vault_id')}/secrets/{self.argument(address, 'name')}"
        return self.argument(address, name)

    def _find_subscription(self, configuration: Values) -> str:
        providers = configuration.get("provider", {}).get("azurerm", [])
        written = [one.get("subscription_id") for one in (providers if isinstance(providers, list) else [providers])]
        clients = [
            values.get("subscription_id")
            for address, values in self._known.items()
            if address.startswith("data.azurerm_client_config.")
        ]
        for found in [*clients, *written, os.environ.get("ARM_SUBSCRIPTION_ID")]:
            if found:
                return str(found)
        raise Failure("the subscription is unknown: set ARM_SUBSCRIPTION_ID")

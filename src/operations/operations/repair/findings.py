"""What exists in Azure and is missing in the state, and what has to be done with it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from operations.azure_cli import AzureCli
from operations.repair.resources import Resources, Values


class Deletion(NamedTuple):
    """What has to be created again, and the commands of az that delete it."""

    what: str
    why: str
    commands: list[list[str]]


@dataclass
class Findings:
    """What was found so far. imports: IDs by address; notes: remarks by address; left: what bin/repair cannot do."""

    resources: Resources
    imports: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    deletions: list[Deletion] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    _missing: set[str] = field(default_factory=set)

    def none(self) -> bool:
        """Whether there is nothing to repair."""
        return not (self.imports or self.deletions or self.left)

    def note(self, address: str, text: str) -> None:
        """Adds a remark about an import."""
        self.notes[address] = "; ".join(filter(None, [self.notes.get(address), text]))

    def does_not_exist(self, identifier: str) -> None:
        """Azure has no resource of this ID: nothing exists below it."""
        self._missing.add(identifier.lower())

    def may_exist(self, identifier: str) -> bool:
        """Whether an ID is not below one that is missing. An association can have the ID of its subnet."""
        lower = identifier.lower()
        return not any(lower.startswith((one + "/", one + "|")) or lower.endswith("|" + one) for one in self._missing)

    def may_contain(self, identifier: str) -> bool:
        """Whether something can exist below an ID."""
        return identifier.lower() not in self._missing and self.may_exist(identifier)


def listed(az: AzureCli, identifiers: Iterable[str], *words: str) -> dict[str, Values]:
    """What az lists in the resource groups of some resources, by ID in lower case."""
    matches = map(re.compile(r"/resourceGroups/([^/]+)/", re.I).search, identifiers)
    groups = {match.group(1) for match in matches if match}
    found: dict[str, Values] = {}
    for group in sorted(groups):
        found.update({one["id"].lower(): one for one in az.ask(*words, "--resource-group", group)})
    return found

"""Azure's resource providers. A test compares providers.csv with the resource types that the stacks can have."""

import csv
from pathlib import Path

# Every subscription has them, and Azure does not let anyone unregister them.
ALWAYS = {"Microsoft.Authorization", "Microsoft.Resources"}
with open(Path(__file__).with_name("providers.csv"), encoding="utf-8") as file:
    PROVIDERS = {row["resource"]: row["provider"] for row in csv.DictReader(file)}


def provider(kind: str) -> str:
    """The provider of a resource type of azurerm, by the longest beginning of its name; "" if it is not known."""
    prefix = max((one for one in PROVIDERS if f"{kind}_".startswith(f"{one}_")), key=len, default="")
    return PROVIDERS.get(prefix, "")

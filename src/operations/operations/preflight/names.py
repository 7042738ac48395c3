"""Checks of resource providers, and of names that must be free."""

import json
import textwrap
from typing import Any

from operations.preflight.questions import Answer, Questions
from operations.preflight.rows import Rows
from operations.preflight.stack import Stack

VAULT, STORAGE = "Microsoft.KeyVault", "Microsoft.Storage"
VAULT_NAMES = "/subscriptions/{}/providers/Microsoft.KeyVault/checkNameAvailability?api-version=2023-07-01"


def check_providers(stack: Stack, questions: Questions, rows: Rows) -> None:
    """Asks which resource providers are registered, and judges; only these are asked later."""
    needed, foreign = stack.providers()
    for kind in sorted(foreign):
        fix = "register it: az provider register"
        rows.add("resource provider", None, f"not known for {kind}", "registered", fix)
    query = "[].{namespace:namespace, registrationState:registrationState}"
    asked = questions.ask("provider", "list", "--query", query)
    listed = rows.answer(asked, "resource providers", ", ".join(sorted(needed)), registration(sorted(needed)))
    if listed is None:
        return
    questions.registrations = {one["namespace"].lower(): str(one["registrationState"]) for one in listed}
    states = {one: questions.registrations.get(one.lower(), "not listed") for one in sorted(needed)}
    missing = {one: state for one, state in states.items() if state != "Registered"}
    found = ", ".join(f"{one} {state}" for one, state in missing.items()) or f"{len(needed)} registered"
    rows.add("resource providers", not missing, found, ", ".join(sorted(needed)), registration(list(missing)))


def registration(providers: list[str]) -> str:
    """The commands that register providers."""
    return "; ".join(f"az provider register --namespace {one} --wait" for one in providers)


class Groups:
    """Checks of resource groups, which must not exist."""

    def __init__(self, stack: Stack, rows: Rows) -> None:
        self.stack, self.rows = stack, rows

    def ask(self, questions: Questions) -> dict[str, Answer]:
        """Asks for each group."""
        names = self.stack.names("azurerm_resource_group")
        return {one: questions.ask("group", "exists", "--name", one) for one in names}

    def check(self, asked: dict[str, Answer]) -> None:
        """Judges the answers."""
        for name, one in asked.items():
            exists = self.rows.answer(one, f"resource group {name}", "does not exist", "run it again")
            if exists is not None:
                fix = (
                    "delete it, or change name in the stack file;"
                    f" if a deployment of this stack failed: bin/repair {self.stack.name}"
                )
                found = "exists" if exists else "does not exist"
                self.rows.add(f"resource group {name}", not exists, found, "does not exist", fix)


class Vaults:
    """Checks of the vaults' names, which a deleted vault keeps."""

    def __init__(self, stack: Stack, rows: Rows) -> None:
        self.stack, self.rows = stack, rows
        self.names = stack.names("azurerm_key_vault")

    def ask(self, questions: Questions) -> tuple[dict[str, Answer], Answer | None]:
        """Asks for each name, and for deleted vaults."""
        # az keyvault check-name asks for managed HSMs only.
        url = VAULT_NAMES.format(questions.az.subscription)
        bodies = {one: json.dumps({"name": one, "type": "Microsoft.KeyVault/vaults"}) for one in self.names}
        free = {
            name: questions.ask("rest", "--method", "post", "--url", url, "--body", body, of=VAULT)
            for name, body in bodies.items()
        }
        return free, questions.ask("keyvault", "list-deleted", "--resource-type", "vault", of=VAULT) if free else None

    def check(self, free: dict[str, Answer], asked_deleted: Answer | None) -> None:
        """Judges the answers."""
        deleted = None
        if asked_deleted:
            needed = "none of the stack's name"
            deleted = self.rows.answer(asked_deleted, "deleted vaults", needed, "run it again")
        for name, asked in free.items():
            gone = next((one for one in deleted or [] if one["name"].lower() == name.lower()), None)
            if gone:
                until = (gone.get("properties") or {}).get("scheduledPurgeDate")
                found = f"a deleted vault of this subscription keeps it until {until}"
                fix = (
                    "set another vault.name. Or deploy, which recovers it with its secrets, and then"
                    f" bin/repair {self.stack.name}"
                )
                self.rows.add(f"vault name {name}", False, found, "free", fix)
                continue
            result = self.rows.answer(asked, f"vault name {name}", "free", "run it again")
            if result is not None:
                fix = "set another vault.name in the stack file"
                self.rows.add(f"vault name {name}", bool(result["nameAvailable"]), availability(result), "free", fix)


class Accounts:
    """Checks of the names of the stack's own storage accounts."""

    def __init__(self, stack: Stack, rows: Rows) -> None:
        self.rows, self.names = rows, stack.names("azurerm_storage_account")

    def ask(self, questions: Questions) -> dict[str, Answer]:
        """Asks for each name."""
        return {
            name: questions.ask("storage", "account", "check-name", "--name", name, of=STORAGE) for name in self.names
        }

    def check(self, asked: dict[str, Answer]) -> None:
        """Judges the answers."""
        for name, one in asked.items():
            check = f"storage account name {name}"
            result = self.rows.answer(one, check, "free", "run it again")
            if result is not None:
                fix = (
                    "set another backup.storage.name in the stack file; the name of an account that was just deleted"
                    " is free again some minutes later"
                )
                self.rows.add(check, bool(result["nameAvailable"]), availability(result), "free", fix)


def availability(answer: dict[str, Any]) -> str:
    """What Azure says of a name."""
    if answer["nameAvailable"]:
        return "free"
    return textwrap.shorten(f"{answer.get('reason')}: {answer.get('message')}", 160)

"""Checks of the roles of the identity that deploys."""

from typing import Any, NamedTuple

from operations.azure_cli import AzureCli, AzureError
from operations.preflight.questions import Answer, Questions
from operations.preflight.rows import Rows
from operations.preflight.stack import Stack

MAKES_RESOURCES = ("Owner", "Contributor")
ASSIGNS_ROLES = ("Owner", "User Access Administrator", "Role Based Access Control Administrator")
WRITES_BLOBS = ("Storage Blob Data Owner", "Storage Blob Data Contributor")
# Ids of built-in roles, the same in every tenant: conditions of role assignments name roles by id.
ROLE_IDS = {
    "Key Vault Secrets Officer": "b86a8fe4-44ce-4948-aee5-eccb2c155cd7",
    "Key Vault Secrets User": "4633458b-17de-408a-b874-0445c86b69e6",
    "Storage Blob Data Contributor": "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
}
FIX = "docs/how-to/deploy-on-azure.md, step 4; name the identity that deploys by --deployer"

# What az lists, or why it does not.
Assignments = list[dict[str, Any]] | AzureError


class Held(NamedTuple):
    """The role assignments of an identity on the subscription and on the state's account."""

    who: str
    subscription: Assignments
    state: Assignments


class Roles:
    """Checks of the roles of deployer, an object id; "" is the identity that az is signed in as."""

    def __init__(self, stack: Stack, deployer: str, rows: Rows) -> None:
        self.stack, self.deployer, self.rows = stack, deployer, rows

    def ask(self, questions: Questions, account: dict[str, Any]) -> Answer:
        """Asks for the assignments; account: what az account show prints."""
        return questions.pool.submit(self.held, questions.az, account)

    def held(self, az: AzureCli, account: dict[str, Any]) -> Held:
        """Who deploys, and its role assignments."""
        user = account.get("user") or {}
        name = self.deployer or str(user.get("name"))
        who = name
        if not self.deployer and user.get("type") == "user":
            # A guest's sign-in name is not the name in this directory.
            who = az.ask_tenant("ad", "signed-in-user", "show", "--query", "id")
        subscription = f"/subscriptions/{az.subscription}"
        on_state: Assignments = []
        on_subscription = assignments(az, who, subscription)
        if self.stack.backend:
            on_state = assignments(
                az,
                who,
                f"{subscription}/resourceGroups/{self.stack.backend['resource_group_name']}"
                f"/providers/Microsoft.Storage/storageAccounts/{self.stack.backend['storage_account_name']}",
            )
        return Held(name, on_subscription, on_state)

    def check(self, asked: Answer) -> None:
        """Judges the answers."""
        try:
            held: Held = asked.result()
        except AzureError as silent:
            found = f"who is signed in is not known: {silent}"
            return self.rows.add("roles of the deployer", None, found, "roles of step 4", FIX)
        self.role(f"{held.who} can create resources", held.subscription, MAKES_RESOURCES)
        if self.stack.roles:
            self.role(f"{held.who} can assign roles", held.subscription, ASSIGNS_ROLES, self.stack.roles)
        if self.stack.backend:
            self.role(f"{held.who} can write the state", held.state, WRITES_BLOBS)

    def role(
        self, check: str, held: Assignments, sufficient: tuple[str, ...], assigns: list[str] | None = None
    ) -> None:
        """Whether one of some roles is held; assigns: the roles that it has to be able to assign."""
        needed = " or ".join(sufficient) + (f", for {', '.join(assigns)}" if assigns else "")
        if isinstance(held, AzureError):
            return self.rows.add(check, None, str(held), needed, FIX)
        good = [one for one in held if one.get("roleDefinitionName") in sufficient]
        if not good:
            others = sorted({str(one.get("roleDefinitionName")) for one in held})
            return self.rows.add(check, False, f"has {', '.join(others) or 'no role'}", needed, FIX)
        free = next((one for one in good if not one.get("condition")), None)
        if free or not assigns:
            return self.rows.add(check, True, (free or good[0])["roleDefinitionName"], needed, "")
        conditions = " ".join(str(one["condition"]).lower() for one in good)
        missing = [one for one in assigns if ROLE_IDS.get(one, "?") not in conditions]
        names = "not " + " and not ".join(missing) if missing else "these roles"
        found = f"{good[0]['roleDefinitionName']}, with a condition that names {names}"
        fix = "see that the condition allows these roles: " + FIX
        return self.rows.add(check, None if missing else True, found, needed, fix)


def assignments(az: AzureCli, who: str, scope: str) -> Assignments:
    """The role assignments of an identity on a scope, also by group and inherited."""
    command = ["role", "assignment", "list", "--assignee", who, "--include-inherited", "--include-groups"]
    try:
        found: list[dict[str, Any]] = az.ask(*command, "--scope", scope)
        return found
    except AzureError as silent:
        return silent

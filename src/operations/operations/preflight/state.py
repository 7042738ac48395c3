"""Checks of the storage account of the state."""

from operations.azure_cli import AzureError
from operations.preflight.names import STORAGE, availability
from operations.preflight.questions import Answer, Questions
from operations.preflight.rows import Rows
from operations.preflight.stack import Stack

GUIDE = "docs/how-to/deploy-on-azure.md, step 3"


class State:
    """Checks of a stack's state, which az created before."""

    def __init__(self, stack: Stack, rows: Rows) -> None:
        self.backend, self.rows = stack.backend, rows

    def ask(self, questions: Questions) -> dict[str, Answer]:
        """Asks for the account, its name and its container."""
        if not self.backend:
            return {}
        account, container = self.backend["storage_account_name"], self.backend["container_name"]
        in_group = ["--resource-group", self.backend["resource_group_name"]]
        of_account = ["--storage-account", account, *in_group]
        return {
            "name": questions.ask("storage", "account", "check-name", "--name", account, of=STORAGE),
            "account": questions.ask("storage", "account", "show", "--name", account, *in_group, of=STORAGE),
            "container": questions.ask(
                "storage", "container-rm", "exists", "--name", container, *of_account, of=STORAGE
            ),
        }

    def check(self, asked: dict[str, Answer]) -> None:
        """Judges the answers."""
        if not self.backend:
            return self.rows.add("state", True, "a local file", "a local file", "")
        account, container = self.backend["storage_account_name"], self.backend["container_name"]
        check = f"state's storage account {account}"
        needed = f"in {self.backend['resource_group_name']}, with the container {container}"
        try:
            asked["account"].result()
        except AzureError as silent:
            return self.no_account(asked["name"], check, needed, silent)
        exists = self.rows.answer(asked["container"], check, needed, "run it again")
        if exists is not None:
            found = "exists" if exists["exists"] else f"exists without the container {container}"
            self.rows.add(check, bool(exists["exists"]), found, needed, f"create the container: {GUIDE}")

    def no_account(self, asked_name: Answer, check: str, needed: str, silent: AzureError) -> None:
        """An account that is not in the stack's resource group."""
        name = self.rows.answer(asked_name, check, needed, "run it again")
        if name is None:
            return
        if name["nameAvailable"]:
            return self.rows.add(check, False, "does not exist; the name is free", needed, f"create it: {GUIDE}")
        fix = f"set another state.storageAccount in the stack file, or state.resourceGroup if it is yours: {silent}"
        return self.rows.add(check, False, availability(name), needed, fix)

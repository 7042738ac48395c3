"""All checks: az is asked for everything that its resource provider allows, and answers are judged in order."""

from typing import Any

from operations.azure_cli import AzureError
from operations.failure import Failure
from operations.preflight.images import Images
from operations.preflight.names import Accounts, Groups, Vaults, check_providers
from operations.preflight.questions import Questions
from operations.preflight.roles import Roles
from operations.preflight.rows import Row, Rows
from operations.preflight.sizes import Sizes
from operations.preflight.stack import Stack
from operations.preflight.state import State


def check(stack: Stack, questions: Questions, deployer: str) -> list[Row]:
    """The rows of a stack; deployer: the object id of the identity that deploys, or ""."""
    rows = Rows()
    account = sign_in(stack, questions, rows)
    roles, groups = Roles(stack, deployer, rows), Groups(stack, rows)
    held, exist = roles.ask(questions, account), groups.ask(questions)
    check_providers(stack, questions, rows)
    sizes = [Sizes(stack, location, rows) for location in stack.locations]
    images, vaults, state = Images(stack, rows), Vaults(stack, rows), State(stack, rows)
    accounts = Accounts(stack, rows)
    offers = [one.ask(questions) for one in sizes]
    found, names, stored = images.ask(questions), vaults.ask(questions), state.ask(questions)
    free = accounts.ask(questions)
    for one, answers in zip(sizes, offers):
        one.check(*answers)
    images.check(found)
    groups.check(exist)
    vaults.check(*names)
    accounts.check(free)
    state.check(stored)
    roles.check(held)
    return rows.all


def sign_in(stack: Stack, questions: Questions, rows: Rows) -> dict[str, Any]:
    """What az says of the subscription; fails unless az is signed in to it."""
    az = questions.az
    az.subscription = stack.subscription
    try:
        account: dict[str, Any] = az.ask("account", "show")
    except AzureError as silent:
        if "az login" in str(silent):
            raise Failure("az is not signed in: run az login") from None
        if stack.subscription:
            raise Failure(
                f"az cannot use the subscription {stack.subscription}: {silent}."
                " az account list prints those of this sign-in"
            ) from None
        raise Failure(f"az account show failed: {silent}") from None
    az.subscription = account["id"]
    name = f"{account.get('name')} ({account['id']})"
    if stack.subscription:
        state = str(account.get("state"))
        fix = "enable it in the portal, or use another subscription"
        rows.add("subscription", state == "Enabled", f"{name}, {state}", "Enabled", fix)
    else:
        found = f"ARM_SUBSCRIPTION_ID is not set; checked: {name}"
        fix = f"if it is the right one: export ARM_SUBSCRIPTION_ID={account['id']}"
        rows.add("subscription", False, found, "ARM_SUBSCRIPTION_ID is set", fix)
    return account

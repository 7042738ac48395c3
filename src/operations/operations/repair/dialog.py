"""Shows what bin/repair would do, asks, and does it."""

import sys

from operations.azure_cli import AzureCli
from operations.console import counted
from operations.failure import Failure
from operations.repair.findings import Findings
from operations.repair.resources import Values
from operations.repair.state import State

LEFT = 3


def show(findings: Findings) -> None:
    """Prints what would be done with each resource."""
    for address, identifier in findings.imports.items():
        print(f"import {address}\n       {identifier}")
        if address in findings.notes:
            print(f"       {findings.notes[address]}")
    for one in findings.deletions:
        print(f"delete {one.what}\n       {one.why}")
        for command in one.commands:
            print(f"       az {' '.join(command)}")
    for text in findings.left:
        print(f"leave  {text}")
    sys.stdout.flush()


def require_terminal() -> None:
    """Fails without a terminal, where nothing can be asked."""
    if not sys.stdin.isatty():
        raise Failure("nothing was changed: run the same command in a terminal, where it asks", LEFT)


def agreed(question: str) -> bool:
    """Asks a question; only "y" and "yes" agree."""
    print(f"{question} [y/N] ", end="", flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def untaint(state: State, configuration: Values) -> None:
    """Untaints what must not be deleted: a data disk whose creation failed. Before that no plan can be made."""
    protected = [one for one in state.tainted() if is_protected(configuration, one)]
    for address in protected:
        print(f"untaint {address}\n       its creation failed or was interrupted; its deletion is prevented")
    sys.stdout.flush()
    if protected:
        require_terminal()
        if not agreed(f"Untaint {counted(len(protected), 'resource')}?"):
            raise Failure("something is left: see above", LEFT)
    for address in protected:
        state.untaint(address)


def is_protected(configuration: Values, address: str) -> bool:
    """Whether the configuration prevents the deletion of a resource."""
    kind, name = address.split(".", 1)
    arguments = configuration["resource"].get(kind, {}).get(name, {})
    return bool(arguments.get("lifecycle", {}).get("prevent_destroy"))


def carry_out(findings: Findings, state: State, az: AzureCli) -> bool:
    """Asks, imports and deletes; returns whether everything was agreed to."""
    everything = True
    count = len(findings.imports)
    if count and agreed(f"Import {counted(count, 'resource')} into the state?"):
        for address, identifier in findings.imports.items():
            state.take(address, identifier)
    elif count:
        everything = False
    for one in findings.deletions:
        if not agreed(f"Delete {one.what}?"):
            everything = False
            continue
        for command in one.commands:
            print(f"az {' '.join(command)}", flush=True)
            az.change(*command)
    return everything

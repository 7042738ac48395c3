"""The program bin/repair."""

import argparse
import json
import os
import tempfile
from pathlib import Path

from operations import checkout
from operations.azure_cli import AzureCli, AzureError, NoAzureCli
from operations.console import INTERRUPTED, stop
from operations.failure import Failure
from operations.programs import Programs
from operations.repair.dialog import LEFT, carry_out, require_terminal, show, untaint
from operations.repair.resources import Resources, Unknown
from operations.repair.search import search
from operations.repair.state import State

DESCRIPTION = """Finds what exists in Azure and is missing in the state of a stack, after a deployment that failed, was
interrupted or lost its state. Shows what it would do with each resource, and asks before it does it:

  import  the resource into the state; this changes nothing in Azure
  untaint a resource that must not be deleted: the next deployment completes it instead
  delete  what the next deployment has to create again: a secret, whose import would write its value into the state;
          a VM that failed and does not run, with its system disk; an extension that failed

Data disks are never deleted. Without a terminal it shows, and does nothing. Run it again after an interruption."""
EXIT_STATUS = """Exit status 0: nothing to repair, or all of it is repaired; 1: an error; 2: wrong usage;
3: something is left."""


def repair(stack: str) -> None:
    """Repairs the state of a stack."""
    output = checkout.output()
    programs = Programs()
    checkout.synthesise(programs, output)
    # A plan contains keys.
    with tempfile.TemporaryDirectory() as private:
        repair_state(programs, State(programs, output, stack, Path(private)), stack)


def repair_state(programs: Programs, state: State, stack: str) -> None:
    """Shows what is to be done, asks, and does it."""
    state.init()
    configuration = json.loads((state.folder / "cdk.tf.json").read_text())
    untaint(state, configuration)
    resources = Resources(configuration, state.plan_or_fail({}))
    az = AzureCli(programs)
    az.subscription = resources.subscription
    findings = search(az, state, resources)
    if findings.none():
        print(f"repair: {stack}: nothing to repair")
        return
    show(findings)
    require_terminal()
    if not carry_out(findings, state, az) or findings.left:
        raise Failure("something is left: see above", LEFT)
    print(f"repair: {stack} is repaired: deploy it again")


def main() -> None:
    """Runs bin/repair."""
    parser = argparse.ArgumentParser(
        prog="bin/repair",
        description=DESCRIPTION,
        epilog=EXIT_STATUS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("stack", type=checkout.stack_name, metavar="STACK", help="a file of stacks/, without .yaml")
    asked = parser.parse_args()
    os.chdir(checkout.ROOT)
    try:
        checkout.require_stack(asked.stack)
        checkout.require_terraform()
        repair(asked.stack)
    except Failure as failed:
        stop("repair", str(failed), failed.status)
    except AzureError as refused:
        stop("repair", refused.whole)
    except NoAzureCli:
        stop(
            "repair",
            "az is not on the PATH: VMs, secrets and role assignments cannot be looked for. Install the Azure CLI, and"
            " run az login",
        )
    except Unknown as unknown:
        stop(
            "repair",
            f"{unknown} is known only after the deployment: import by hand what Terraform says exists already:"
            " terraform import",
        )
    except KeyboardInterrupt:
        stop("repair", "interrupted: run the same command again", INTERRUPTED)

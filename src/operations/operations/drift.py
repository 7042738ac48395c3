"""The program bin/drift: reports changes that were made outside Terraform."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from operations import checkout
from operations.console import INTERRUPTED, stop
from operations.failure import Failure
from operations.programs import Programs
from operations.terraform import Terraform

HELP = """Usage: bin/drift STACK...
Prints, as Markdown, how deployed resources differ from the state of Terraform. It changes nothing.
Exit status 0: no drift; 1: an error, with a message; 2: wrong usage; 3: drift."""
WRONG_USAGE = 2


def drift(stacks: list[str]) -> int:
    """Prints the drift of some stacks; returns the exit status."""
    output = checkout.output()
    programs = Programs()
    checkout.synthesise(programs, output)
    # A plan contains keys.
    with tempfile.TemporaryDirectory() as private:
        plans = [f"{stack}={planned(programs, output / 'stacks' / stack, Path(private))}" for stack in stacks]
        ran = checkout.review(programs, "drift", *plans)
    sys.stdout.write(ran.output)
    sys.stderr.write(ran.errors)
    return ran.status


def planned(programs: Programs, folder: Path, private: Path) -> Path:
    """Compares a stack's state with what is deployed; returns the file of the plan, in the folder private."""
    plan = private / folder.name
    terraform = Terraform(programs, folder)
    # The identity that plans may read the state, but not lock it.
    for words in (["init", "-input=false"], ["plan", "-input=false", "-refresh-only", "-lock=false", f"-out={plan}"]):
        if terraform.run(*words, show=sys.stderr).status != 0:
            raise Failure(f"terraform {words[0]} failed: see above")
    shown = terraform.run("show", "-json", str(plan))
    if shown.status != 0:
        sys.stderr.write(shown.errors)
        raise Failure("terraform show failed: see above")
    file = plan.with_suffix(".json")
    file.write_text(shown.output)
    return file


def main() -> None:
    """Runs bin/drift."""
    stacks = sys.argv[1:]
    if stacks[:1] in (["-h"], ["--help"]):
        print(HELP)
        return
    if not stacks:
        stop("drift", "a stack is missing. Usage: bin/drift STACK...", WRONG_USAGE)
    for stack in stacks:
        try:
            checkout.stack_name(stack)
        except argparse.ArgumentTypeError as refused:
            stop("drift", str(refused), WRONG_USAGE)
        if not checkout.has_stack(stack):
            stop("drift", f"stacks/{stack}.yaml does not exist", WRONG_USAGE)
    os.chdir(checkout.ROOT)
    try:
        checkout.require_terraform()
        status = drift(stacks)
    except Failure as failed:
        stop("drift", str(failed), failed.status)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    sys.exit(status)

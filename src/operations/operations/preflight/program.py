"""The program bin/preflight."""

import argparse
import json
import os
import shutil
import signal
import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path

from operations.azure_cli import SECONDS, AzureCli
from operations.checkout import OUTPUT, stack_name
from operations.console import INTERRUPTED, stop
from operations.failure import Failure
from operations.preflight.checks import check
from operations.preflight.questions import Questions
from operations.preflight.rows import FAILED, PASSED, UNKNOWN, Row
from operations.preflight.stack import Stack
from operations.preflight.table import table
from operations.programs import Programs

NOT_READY = 3
DESCRIPTION = """Asks Azure, by az and without changing anything, whether the first deployment of a synthesised stack
can succeed: VM sizes and disks by zone, quotas, the image, resource providers, names, the state's storage account, and
the roles of the identity that deploys. "unknown" means that Azure gave no answer to judge by; it is not a pass."""
EXIT_STATUS = """Exit status 0: every check passed; 1: an error, and nothing was checked; 2: wrong usage;
3: a check failed or is unknown."""
NOT_CHECKED = (
    "capacity: Azure can refuse a VM or disk in a zone in spite of quota",
    "policies (deny) and resource locks of your organisation",
    "roles that are eligible but not activated, and what custom roles allow",
)


def preflight(asked: argparse.Namespace) -> list[Row]:
    """The rows of a stack."""
    stack = Stack(asked.output, asked.stack)
    if not shutil.which("az"):
        raise Failure("az is not on the PATH: install the Azure CLI")
    # az only reads here, so Ctrl-C kills it.
    programs = Programs(passed_on=signal.SIGKILL)
    questions = Questions(AzureCli(programs, float(os.environ.get("PREFLIGHT_SECONDS", SECONDS))))
    try:
        return check(stack, questions, asked.deployer)
    finally:
        questions.end()
        programs.kill()


def report(rows: list[Row], as_json: bool) -> None:
    """Prints the rows."""
    if as_json:
        print(json.dumps({"checks": [asdict(one) for one in rows], "not_checked": NOT_CHECKED}, indent=2))
        return
    counted = Counter(one.status for one in rows)
    print(table(rows))
    print("\nnot checked: " + "; ".join(NOT_CHECKED))
    print(f"{counted[PASSED]} passed, {counted[FAILED]} failed, {counted[UNKNOWN]} unknown")


def main() -> None:
    """Runs bin/preflight."""
    parser = argparse.ArgumentParser(
        prog="bin/preflight",
        description=DESCRIPTION,
        epilog=EXIT_STATUS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("stack", type=stack_name, metavar="STACK", help="a synthesised stack: npx cdktf synth STACK")
    parser.add_argument(
        "--deployer",
        default="",
        metavar="ID",
        help="object id of the identity that deploys (default: who az is signed in as)",
    )
    parser.add_argument("--json", action="store_true", help="print the checks as JSON")
    parser.add_argument(
        "--output", type=Path, default=OUTPUT, metavar="FOLDER", help="folder that cdktf wrote to (default: cdktf.out)"
    )
    asked = parser.parse_args()
    try:
        rows = preflight(asked)
    except Failure as failed:
        stop("preflight", str(failed), failed.status)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    report(rows, asked.json)
    sys.exit(0 if all(one.status == PASSED for one in rows) else NOT_READY)

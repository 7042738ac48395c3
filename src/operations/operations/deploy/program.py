"""The program bin/deploy."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from operations import checkout
from operations.console import INTERRUPTED, say, stop
from operations.deploy.by_host import HostByHost
from operations.deploy.plans import Plans, Stops
from operations.failure import Failure
from operations.hosts import Hosts
from operations.programs import Programs

TOO_MANY = 5
DESCRIPTION = """Plans a stack, and applies exactly that plan if it does the same as the reviewed plan. DIGEST is in the
comment of the review; with a file that contains the digest and its parts, a refusal names the differences.

A plan that stops several etcd members, database hosts or poolers at once is refused. With --host-by-host it is
applied one host at a time, and the rest at the end. The hosts are asked by SSH for the cluster's health before and
after each; a leader first hands over. After an interruption, the same command goes on."""
EXIT_STATUS = """Exit status 0: applied, or nothing to do; 1: an error; 2: wrong usage; 4: the plan differs from the
reviewed one, and nothing was applied; 5: the plan stops too many hosts at once, and nothing was applied."""


def refusal(plans: Plans, planned: Stops) -> Failure:
    """Prints the hosts that one apply would stop at once; returns what ends the program."""
    plans.parts.unlink(missing_ok=True)
    for one in planned["stops"]:
        print(f"  {one['line']}", file=sys.stderr)
    together = ", ".join(planned["together"])
    say("deploy", f"one apply would stop the hosts above at once: {together}. Nothing was applied.")
    return Failure(
        "to stop one host at a time, run this on a machine that reaches the hosts by SSH:"
        f" bin/deploy {plans.stack} --host-by-host --reviewed {plans.reviewed_digest()}",
        TOO_MANY,
    )


def deploy(asked: argparse.Namespace) -> None:
    """Deploys a stack."""
    programs = Programs()
    if asked.synthesised:
        output = checkout.synthesised(Path(asked.synthesised), asked.stack)
    else:
        output = checkout.output()
        checkout.synthesise(programs, output)
    # A plan contains keys.
    with tempfile.TemporaryDirectory() as private:
        plan_and_apply(asked, Plans(asked.stack, output, asked.reviewed, programs, Path(private)))


def plan_and_apply(asked: argparse.Namespace, plans: Plans) -> None:
    """Plans, and applies what was reviewed."""
    plans.init()
    plans.plan()
    todo = plans.compare(rest=asked.host_by_host)
    planned = plans.stops()
    if planned["together"] and not asked.host_by_host:
        raise refusal(plans, planned)
    if asked.host_by_host:
        by_host = HostByHost(plans, Hosts(plans.folder, asked.user, asked.ssh_option), planned)
        if planned["stops"] or by_host.record.exists():
            by_host.run()
            by_host.record.unlink(missing_ok=True)
            plans.plan()
            todo = plans.compare(rest=True)
            if plans.stops()["stops"]:
                raise Failure("the rest of the plan still stops hosts: run the same command again")
    if todo:
        plans.apply()
    if plans.applied:
        plans.refresh()
    else:
        print(f"deploy: {asked.stack}: nothing to do")
    plans.parts.unlink(missing_ok=True)


def main() -> None:
    """Runs bin/deploy."""
    parser = argparse.ArgumentParser(
        prog="bin/deploy",
        description=DESCRIPTION,
        epilog=EXIT_STATUS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("stack", type=checkout.stack_name, metavar="STACK", help="a file of stacks/, without .yaml")
    parser.add_argument(
        "--reviewed",
        required=True,
        metavar="DIGEST",
        help="the reviewed plan: its digest, or a file with the digest and its parts",
    )
    parser.add_argument(
        "--synthesised",
        metavar="FOLDER",
        help="deploy what CDKTF_OUTDIR=FOLDER bin/synth wrote, and do not synthesise again",
    )
    parser.add_argument("--host-by-host", action="store_true", help="stop one host at a time")
    parser.add_argument("--user", help="SSH user (default: the VMs' administrator)")
    parser.add_argument(
        "--ssh-option",
        action="append",
        default=[],
        metavar="OPTION",
        help="option for ssh; can be repeated: --ssh-option=-Jbastion",
    )
    asked = parser.parse_args()
    if (asked.user or asked.ssh_option) and not asked.host_by_host:
        parser.error("--user and --ssh-option need --host-by-host")
    asked.reviewed = str(Path(asked.reviewed).absolute()) if os.path.isfile(asked.reviewed) else asked.reviewed
    if asked.synthesised is not None:
        asked.synthesised = str(Path(asked.synthesised).absolute())
    os.chdir(checkout.ROOT)
    try:
        checkout.require_stack(asked.stack)
        checkout.require_terraform()
        deploy(asked)
    except Failure as failed:
        stop("deploy", str(failed), failed.status)
    except KeyboardInterrupt:
        stop(
            "deploy",
            "interrupted: run the same command again. Where a part is done, the rest can be another plan than the"
            " reviewed one: the command then lists it, ends with status 4 and names the digest to run it with."
            f" If a resource exists already: bin/repair {asked.stack}",
            INTERRUPTED,
        )

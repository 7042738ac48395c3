"""This checkout: its stack files, what is synthesised from them, and programs that it builds when they run."""

import argparse
import os
import re
import shutil
import sys
from pathlib import Path

from operations.failure import Failure
from operations.programs import Programs, Ran, TimedOut

ROOT = Path(__file__).resolve().parents[3]
OUTPUT = ROOT / "cdktf.out"
# A first run builds the program: Maven downloads and generates the bindings.
SECONDS = 3600.0


def output() -> Path:
    """The folder of the synthesis. bin/emulator sets another, so that an emulated deployment is kept apart."""
    return Path(os.environ.get("CDKTF_OUTPUT") or OUTPUT).absolute()


def stack_name(text: str) -> str:
    """An argument that names a stack: a folder and a file have this name, so it has no / and no leading -."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", text):
        raise argparse.ArgumentTypeError(
            f"{text!r} is no name of a stack: lower-case letters, digits and -, such as prod"
        )
    return text


def has_stack(stack: str) -> bool:
    """Whether stacks/ contains the file of a stack."""
    return (ROOT / "stacks" / f"{stack}.yaml").exists()


def require_stack(stack: str) -> None:
    """Fails if stacks/ does not contain the file of a stack."""
    if not has_stack(stack):
        raise Failure(f"stacks/{stack}.yaml does not exist")


def require_terraform() -> None:
    """Fails if Terraform is not on the PATH."""
    if not shutil.which("terraform"):
        raise Failure("terraform is not on the PATH: install 1.11")


def synthesise(programs: Programs, folder: Path) -> None:
    """Synthesises all stacks; bin/synth prints what is wrong with them."""
    ran = _run(programs, "bin/synth", {"CDKTF_OUTDIR": str(folder)}, show_errors=True)
    if ran.status != 0:
        sys.exit(ran.status)


def synthesised(folder: Path, stack: str) -> Path:
    """A folder that bin/synth wrote before; fails if it does not contain the stack."""
    file = folder / "stacks" / stack / "cdk.tf.json"
    if not file.is_file():
        raise Failure(f"{file} does not exist: write it by CDKTF_OUTDIR={folder} bin/synth")
    return folder


def review(programs: Programs, *words: str) -> Ran:
    """Runs a step of src/review."""
    return _run(programs, "src/review/run", {}, *words)


def _run(programs: Programs, name: str, environment: dict[str, str], *words: str, show_errors: bool = False) -> Ran:
    try:
        return programs.run(
            [str(ROOT / name), *words],
            seconds=SECONDS,
            environment=environment,
            show=sys.stderr if show_errors else None,
        )
    except TimedOut as late:
        raise Failure(f"{name} {late}, and was ended: run it alone to see where it stops") from None

"""Plans, which contain keys: for this account only, and removed however a program ends."""

import argparse
import os
import signal
import stat
import subprocess
import sys
import tempfile
import unittest
from collections.abc import Callable
from pathlib import Path
from unittest import mock

from operations import checkout, drift, terraform
from operations.deploy import program as deploy
from operations.failure import Failure
from operations.programs import Programs, Ran
from operations.repair import program as repair
from operations.terraform import Terraform, releases

PROVIDER = 'provider "registry.terraform.io/hashicorp/{}" {{\n  version     = "{}"\n  hashes = [\n    "{}",\n  ]\n}}\n'


class Recorded(Programs):
    """Terraform that writes its plans, and notes the modes of what it finds."""

    def __init__(self, end: Callable[[str], None]) -> None:
        self.end = end
        self.plans: list[Path] = []
        self.modes: set[int] = set()

    def run(self, command: list[str], **options: object) -> Ran:
        for word in command:
            if word.startswith("-out="):
                self.plans.append(Path(word.removeprefix("-out=")))
                self.plans[-1].write_text("a key")
        for plan in self.plans:
            self.modes |= {stat.S_IMODE(one.stat().st_mode) for one in (plan, plan.parent) if one.exists()}
        self.end(" ".join(command))
        return Ran(0, '{"resource_changes": [], "together": []}', "")


def fails(on: str, error: BaseException) -> Callable[[str], None]:
    def end(command: str) -> None:
        if on in command:
            raise error

    return end


ENDS: dict[str, Callable[[str], None]] = {
    "success": lambda command: None,
    "a refusal": fails("review/run", Failure("refused", 4)),
    "a failure": fails("show -json /", Failure("terraform show failed")),
    "Ctrl-C": fails("show -json /", KeyboardInterrupt()),
}


class PrivateTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        (self.folder / "tmp").mkdir()
        stack = self.folder / "stacks/prod"
        stack.mkdir(parents=True)
        (stack / "cdk.tf.json").write_text('{"resource": {}}')
        variables = {"CDKTF_OUTPUT": str(self.folder), "TF_REATTACH_PROVIDERS": "{}"}
        for patch in (mock.patch.dict(os.environ, variables), mock.patch("tempfile.tempdir", str(self.folder / "tmp"))):
            patch.start()
            self.addCleanup(patch.stop)

    def assert_private(self, run: Callable[[], object], module: str) -> None:
        for name, end in ENDS.items():
            with self.subTest(name):
                programs = Recorded(end)
                with mock.patch(f"{module}.Programs", return_value=programs):
                    try:
                        run()
                    except (Failure, KeyboardInterrupt, SystemExit):
                        pass
                self.assertNotEqual(programs.plans, [])
                self.assertEqual(programs.modes, {0o600, 0o700})
                left = [one for one in self.folder.rglob("*") if one.is_file() and "a key" in one.read_text()]
                self.assertEqual((left, list((self.folder / "tmp").iterdir())), ([], []))

    def test_bin_drift(self) -> None:
        self.assert_private(lambda: drift.drift(["prod"]), "operations.drift")

    def test_bin_deploy(self) -> None:
        asked = argparse.Namespace(
            stack="prod", reviewed="x", host_by_host=False, synthesised=None, user=None, ssh_option=[]
        )
        self.assert_private(lambda: deploy.deploy(asked), "operations.deploy.program")

    def test_bin_repair(self) -> None:
        self.assert_private(lambda: repair.repair("prod"), "operations.repair.program")

    def test_signals(self) -> None:
        script = (
            "import os, sys, tempfile; from pathlib import Path; from operations.programs import Programs\n"
            "programs = Programs()\n"
            "with tempfile.TemporaryDirectory() as private:\n"
            "    (Path(private) / 'plan').write_text('a key'); (Path(private) / 'folder').mkdir()\n"
            "    print(oct(os.stat(Path(private) / 'plan').st_mode), flush=True)\n"
            "    programs.run([sys.executable, '-c', 'import time; time.sleep(60)'], seconds=60)\n"
        )
        environment = os.environ | {"PYTHONPATH": str(checkout.ROOT / "src/operations")}
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            with self.subTest(number.name):
                child = subprocess.Popen(
                    [sys.executable, "-c", script],
                    env=environment | {"TMPDIR": str(self.folder / "tmp")},
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    text=True,
                    # The test itself may run under nohup.
                    preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),
                )
                with child:
                    assert child.stdout
                    self.assertEqual(child.stdout.readline(), "0o100600\n")
                    child.send_signal(number)
                    child.send_signal(number)
                    child.wait(30)
                self.assertEqual(list((self.folder / "tmp").iterdir()), [])


class ProvidersTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        patches = (
            mock.patch.object(terraform, "ROOT", self.folder),
            mock.patch.dict(os.environ),
        )
        for patch in patches:
            patch.start()
            self.addCleanup(patch.stop)
        os.environ.pop("TF_REATTACH_PROVIDERS", None)
        (self.folder / terraform.LOCK).write_text(PROVIDER.format("tls", "4.1.0", "zh:14c3"))
        self.stack = self.folder / "stack"
        self.stack.mkdir()

    def init(self, lock: str | None, before: str = "") -> None:
        file = self.stack / terraform.LOCK
        file.write_text(before)

        def terraform_init(command: str) -> None:
            self.found = file.read_text()
            if lock is not None:
                file.write_text(lock)

        Terraform(Recorded(terraform_init), self.stack).run("init")

    def test_terraform_gets_the_committed_lock_whatever_was_there(self) -> None:
        locked = PROVIDER.format("tls", "4.1.0", "zh:14c3")
        for before in ("", PROVIDER.format("tls", "4.1.0", "zh:0000")):
            self.init(None, before)
            self.assertEqual(self.found, locked)
        with_more = PROVIDER.format("tls", "4.1.0", 'h1:a",\n    "zh:14c3')
        self.init(None, with_more)
        self.assertEqual(self.found, with_more)

    def test_what_terraform_adds_for_this_machine_is_accepted(self) -> None:
        self.init(PROVIDER.format("tls", "4.1.0", 'h1:a",\n    "zh:14c3'))

    def test_another_provider_release_or_hash_is_refused(self) -> None:
        locked = PROVIDER.format("tls", "4.1.0", "zh:14c3")
        more = PROVIDER.format("evil", "1.0.0", "zh:14c3")
        hashes = PROVIDER.format("tls", "4.1.0", 'zh:14c3",\n    "zh:0000')
        for lock in ("", locked + more, locked.replace("4.1.0", "4.1.1"), locked.replace("14c3", "0000"), hashes):
            with self.assertRaisesRegex(Failure, "Nothing was planned"):
                self.init(lock)

    def test_the_emulators_providers_have_no_zip(self) -> None:
        with mock.patch.dict(os.environ, {"TF_REATTACH_PROVIDERS": "{}"}):
            self.init(None)


class LockTest(unittest.TestCase):
    def test_the_committed_lock_has_every_provider_for_all_platforms(self) -> None:
        lines = releases(checkout.ROOT / terraform.LOCK)
        providers = [line.split('"')[1].rsplit("/", 1)[1] for line in lines if line.startswith("provider")]
        self.assertEqual(providers, ["azurerm", "random", "tls"])
        # Eleven platforms and the manifest.
        self.assertEqual(len([line for line in lines if "zh:" in line]), 12 * len(providers))

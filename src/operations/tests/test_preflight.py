"""bin/preflight as a whole."""

import json
import signal
import subprocess
import time

from tests.preflight_case import ROOT, SUBSCRIPTION, PreflightCase

READING = r"list|list-\w+|show|exists|check-name"


class PreflightTest(PreflightCase):
    def test_a_subscription_that_has_everything_passes(self) -> None:
        run = self.run_it()
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        self.assertIn("22 passed, 0 failed, 0 unknown", run.stdout)
        self.assertIn("not checked: capacity", run.stdout)

    def test_every_call_only_reads_in_the_stacks_subscription(self) -> None:
        self.run_it()
        for call in self.calls():
            command = [word for word in call[: next(n for n, word in enumerate(call) if word.startswith("-"))]]
            if command == ["rest"]:
                self.assertIn("/checkNameAvailability?", call[call.index("--url") + 1])
            else:
                self.assertRegex(command[-1], READING)
            if command != ["ad", "signed-in-user", "show"]:
                self.assertEqual(call[call.index("--subscription") + 1], SUBSCRIPTION)

    def test_every_call_is_a_command_of_the_azure_cli(self) -> None:
        self.run_it()
        known = json.loads((ROOT / ".ci/azure-cli.json").read_text())
        for call in self.calls():
            command = " ".join(call[: next(n for n, word in enumerate(call) if word.startswith("-"))])
            options = {word for word in call if word.startswith("--")}
            self.assertLessEqual(options - set(known["everywhere"]), set(known["commands"].get(command, [])), command)

    def test_a_call_that_hangs_is_unknown_and_the_others_are_judged(self) -> None:
        self.answers["vm image show"] = {"hangs": "for a minute"}
        self.environment["PREFLIGHT_SECONDS"] = "2"
        began = time.monotonic()
        row = self.only("image Debian:debian-13:13-gen2:0.20260914.2601", "unknown")
        self.assertEqual(row["found"], "no answer within 2 s")
        self.assertLess(time.monotonic() - began, 20)

    def test_ctrl_c_ends_it_and_az(self) -> None:
        self.answers["account show"] = {"hangs": "for a minute"}
        began = time.monotonic()
        with subprocess.Popen(self.prepare(), env=self.environment, stderr=subprocess.PIPE, text=True) as process:
            while not (self.folder / "calls").exists():
                self.assertLess(time.monotonic() - began, 20)
                time.sleep(0.05)
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=20)
        self.assertEqual((process.returncode, errors), (130, ""))

    def test_an_az_that_always_fails_passes_nothing_but_the_subscription(self) -> None:
        for command in self.answers:
            if command != "account show":
                self.answers[command] = {"error": "AADSTS700082: The refresh token has expired"}
        run = self.run_it()
        self.assertEqual(run.returncode, 3)
        self.assertRegex(run.stdout, r"\n1 passed, 0 failed, \d+ unknown\n$")
        self.assertNotIn("Traceback", run.stderr)

    def test_without_arm_subscription_id_the_plan_would_fail(self) -> None:
        del self.environment["ARM_SUBSCRIPTION_ID"]
        row = self.only("subscription", "failed")
        self.assertIn(f"export ARM_SUBSCRIPTION_ID={SUBSCRIPTION}", row["fix"])

    def test_a_subscription_of_the_stack_comes_before_the_environment(self) -> None:
        self.stack["provider"]["azurerm"][0]["subscription_id"] = "5555"
        self.assertEqual(self.rows(), {})
        self.assertEqual(self.calls()[0][:4], ["account", "show", "--subscription", "5555"])

    def refused(self, status: int, said: str, *options: str, stack: str = "prod") -> None:
        run = self.run_it(*options, stack=stack)
        self.assertEqual((run.returncode, run.stdout), (status, ""), run.stderr)
        self.assertIn(said, run.stderr)
        self.assertNotIn("Traceback", run.stderr)

    def test_wrong_input_is_refused_with_what_to_do(self) -> None:
        self.refused(1, "(synthesised: prod). Run npx cdktf synth prdo", stack="prdo")
        self.refused(2, "unrecognized arguments: --fix", "--fix")
        self.answers["account show"] = {"error": "Please run 'az login' to setup account."}
        self.refused(1, "preflight: az is not signed in: run az login")
        error = f"The subscription of '{SUBSCRIPTION}' doesn't exist in cloud 'AzureCloud'."
        self.answers["account show"] = {"error": error}
        self.refused(1, f"az cannot use the subscription {SUBSCRIPTION}")
        self.environment["PATH"] = "/nowhere"
        self.refused(1, "preflight: az is not on the PATH: install the Azure CLI")
        self.stack = {}
        self.refused(1, "is not the output of a synthesis")

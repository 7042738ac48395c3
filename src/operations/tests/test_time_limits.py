"""What Terraform, az and this checkout's programs report at their time limits."""

import os
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from operations import checkout, terraform
from operations.azure_cli import AzureCli, AzureError, NoAzureCli
from operations.failure import Failure
from operations.programs import Programs, Ran, TimedOut
from operations.terraform import Terraform


class Late(Programs):
    """Programs that do not end."""

    def __init__(self) -> None:
        self.limits: list[float] = []

    def run(self, command: list[str], *, seconds: float, **options: object) -> Ran:
        self.limits.append(seconds)
        raise TimedOut(seconds)


class TimeLimitsTest(unittest.TestCase):
    def test_terraform_names_the_command_and_how_to_unlock_the_state(self) -> None:
        for command, seconds in terraform.SECONDS.items():
            programs = Late()
            message = f"^terraform {command} has not ended within {seconds:g} s, and was ended: .*force-unlock ID$"
            with self.assertRaisesRegex(Failure, message), tempfile.TemporaryDirectory() as stack:
                Terraform(programs, Path(stack)).run(command)
            self.assertEqual(programs.limits, [seconds])

    def test_az_has_more_time_for_a_change(self) -> None:
        programs = Late()
        az = AzureCli(programs)
        with self.assertRaises(AzureError) as late:
            az.ask("vm", "list")
        self.assertEqual(late.exception.whole, "az vm list: no answer within 180 s")
        with self.assertRaises(AzureError):
            az.change("vm", "delete", "--ids", "x")
        self.assertEqual(programs.limits, [180, 3600])

    def test_a_build_that_hangs_is_named(self) -> None:
        with self.assertRaisesRegex(Failure, "^bin/synth has not ended within 3600 s, and was ended"):
            checkout.synthesise(Late(), Path("/output"))

    def test_without_az_there_is_no_answer(self) -> None:
        with tempfile.TemporaryDirectory() as empty, mock.patch.dict(os.environ, {"PATH": empty}):
            with self.assertRaises(NoAzureCli):
                AzureCli(Programs()).ask("vm", "list")

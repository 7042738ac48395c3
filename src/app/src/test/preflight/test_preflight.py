"""bin/preflight over the synthesised stack prod, with an az that gives recorded answers."""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[4]
PROD = ROOT / "src/app/src/test/resources/golden/prod.json"
SUBSCRIPTION = "11111111-1111-1111-1111-111111111111"
READING = re.compile(r"list|list-\w+|show|exists|check-name")


class PreflightTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.answers: dict[str, Any] = json.loads((HERE / "answers.json").read_text())
        self.stack: dict[str, Any] = json.loads(PROD.read_text())
        self.environment = {
            **os.environ, "PATH": f"{HERE}:{os.environ['PATH']}", "ARM_SUBSCRIPTION_ID": SUBSCRIPTION, "COLUMNS": "160",
            "AZ_ANSWERS": str(self.folder),
        }  # fmt: skip

    def run_it(self, *options: str, stack: str = "prod") -> "subprocess.CompletedProcess[str]":
        file = self.folder / "out/stacks/prod/cdk.tf.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(self.stack))
        for old in (*self.folder.glob("*.json"), *self.folder.glob("*.error")):
            old.unlink()
        for name, answer in self.answers.items():
            kind = next(iter(answer)) if isinstance(answer, dict) and len(answer) == 1 else ""
            if kind in ("error", "hangs"):
                (self.folder / f"{name}.{kind}").write_text(f"ERROR: {answer[kind]}\n")
            else:
                (self.folder / f"{name}.json").write_text(json.dumps(answer))
        command = [sys.executable, str(ROOT / "bin/preflight"), stack, "--output", str(self.folder / "out"), *options]
        return subprocess.run(command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=60, check=False)

    def rows(self, *options: str) -> dict[str, dict[str, str]]:
        """The rows that did not pass, by check."""
        run = self.run_it("--json", *options)
        self.assertIn(run.returncode, (0, 3), run.stderr)
        rows = json.loads(run.stdout)["checks"]
        self.assertEqual(run.returncode == 0, all(row["status"] == "passed" for row in rows))
        for row in rows:
            self.assertEqual(row["status"] == "passed", row["fix"] == "", row)
        return {row["check"]: row for row in rows if row["status"] != "passed"}

    def only(self, check: str, status: str) -> dict[str, str]:
        rows = self.rows()
        self.assertEqual([(row["check"], row["status"]) for row in rows.values()], [(check, status)])
        return rows[check]

    def calls(self) -> list[list[str]]:
        return [call.split("\n") for call in (self.folder / "calls").read_text().split("\n\n") if call]

    def sku(self, name: str) -> dict[str, Any]:
        return next(one for one in self.answers["vm list-skus"] if one["name"] == name)

    def capability(self, size: str, name: str) -> dict[str, str]:
        return next(one for one in self.sku(size)["capabilities"] if one["name"] == name)

    def usage(self, name: str) -> dict[str, Any]:
        return next(one for one in self.answers["vm list-usage"] if one["name"]["value"] == name)

    # Everything is well

    def test_a_subscription_that_has_everything_passes(self) -> None:
        run = self.run_it()
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        self.assertIn("21 passed, 0 failed, 0 unknown", run.stdout)
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

    # Sizes, disks, quotas

    def test_a_size_restricted_in_a_zone_names_zone_and_reason(self) -> None:
        self.sku("Standard_D32s_v6")["restrictions"] = [
            {"type": "Zone", "reasonCode": "NotAvailableForSubscription", "restrictionInfo": {"locations": ["germanywestcentral"], "zones": ["3"]}}
        ]
        row = self.only("Standard_D32s_v6 in germanywestcentral", "failed")
        self.assertEqual(row["found"], "zones 1, 2; restricted in 3: NotAvailableForSubscription")
        self.assertEqual(row["needed"], "zones 1, 3")

    def test_a_restriction_in_a_zone_that_the_stack_does_not_use_passes(self) -> None:
        self.sku("Standard_D32s_v6")["restrictions"] = [{"type": "Zone", "reasonCode": "QuotaId", "restrictionInfo": {"zones": ["2"]}}]
        self.assertEqual(self.rows(), {})

    def test_a_size_restricted_in_the_location_fails(self) -> None:
        self.sku("Standard_D16s_v6")["restrictions"] = [{"type": "Location", "reasonCode": "NotAvailableForSubscription", "restrictionInfo": {}}]
        row = self.only("Standard_D16s_v6 in germanywestcentral", "failed")
        self.assertIn("whole location", row["found"])

    def test_a_size_that_is_not_offered_fails_and_its_quota_is_unknown(self) -> None:
        self.answers["vm list-skus"] = [one for one in self.answers["vm list-skus"] if one["name"] != "Standard_B2als_v2"]
        rows = self.rows()
        self.assertEqual(rows["Standard_B2als_v2 in germanywestcentral"]["status"], "failed")
        self.assertEqual(rows["quota for Standard_B2als_v2 in germanywestcentral"]["status"], "unknown")
        self.assertEqual(len(rows), 2)

    def test_disks_missing_in_a_zone_fail(self) -> None:
        self.sku("PremiumV2_LRS")["locationInfo"][0]["zones"] = ["1", "2"]
        row = self.only("PremiumV2_LRS disks in germanywestcentral", "failed")
        self.assertEqual((row["found"], row["needed"]), ("zones 1, 2", "zones 1, 3"))

    def test_a_size_without_the_stacks_disk_controller_fails(self) -> None:
        self.capability("Standard_D16s_v6", "DiskControllerTypes")["value"] = "SCSI"
        row = self.only("Standard_D16s_v6 can run the hosts", "failed")
        self.assertIn("DiskControllerTypes SCSI", row["found"])

    def test_a_size_without_trusted_launch_fails(self) -> None:
        self.sku("Standard_B2als_v2")["capabilities"].append({"name": "TrustedLaunchDisabled", "value": "True"})
        self.only("Standard_B2als_v2 can run the hosts", "failed")

    def test_a_capability_that_azure_does_not_state_is_unknown(self) -> None:
        self.sku("Standard_D32s_v6")["capabilities"].remove(self.capability("Standard_D32s_v6", "DiskControllerTypes"))
        row = self.only("Standard_D32s_v6 can run the hosts", "unknown")
        self.assertIn("DiskControllerTypes not stated", row["found"])

    def test_a_quota_counts_what_is_used(self) -> None:
        self.usage("standardDSv6Family")["currentValue"] = "5"
        row = self.only("quota StandardDsv6Family in germanywestcentral", "failed")
        self.assertEqual((row["found"], row["needed"]), ("95 free: 5 of 100 used", "96 free"))
        self.assertIn("Standard Dsv6 Family vCPUs", row["fix"])

    def test_the_regional_quota_counts_every_family(self) -> None:
        self.usage("cores")["limit"] = "97"
        self.assertEqual(self.only("quota cores in germanywestcentral", "failed")["needed"], "98 free")

    def test_the_quota_of_disks_counts_gib(self) -> None:
        self.usage("PremiumV2DiskSizeInGB")["limit"] = 3000
        self.assertEqual(self.only("quota PremiumV2DiskSizeInGB in germanywestcentral", "failed")["needed"], "3072 free")

    def test_a_quota_that_azure_does_not_list_is_unknown(self) -> None:
        self.answers["vm list-usage"].remove(self.usage("PremiumV2DiskCount"))
        self.only("quota PremiumV2DiskCount in germanywestcentral", "unknown")

    # Image, providers, names

    def test_an_image_without_what_the_hosts_need_fails(self) -> None:
        for generation, security, controllers in [
            ("V1", "TrustedLaunchSupported", "SCSI, NVMe"),
            ("V2", "Standard", "SCSI, NVMe"),
            ("V2", "TrustedLaunch", "SCSI"),
        ]:
            with self.subTest(generation=generation, security=security, controllers=controllers):
                image = self.answers["vm image show"]
                image["hyperVGeneration"] = generation
                image["features"] = [{"name": "SecurityType", "value": security}, {"name": "DiskControllerTypes", "value": controllers}]
                row = self.only("image Debian:debian-13:13-gen2:0.20260914.2601", "failed")
                self.assertEqual(row["needed"], "generation V2, NVMe, Trusted Launch, no terms")

    def test_a_deprecated_image_fails(self) -> None:
        self.answers["vm image show"]["imageDeprecationStatus"] = {"imageState": "Deprecated"}
        self.assertIn("deprecated", self.only("image Debian:debian-13:13-gen2:0.20260914.2601", "failed")["found"])

    def test_an_image_that_azure_does_not_know_shows_how_to_find_another(self) -> None:
        self.answers["vm image show"] = {"error": "(NotFound) Artifact: VMImage was not found."}
        row = self.only("image Debian:debian-13:13-gen2:0.20260914.2601", "unknown")
        self.assertIn("Artifact: VMImage was not found", row["found"])
        self.assertIn("az vm image list --all --location germanywestcentral --publisher Debian --offer debian-13", row["fix"])

    def test_a_provider_that_is_not_registered_has_its_command(self) -> None:
        self.answers["provider list"][4]["registrationState"] = "NotRegistered"
        row = self.only("resource providers", "failed")
        self.assertEqual(row["found"], "Microsoft.Network NotRegistered")
        self.assertEqual(row["fix"], "az provider register --namespace Microsoft.Network --wait")

    def test_a_provider_that_is_not_registered_is_not_asked_because_az_would_register_it(self) -> None:
        for provider in self.answers["provider list"]:
            provider["registrationState"] = "NotRegistered"
        rows = self.rows()
        self.assertEqual({call[0] for call in self.calls()}, {"account", "ad", "group", "provider", "role"})
        self.assertEqual({row["status"] for name, row in rows.items() if name != "resource providers"}, {"unknown"})
        self.assertIn("Microsoft.Storage is NotRegistered, and az would register it", rows["state's storage account pgpatronistate"]["found"])

    def test_without_the_list_of_providers_none_is_asked(self) -> None:
        self.answers["provider list"] = {"error": "(AuthorizationFailed) no authorization"}
        self.assertEqual({row["status"] for row in self.rows().values()}, {"unknown"})
        self.assertFalse([call for call in self.calls() if call[0] in ("vm", "keyvault", "storage", "rest")])

    def test_a_resource_group_that_exists_fails(self) -> None:
        self.answers["group exists"] = True
        self.only("resource group pgpatroni-rg", "failed")

    def test_a_vault_name_in_use_fails(self) -> None:
        self.answers["rest"] = {"nameAvailable": False, "reason": "AlreadyExists", "message": "The vault name 'pgpatroni-kv' is already in use."}
        self.assertIn("already in use", self.only("vault name pgpatroni-kv", "failed")["found"])

    def test_a_deleted_vault_keeps_its_name(self) -> None:
        self.answers["rest"] = {"nameAvailable": False, "reason": "AlreadyExists", "message": "in use"}
        self.answers["keyvault list-deleted"] = [{"name": "PGPATRONI-kv", "properties": {"scheduledPurgeDate": "2027-02-25T10:00:00+00:00"}}]
        self.assertIn("until 2027-02-25", self.only("vault name pgpatroni-kv", "failed")["found"])

    def test_a_free_vault_name_is_unknown_while_deleted_vaults_cannot_be_listed(self) -> None:
        self.answers["keyvault list-deleted"] = {"error": "(AuthorizationFailed) ada has no authorization over scope"}
        self.assertIn("AuthorizationFailed", self.only("deleted vaults", "unknown")["found"])

    # The state

    def test_a_storage_account_that_does_not_exist_is_to_be_created(self) -> None:
        self.answers["storage account show"] = {"error": "(ResourceNotFound) not found"}
        self.answers["storage account check-name"] = {"nameAvailable": True, "reason": None, "message": None}
        self.assertIn("the name is free", self.only("state's storage account pgpatronistate", "failed")["found"])

    def test_a_storage_account_of_somebody_else_fails(self) -> None:
        self.answers["storage account show"] = {"error": "(ResourceNotFound) not found"}
        self.assertIn("AlreadyExists", self.only("state's storage account pgpatronistate", "failed")["found"])

    def test_a_missing_container_fails(self) -> None:
        self.answers["storage container-rm exists"] = {"exists": False}
        self.assertIn("without the container", self.only("state's storage account pgpatronistate", "failed")["found"])

    def test_a_stack_with_a_local_state_asks_for_no_storage(self) -> None:
        self.stack["terraform"]["backend"] = {"local": {"path": "terraform.tfstate"}}
        self.assertEqual(self.rows(), {})
        self.assertFalse([call for call in self.calls() if call[0] == "storage"])

    # Roles

    def test_missing_roles_fail(self) -> None:
        self.answers["role assignment list"] = [{"roleDefinitionName": "Reader", "condition": None}]
        rows = self.rows()
        who = "ada@example.com"
        self.assertEqual(set(rows), {f"{who} can create resources", f"{who} can assign roles", f"{who} can write the state"})
        self.assertEqual({row["found"] for row in rows.values()}, {"has Reader"})

    def test_a_condition_that_does_not_name_a_role_is_unknown(self) -> None:
        self.answers["role assignment list"][1]["condition"] = "GuidEquals {4633458b-17de-408a-b874-0445c86b69e6}"
        row = self.only("ada@example.com can assign roles", "unknown")
        self.assertIn("not Key Vault Secrets Officer", row["found"])

    def test_owner_creates_and_assigns_but_does_not_write_blobs(self) -> None:
        self.answers["role assignment list"] = [{"roleDefinitionName": "Owner", "condition": None}]
        self.only("ada@example.com can write the state", "failed")

    def test_the_deployer_can_be_another_identity(self) -> None:
        self.answers["role assignment list"] = []
        self.assertIn("4444 can assign roles", self.rows("--deployer", "4444"))
        self.assertIn("4444", next(call for call in self.calls() if call[:2] == ["role", "assignment"]))
        self.assertFalse([call for call in self.calls() if call[0] == "ad"])

    def test_roles_that_cannot_be_read_are_unknown(self) -> None:
        self.answers["role assignment list"] = {"error": "(AuthorizationFailed) no authorization"}
        self.assertEqual({row["status"] for row in self.rows().values()}, {"unknown"})

    # Answers that do not come, wrong input

    def test_a_call_that_hangs_is_unknown_and_the_others_are_judged(self) -> None:
        self.answers["vm image show"] = {"hangs": "for a minute"}
        self.environment["PREFLIGHT_SECONDS"] = "2"
        began = time.monotonic()
        row = self.only("image Debian:debian-13:13-gen2:0.20260914.2601", "unknown")
        self.assertEqual(row["found"], "no answer within 2 s")
        self.assertLess(time.monotonic() - began, 20)

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
        self.answers["account show"] = {"error": f"The subscription of '{SUBSCRIPTION}' doesn't exist in cloud 'AzureCloud'."}
        self.refused(1, f"az cannot use the subscription {SUBSCRIPTION}")
        self.environment["PATH"] = "/nowhere"
        self.refused(1, "preflight: az is not on the PATH: install the Azure CLI")
        self.stack = {}
        self.refused(1, "is not the output of a synthesis")

    def test_every_type_of_the_bindings_has_a_known_provider(self) -> None:
        program: dict[str, Any] = {"__name__": "preflight", "__file__": str(ROOT / "bin/preflight")}
        exec(compile((ROOT / "bin/preflight").read_text(), "bin/preflight", "exec"), program)
        kinds = re.findall(r"^azurerm_\w+", (ROOT / "src/bindings/resources.txt").read_text(), re.MULTILINE)
        self.assertGreater(len(kinds), 20)
        self.assertEqual([kind for kind in kinds if not program["provider"](kind)], [])


if __name__ == "__main__":
    unittest.main()

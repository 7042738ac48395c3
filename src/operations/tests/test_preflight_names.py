"""bin/preflight: resource providers, names, the state and roles."""

import re

from operations.preflight.providers import provider
from tests.preflight_case import ROOT, PreflightCase


class NamesTest(PreflightCase):
    def test_a_provider_that_is_not_registered_has_its_command(self) -> None:
        self.answers["provider list"][4]["registrationState"] = "NotRegistered"
        row = self.only("resource providers", "failed")
        self.assertEqual(row["found"], "Microsoft.Network NotRegistered")
        self.assertEqual(row["fix"], "az provider register --namespace Microsoft.Network --wait")

    def test_a_provider_that_is_not_registered_is_not_asked_because_az_would_register_it(self) -> None:
        for one in self.answers["provider list"]:
            one["registrationState"] = "NotRegistered"
        rows = self.rows()
        self.assertEqual({call[0] for call in self.calls()}, {"account", "ad", "group", "provider", "role"})
        self.assertEqual({row["status"] for name, row in rows.items() if name != "resource providers"}, {"unknown"})
        row = rows["state's storage account pgpatronistate"]
        self.assertIn("Microsoft.Storage is NotRegistered, and az would register it", row["found"])

    def test_without_the_list_of_providers_none_is_asked(self) -> None:
        self.answers["provider list"] = {"error": "(AuthorizationFailed) no authorization"}
        self.assertEqual({row["status"] for row in self.rows().values()}, {"unknown"})
        self.assertFalse([call for call in self.calls() if call[0] in ("vm", "keyvault", "storage", "rest")])

    def test_a_resource_group_that_exists_fails(self) -> None:
        self.answers["group exists"] = True
        self.only("resource group pgpatroni-rg", "failed")

    def test_a_vault_name_in_use_fails(self) -> None:
        message = "The vault name 'pgpatroni-kv' is already in use."
        self.answers["rest"] = {"nameAvailable": False, "reason": "AlreadyExists", "message": message}
        self.assertIn("already in use", self.only("vault name pgpatroni-kv", "failed")["found"])

    def test_a_deleted_vault_keeps_its_name(self) -> None:
        self.answers["rest"] = {"nameAvailable": False, "reason": "AlreadyExists", "message": "in use"}
        deleted = {"name": "PGPATRONI-kv", "properties": {"scheduledPurgeDate": "2027-02-25T10:00:00+00:00"}}
        self.answers["keyvault list-deleted"] = [deleted]
        self.assertIn("until 2027-02-25", self.only("vault name pgpatroni-kv", "failed")["found"])

    def test_a_free_vault_name_is_unknown_while_deleted_vaults_cannot_be_listed(self) -> None:
        self.answers["keyvault list-deleted"] = {"error": "(AuthorizationFailed) ada has no authorization over scope"}
        self.assertIn("AuthorizationFailed", self.only("deleted vaults", "unknown")["found"])

    def test_a_storage_account_name_in_use_fails(self) -> None:
        message = "The storage account named pgpatronibak is already taken."
        taken = {"nameAvailable": False, "reason": "AlreadyExists", "message": message}
        self.answers["storage account check-name pgpatronibak"] = taken
        row = self.only("storage account name pgpatronibak", "failed")
        self.assertIn("is already taken", row["found"])
        self.assertIn("backup.storage.name", row["fix"])

    def test_a_free_storage_account_name_passes(self) -> None:
        free = {"nameAvailable": True, "reason": None, "message": None}
        self.answers["storage account check-name pgpatronibak"] = free
        self.assertEqual(self.rows(), {})

    def test_every_type_of_the_bindings_has_a_known_provider(self) -> None:
        kinds = re.findall(r"^azurerm_\w+", (ROOT / "src/bindings/resources.txt").read_text(), re.MULTILINE)
        self.assertGreater(len(kinds), 20)
        self.assertEqual([kind for kind in kinds if not provider(kind)], [])


class StateTest(PreflightCase):
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
        self.assertFalse([call for call in self.calls() if call[:2] != ["storage", "account"] and call[0] == "storage"])


class RolesTest(PreflightCase):
    def test_missing_roles_fail(self) -> None:
        self.answers["role assignment list"] = [{"roleDefinitionName": "Reader", "condition": None}]
        rows = self.rows()
        who = "ada@example.com"
        checks = {f"{who} can {what}" for what in ("create resources", "assign roles", "write the state")}
        self.assertEqual(set(rows), checks)
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

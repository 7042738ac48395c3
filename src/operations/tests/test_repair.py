"""bin/repair: IDs from a configuration, and what is done with VMs. The emulator's tests run the whole program."""

import unittest
from typing import Any

from operations.repair.findings import Findings
from operations.repair.machines import find_machines
from operations.repair.resources import Resources, Unknown
from operations.repair.search import refused
from operations.repair.state import PlanErrors

SUBSCRIPTION = "11111111-1111-1111-1111-111111111111"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/pg-rg/providers/Microsoft."
VM, DISK = f"{GROUP}Compute/virtualMachines/pg-1", f"{GROUP}Compute/disks/pg-1-os"
DATA = f"{GROUP}Compute/disks/pg-1-data"
MACHINE, ATTACHMENT = "azurerm_linux_virtual_machine.one", "azurerm_virtual_machine_data_disk_attachment.one"
CONFIGURATION: dict[str, Any] = {
    "provider": {"azurerm": [{"subscription_id": SUBSCRIPTION}]},
    "resource": {
        "azurerm_resource_group": {"group": {"name": "pg-rg"}},
        "azurerm_linux_virtual_machine": {
            "one": {
                "name": "pg-1",
                "resource_group_name": "${azurerm_resource_group.group.name}",
                "os_disk": {"name": "pg-1-os"},
                "admin_password": "${random_password.generated.result}",
            }
        },
        "azurerm_managed_disk": {"data": {"name": "pg-1-data", "resource_group_name": "pg-rg"}},
        "azurerm_virtual_machine_data_disk_attachment": {
            "one": {
                "virtual_machine_id": "${azurerm_linux_virtual_machine.one.id}",
                "managed_disk_id": "${azurerm_managed_disk.data.id}",
            }
        },
    },
}


class Azure:
    """az over some VMs and disks."""

    def __init__(self, machines: list[dict[str, Any]], disks: list[dict[str, Any]]) -> None:
        self.answers = {"vm": machines, "disk": disks}

    def ask(self, *words: str) -> list[dict[str, Any]]:
        return self.answers[words[0]]


class RepairTest(unittest.TestCase):
    def setUp(self) -> None:
        created = [{"address": one, "change": {"actions": ["create"]}} for one in (MACHINE, ATTACHMENT)]
        self.resources = Resources(CONFIGURATION, {"resource_changes": created})

    def found(self, machine: dict[str, Any] | None, disk: dict[str, Any] | None = None) -> Findings:
        findings = Findings(self.resources)
        azure = Azure([{"id": VM, **machine}] if machine else [], [{"id": DISK, **disk}] if disk is not None else [])
        find_machines(azure, findings)  # type: ignore[arg-type]
        return findings

    def test_an_id_is_made_of_arguments_and_of_other_resources(self) -> None:
        self.assertEqual(self.resources.identifier(MACHINE), VM)
        self.assertEqual(self.resources.identifier(ATTACHMENT), f"{VM}/dataDisks/pg-1-data")
        self.assertEqual(self.resources.system_disk(MACHINE), ("pg-1-os", DISK))

    def test_a_generated_value_is_unknown(self) -> None:
        with self.assertRaisesRegex(Unknown, "random_password.generated.result"):
            self.resources.argument(MACHINE, "admin_password")

    def test_a_vm_that_exists_is_imported_with_its_disks(self) -> None:
        attached = {"storageProfile": {"dataDisks": [{"managedDisk": {"id": DATA.upper()}}]}}
        findings = self.found({"provisioningState": "Succeeded", **attached})
        self.assertEqual(findings.imports, {MACHINE: VM, ATTACHMENT: f"{VM}/dataDisks/pg-1-data"})

    def test_a_vm_that_failed_is_deleted_with_its_system_disk(self) -> None:
        findings = self.found({"provisioningState": "Failed"}, {"managedBy": VM})
        self.assertEqual(findings.imports, {})
        commands = [["vm", "delete", "--ids", VM, "--yes"], ["disk", "delete", "--ids", DISK, "--yes"]]
        self.assertEqual([one.commands for one in findings.deletions], [commands])

    def test_a_vm_that_failed_and_may_hold_data_is_never_deleted(self) -> None:
        attached = {"storageProfile": {"dataDisks": [{"managedDisk": {"id": DATA}}]}}
        running: dict[str, Any] = {"powerState": "VM running"}
        for machine in (running, attached):
            findings = self.found({"provisioningState": "Failed", **machine})
            self.assertEqual((findings.deletions, findings.imports[MACHINE]), ([], VM))
            self.assertIn("it may hold data", findings.notes[MACHINE])

    def test_a_vm_that_azure_works_on_is_left(self) -> None:
        findings = self.found({"provisioningState": "Creating"})
        self.assertEqual((findings.imports, findings.deletions, len(findings.left)), ({}, [], 1))

    def test_a_system_disk_without_its_vm_is_deleted_unless_it_belongs_to_another(self) -> None:
        self.assertEqual(self.found(None, {"managedBy": None}).deletions[0].what, DISK)
        findings = self.found(None, {"managedBy": "/another"})
        self.assertEqual((findings.deletions, len(findings.left)), ([], 1))
        self.assertTrue(self.found(None).none())

    def test_below_what_is_missing_nothing_exists(self) -> None:
        findings = Findings(self.resources)
        findings.does_not_exist(VM)
        self.assertFalse(findings.may_exist(f"{VM}/extensions/monitor".upper()))
        self.assertFalse(findings.may_exist(f"/nic|{VM}"))
        self.assertTrue(findings.may_exist(f"{VM}0"))
        self.assertTrue(findings.may_exist(VM))
        self.assertFalse(findings.may_contain(VM))

    def test_only_what_terraform_names_is_missing(self) -> None:
        detail = f'While attempting to import an existing object to "{MACHINE}", the provider found none'
        errors = [{"summary": "Cannot import non-existent remote object", "detail": detail}]
        candidates = {MACHINE: VM, f"{MACHINE}0": VM}
        self.assertEqual(refused(PlanErrors(errors), candidates), {MACHINE})
        self.assertEqual(refused(PlanErrors([{"summary": "no network"}]), candidates), set())

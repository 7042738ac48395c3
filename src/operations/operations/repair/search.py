"""Finds what exists in Azure and is missing in the state."""

from operations.azure_cli import AzureCli
from operations.console import counted, say
from operations.repair.findings import Findings
from operations.repair.ids import ATTACHMENT, IDS, ROLE, VM
from operations.repair.machines import find_extensions, find_machines
from operations.repair.resources import Resources, Unknown
from operations.repair.roles import find_roles
from operations.repair.secrets import find_secrets
from operations.repair.state import PlanErrors, State

MISSING = "Cannot import non-existent remote object"
# azurerm's own import of them fails without naming them if they do not exist; az lists VMs with their disks.
ASKED_OF_AZ = {VM, ATTACHMENT}


def search(az: AzureCli, state: State, resources: Resources) -> Findings:
    """Everything that bin/repair finds."""
    findings = Findings(resources)
    find_importable(state, findings)
    find_machines(az, findings)
    findings.imports = {address: one for address, one in findings.imports.items() if findings.may_exist(one)}
    find_extensions(az, findings)
    find_secrets(az, findings)
    find_roles(az, findings)
    if findings.imports:
        compare(state, findings)
    return findings


def find_importable(state: State, findings: Findings) -> None:
    """Plans to import everything that may exist, without what Terraform does not find, until no import is refused."""
    candidates = {}
    for address in findings.resources.absent(IDS.keys() - ASKED_OF_AZ):
        try:
            candidates[address] = findings.resources.identifier(address)
        except Unknown:
            findings.left.append(f"{address}: its ID cannot be worked out; if it exists, import it: terraform import")
    while candidates:
        say("repair", f"looking for {counted(len(candidates), 'resource')}")
        try:
            findings.resources.learn(state.plan(candidates))
            break
        except PlanErrors as failed:
            gone = refused(failed, candidates)
            if not gone:
                raise failed.report() from None
        for address in gone:
            findings.does_not_exist(candidates[address])
        candidates = {
            address: identifier
            for address, identifier in candidates.items()
            if address not in gone and findings.may_exist(identifier)
        }
    findings.imports.update(candidates)


def refused(failed: PlanErrors, candidates: dict[str, str]) -> set[str]:
    """The addresses that Terraform does not find in Azure."""
    details = [one["detail"] for one in failed.errors if one["summary"] == MISSING]
    return {address for address in candidates if any(f'"{address}"' in detail for detail in details)}


def compare(state: State, findings: Findings) -> None:
    """Notes what the next deployment would change on an imported resource."""
    planned = state.plan_or_fail(findings.imports)
    for one in planned.get("resource_changes", []):
        actions = one["change"]["actions"]
        # A role on a secret that is written again has to be planned again, too.
        if one["address"] in findings.imports and actions != ["no-op"] and one["type"] != ROLE:
            does = "replaces it: look at the plan" if "delete" in actions else "changes it"
            findings.note(one["address"], f"the next deployment {does}")

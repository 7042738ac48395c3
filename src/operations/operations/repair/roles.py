"""Role assignments, to which Azure gives random names."""

from operations.azure_cli import AzureCli
from operations.repair.findings import Findings
from operations.repair.ids import ROLE
from operations.repair.resources import Unknown


def find_roles(az: AzureCli, findings: Findings) -> None:
    """Finds the role assignments that the state lacks, by scope, principal and role."""
    wanted = {}
    for address in findings.resources.absent([ROLE]):
        try:
            scope, principal, role = (
                findings.resources.argument(address, name).lower()
                for name in ("scope", "principal_id", "role_definition_name")
            )
        except Unknown:
            continue
        if findings.may_contain(scope):
            wanted[scope, principal, role] = address
    if not wanted:
        return
    for one in az.ask("role", "assignment", "list", "--all"):
        scope, principal, role = (str(one.get(name)).lower() for name in ("scope", "principalId", "roleDefinitionName"))
        if (scope, principal, role) in wanted:
            findings.imports[wanted[scope, principal, role]] = one["id"]

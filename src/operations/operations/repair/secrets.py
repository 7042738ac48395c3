"""Secrets: they are deleted, because an import would write their values into the state."""

from operations.azure_cli import AzureCli, AzureError
from operations.console import counted
from operations.repair.findings import Deletion, Findings
from operations.repair.ids import SECRET


def find_secrets(az: AzureCli, findings: Findings) -> None:
    """Finds the secrets that the state lacks, by vault."""
    vaults: dict[str, list[str]] = {}
    for address in findings.resources.absent([SECRET]):
        vault = findings.resources.argument(address, "key_vault_id")
        if findings.may_contain(vault):
            name = findings.resources.argument(address, "name")
            vaults.setdefault(vault.rsplit("/", 1)[-1], []).append(name)
    for vault, names in vaults.items():
        find_in_vault(az, findings, vault, names)


def find_in_vault(az: AzureCli, findings: Findings, vault: str, names: list[str]) -> None:
    """Finds the secrets of a vault that have these names."""
    try:
        found = {one["name"] for one in az.ask("keyvault", "secret", "list", "--vault-name", vault)}
    except AzureError as refused:
        findings.left.append(
            f"the secrets of {vault} cannot be listed; this needs the role Key Vault Secrets Officer on it,"
            f" which the next deployment gives to its identity. {refused.whole}"
        )
        return
    commands = [
        ["keyvault", "secret", "delete", "--vault-name", vault, "--name", name] for name in names if name in found
    ]
    if commands:
        why = (
            "an import would write their values into the state. The next deployment recovers them and writes new"
            " values; on hosts that run: sudo pgcluster reload-secrets"
        )
        findings.deletions.append(Deletion(f"{counted(len(commands), 'secret')} of {vault}", why, commands))

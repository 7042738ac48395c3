"""The last secrets that the vault gave, encrypted on the system disk, for a boot while the vault is not available.

systemd-creds encrypts with a key of the VM's TPM and one of the system disk; without a TPM with the latter alone."""

import json
from pathlib import Path
from typing import NamedTuple

from azure_patroni.boot.step import note, now
from azure_patroni.command import attempt
from azure_patroni.failure import Failure
from azure_patroni.files import write, write_json
from azure_patroni.host import RUN, STATE, Host

# The off switch; it outlives an apply and a reboot.
OFF = Path("/etc/azure-patroni/sealed-secrets-off")
PATH = STATE / "secrets.sealed"
# There while this host runs with secrets that are not from the vault.
USED = RUN / "sealed-secrets.json"
NAME = "azure-patroni-secrets"
# A TPM takes seconds.
SECONDS = 60.0


class Copy(NamedTuple):
    """The secrets by label, and when the vault gave the oldest of them."""

    fetched: str
    values: dict[str, str]


def keep(host: Host, values: dict[str, str]) -> None:
    """Encrypts what the vault gave; labels that were not asked for stay. A failure is a warning: the vault has all."""
    complete = values.keys() >= host.secrets.keys()
    if complete:
        USED.unlink(missing_ok=True)
    if OFF.exists():
        PATH.unlink(missing_ok=True)
        return
    try:
        fetched = now()
        if not complete:
            old = load(host)
            if old is None:
                raise Failure("there is no copy of the secrets: run pgcluster reload-secrets")
            fetched, values = old.fetched, old.values | values
        _encrypt(json.dumps({"vault": host.vault, "names": host.secrets, "fetched": fetched, "values": values}))
    except (Failure, OSError) as error:
        note(f"a reboot needs the vault: {error}")


def _encrypt(text: str) -> None:
    # No PCR: they change with an update of the firmware, and a copy of the disk has no TPM all the same.
    command = ("systemd-creds", "encrypt", "--with-key=auto", "--tpm2-pcrs=", f"--name={NAME}", "-", "-")
    ran = attempt(*command, text=text, seconds=SECONDS)
    if not ran.ok:
        raise Failure(f"the secrets cannot be encrypted: {ran.reason()}")
    write(PATH, ran.output, mode=0o600)


def load(host: Host) -> Copy | None:
    """The copy of this host's secrets, if there is one; a Failure if it cannot be used."""
    if OFF.exists() or not PATH.exists():
        return None
    ran = attempt("systemd-creds", "decrypt", f"--name={NAME}", str(PATH), "-", seconds=SECONDS)
    if not ran.ok:
        raise Failure(f"{PATH} cannot be decrypted: {ran.reason()}")
    try:
        found = json.loads(ran.output)
        if (found["vault"], found["names"]) != (host.vault, host.secrets):
            raise Failure(f"{PATH} is of another vault, or of other secrets")
        return Copy(str(found["fetched"]), dict(found["values"]))
    except (ValueError, KeyError, TypeError) as error:
        raise Failure(f"{PATH} has another content: {type(error).__name__}") from None


def used(fetched: str, reason: str) -> None:
    """Keeps for `pgcluster status` that this host runs with its copy, and why."""
    write_json(USED, {"fetched": fetched, "reason": reason})


def problem() -> str | None:
    """What is wrong with this host's secrets, if anything."""
    try:
        found = json.loads(USED.read_text())
        return (
            f"this host runs with its own copy of the secrets, of {found['fetched']};"
            f" it asks the vault again every 30 s: {found['reason']}"
        )
    except (OSError, ValueError, KeyError, TypeError):
        pass
    if OFF.exists() or PATH.exists():
        return None
    return f"there is no copy of the secrets, so a reboot needs the vault: `pgcluster reload-secrets`, or create {OFF}"

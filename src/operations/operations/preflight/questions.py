"""Questions to az, several at a time."""

from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from operations.azure_cli import AzureCli, AzureError

# Each az is a Python process that starts for seconds.
AT_ONCE = 4

# An answer that may still come: its result, or an AzureError.
Answer = Future[Any]


class Questions:
    """Asks az for what its resource provider allows: az registers a provider that it asks, and this changes nothing."""

    def __init__(self, az: AzureCli) -> None:
        self.az = az
        self.pool = ThreadPoolExecutor(AT_ONCE)
        # By resource provider, in lower case.
        self.registrations: dict[str, str] = {}

    def ask(self, *words: str, of: str = "") -> Answer:
        """Asks; of: the resource provider."""
        if not of or self.registrations.get(of.lower()) == "Registered":
            return self.pool.submit(self.az.ask, *words)
        state = self.registrations.get(of.lower(), "not known to be registered")
        unasked: Answer = Future()
        unasked.set_exception(AzureError(words, f"not asked: {of} is {state}, and az would register it"))
        return unasked

    def compute(self, *words: str) -> Answer:
        """Asks about VMs."""
        return self.ask("vm", *words, of="Microsoft.Compute")

    def end(self) -> None:
        """Asks nothing more."""
        self.pool.shutdown(wait=False, cancel_futures=True)

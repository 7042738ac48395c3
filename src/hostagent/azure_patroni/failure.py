"""The one exception that ends a command with a message."""


class Failure(Exception):
    """A problem and its fix, in one line."""

    def __init__(self, message: str) -> None:
        super().__init__(" ".join(message.split()))

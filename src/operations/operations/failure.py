"""What ends a program with a message."""


class Failure(Exception):
    """Ends the program; the message says what is wrong and what to do."""

    def __init__(self, text: str, status: int = 1) -> None:
        super().__init__(text)
        self.status = status

"""reach.py SECONDS ADDRESS:PORT...: tries them all at once and says what became of each: open, refused or silent, and
what an open one said."""

import concurrent.futures
import socket
import sys

SECONDS = float(sys.argv[1])


def attempt(target: str) -> str:
    address, port = target.split(":")
    try:
        with socket.create_connection((address, int(port)), SECONDS) as connection:
            connection.settimeout(SECONDS)
            try:
                said = "" if port == "8008" else connection.recv(100).decode().strip()
            except OSError:
                said = ""
            return f"{target} open {said}".strip()
    except ConnectionRefusedError:
        return f"{target} refused"
    except OSError:
        return f"{target} silent"


with concurrent.futures.ThreadPoolExecutor(200) as threads:
    for line in threads.map(attempt, sys.argv[2:]):
        print(line)

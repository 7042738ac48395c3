"""talk.py ADDRESS PORT: opens a flow, prints what the other end says, then sends each line it reads and prints the
answer: the line, reset or silent."""

import socket
import sys

with socket.create_connection((sys.argv[1], int(sys.argv[2])), 5) as connection:
    connection.settimeout(5)
    stream = connection.makefile("rw")
    print(stream.readline().strip(), flush=True)
    for line in sys.stdin:
        try:
            stream.write(line)
            stream.flush()
            answer = stream.readline().strip() or "closed"
        except ConnectionResetError:
            answer = "reset"
        except OSError:
            answer = "silent"
        print(answer, flush=True)

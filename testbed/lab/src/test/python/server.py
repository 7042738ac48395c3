"""server.py NAME FOLDER PORT...: says on each port who it is and whom it sees, then echoes; on 8008 it is a Patroni that
leads while FOLDER/NAME is there."""

import os
import socketserver
import sys
import threading

NAME, FOLDER, *PORTS = sys.argv[1:]


class Echo(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.wfile.write(f"{NAME} {self.client_address[0]}\n".encode())
        for line in self.rfile:
            self.wfile.write(line)


class Patroni(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.rfile.readline()
        status = "200 OK" if os.path.exists(f"{FOLDER}/{NAME}") else "503 Service Unavailable"
        self.wfile.write(f"HTTP/1.0 {status}\r\nContent-Length: 0\r\n\r\n".encode())


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


for port in map(int, PORTS):
    server = Server(("0.0.0.0", port), Patroni if port == 8008 else Echo)
    threading.Thread(target=server.serve_forever).start()

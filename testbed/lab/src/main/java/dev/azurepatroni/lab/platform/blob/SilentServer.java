package dev.azurepatroni.lab.platform.blob;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Accepts connections and says nothing. */
final class SilentServer implements AutoCloseable {
  private static final int BACKLOG = 128;

  private final ServerSocket server = new ServerSocket();
  private final List<Socket> accepted = new ArrayList<>();

  private SilentServer() throws IOException {}

  static SilentServer start(InetSocketAddress address) throws IOException {
    SilentServer silent = new SilentServer();
    silent.server.bind(address, BACKLOG);
    Thread thread = new Thread(silent::accept, "silent");
    thread.setDaemon(true);
    thread.start();
    return silent;
  }

  private void accept() {
    try {
      while (true) {
        keep(server.accept());
      }
    } catch (IOException closed) {
      // It was closed.
    }
  }

  private synchronized void keep(Socket socket) {
    accepted.add(socket);
  }

  @Override
  public synchronized void close() throws IOException {
    server.close();
    for (Socket socket : accepted) {
      socket.close();
    }
  }
}

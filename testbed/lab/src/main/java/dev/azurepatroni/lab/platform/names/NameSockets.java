package dev.azurepatroni.lab.platform.names;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A name server's sockets: UDP, and TCP with each message's length before it (RFC 1035, 4.2). */
public final class NameSockets implements AutoCloseable {
  private static final int LARGEST = 65_535;
  private static final int THREADS = 4;
  private static final int WAITING = 64;
  private static final int TIMEOUT_MILLIS = 10_000;

  /** A free port of one protocol may be taken in the other. */
  private static final int BINDINGS = 20;

  private final Answerer answerer;
  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final ExecutorService threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(WAITING),
          task -> daemon(task, "names-tcp-client"));

  /** What answers. */
  public interface Answerer {
    Optional<byte[]> answer(byte[] query, InetAddress source);
  }

  private NameSockets(Answerer answerer, DatagramSocket udp, ServerSocket tcp) {
    this.answerer = answerer;
    this.udp = udp;
    this.tcp = tcp;
  }

  /** Listens on UDP and TCP. */
  public static NameSockets open(InetSocketAddress address, Answerer answerer) throws IOException {
    BindException last = new BindException(address.toString());
    for (int attempt = 0; attempt < (address.getPort() == 0 ? BINDINGS : 1); attempt++) {
      ServerSocket tcp = new ServerSocket();
      try {
        tcp.bind(address);
        NameSockets sockets =
            new NameSockets(answerer, new DatagramSocket(tcp.getLocalSocketAddress()), tcp);
        daemon(sockets::serveUdp, "names-udp").start();
        daemon(sockets::serveTcp, "names-tcp").start();
        return sockets;
      } catch (BindException taken) {
        last = taken;
        tcp.close();
      }
    }
    throw last;
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return (InetSocketAddress) tcp.getLocalSocketAddress();
  }

  private void serveUdp() {
    byte[] buffer = new byte[LARGEST];
    while (!udp.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        udp.receive(packet);
        byte[] query = Arrays.copyOf(buffer, packet.getLength());
        Optional<byte[]> answer = answerer.answer(query, packet.getAddress());
        if (answer.isPresent()) {
          udp.send(
              new DatagramPacket(answer.get(), answer.get().length, packet.getSocketAddress()));
        }
      } catch (IOException lost) {
        // A client that has gone, or our own end: the loop's condition decides which.
      } catch (RuntimeException unanswerable) {
        // It costs its own answer, not everybody's.
      }
    }
  }

  private void serveTcp() {
    while (!tcp.isClosed()) {
      try {
        Socket client = tcp.accept();
        try {
          threads.execute(() -> serve(client));
        } catch (RejectedExecutionException tooMany) {
          client.close();
        }
      } catch (IOException lost) {
        // As above.
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        DataInputStream in = new DataInputStream(client.getInputStream());
        DataOutputStream out = new DataOutputStream(client.getOutputStream())) {
      client.setSoTimeout(TIMEOUT_MILLIS);
      while (true) {
        byte[] query = in.readNBytes(in.readUnsignedShort());
        Optional<byte[]> answer = answerer.answer(query, client.getInetAddress());
        if (answer.isEmpty()) {
          return;
        }
        byte[] message = new byte[Short.BYTES + answer.get().length];
        message[0] = (byte) (answer.get().length >>> Byte.SIZE);
        message[1] = (byte) answer.get().length;
        System.arraycopy(answer.get(), 0, message, Short.BYTES, answer.get().length);
        out.write(message);
      }
    } catch (EOFException done) {
      // The client has asked all it wanted.
    } catch (IOException gone) {
      // The client has gone.
    }
  }

  @Override
  public void close() throws IOException {
    udp.close();
    tcp.close();
    threads.shutdownNow();
  }
}

package dev.azurepatroni.standin;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.azurepatroni.standin.plugin.CallLog;
import dev.azurepatroni.standin.plugin.Provider;
import dev.azurepatroni.standin.plugin.ProviderService;
import io.grpc.InsecureServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Listens for Terraform: each provider at a port of its own on the loopback address. */
final class Server implements AutoCloseable {
  /** Terraform's own limit for what a provider sends. */
  private static final int LARGEST_MESSAGE = 256 << 20;

  private static final int PROTOCOL = 5;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, io.grpc.Server> servers = new LinkedHashMap<>();

  private Server() {}

  /**
   * Starts to listen.
   *
   * @throws IOException if no port can be had
   */
  static Server start(List<Provider> providers, CallLog log) throws IOException {
    Server server = new Server();
    for (Provider provider : providers) {
      InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      server.servers.put(
          provider.name(),
          NettyServerBuilder.forAddress(anyPort, InsecureServerCredentials.create())
              // An operation that waits keeps its thread: Terraform's parallelism decides how many
              // there are.
              .executor(server.threads)
              .maxInboundMessageSize(LARGEST_MESSAGE)
              .addService(new ProviderService(provider, log))
              .build()
              .start());
    }
    return server;
  }

  /**
   * What the environment variable TF_REATTACH_PROVIDERS has to say for Terraform to find the
   * providers here.
   */
  String reattach() {
    ObjectNode all = new ObjectMapper().createObjectNode();
    servers.forEach(
        (name, server) -> {
          ObjectNode one = all.putObject("registry.terraform.io/hashicorp/" + name);
          one.put("Protocol", "grpc").put("ProtocolVersion", PROTOCOL);
          // "Test" tells Terraform that the process is not its own to end.
          one.put("Pid", ProcessHandle.current().pid()).put("Test", true);
          one.putObject("Addr")
              .put("Network", "tcp")
              .put("String", "127.0.0.1:" + server.getPort());
        });
    return all.toString();
  }

  @Override
  public void close() {
    servers.values().forEach(io.grpc.Server::shutdownNow);
    threads.shutdownNow();
  }
}

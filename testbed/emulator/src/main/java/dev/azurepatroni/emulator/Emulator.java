package dev.azurepatroni.emulator;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.azurepatroni.emulator.azure.AzureProvider;
import dev.azurepatroni.emulator.azure.engine.ApiFault;
import dev.azurepatroni.emulator.inventory.ResourceStore;
import dev.azurepatroni.emulator.plugin.CallLog;
import dev.azurepatroni.emulator.plugin.Provider;
import dev.azurepatroni.emulator.random.RandomProvider;
import dev.azurepatroni.emulator.service.ProviderService;
import dev.azurepatroni.emulator.tls.TlsProvider;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The provider emulators for azurerm, random and tls. Each listens on its own port of the loopback
 * address.
 */
public final class Emulator implements AutoCloseable {
  /** Terraform's own limit for what a provider sends. */
  private static final int LARGEST_MESSAGE = 256 << 20;

  private static final int PROTOCOL = 5;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Server> servers = new LinkedHashMap<>();
  private final Connections connections = new Connections();

  private Emulator() {}

  /**
   * Starts the emulators.
   *
   * @param inventory holds what is deployed
   * @param faults injected into the operations of azurerm
   * @param log gets a line for each call
   * @param clock certificates are issued at its time
   * @throws IOException if no port is free
   * @throws IllegalArgumentException if a fault names an unknown type; the message is for the user
   */
  public static Emulator start(
      ResourceStore inventory, List<ApiFault> faults, CallLog log, Clock clock) throws IOException {
    List<Provider> providers =
        List.of(
            new AzureProvider(inventory, faults, log),
            new RandomProvider(),
            new TlsProvider(clock));
    Emulator emulator = new Emulator();
    for (Provider provider : providers) {
      emulator.servers.put(provider.name(), emulator.listen(new ProviderService(provider, log)));
    }
    return emulator;
  }

  private Server listen(ProviderService service) throws IOException {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return NettyServerBuilder.forAddress(anyPort, InsecureServerCredentials.create())
        // A waiting operation blocks its thread; Terraform's parallelism limits their number.
        .executor(threads)
        .maxInboundMessageSize(LARGEST_MESSAGE)
        .addTransportFilter(connections)
        .addService(service)
        .build()
        .start();
  }

  /**
   * Returns the value of the environment variable TF_REATTACH_PROVIDERS, by which Terraform finds
   * the emulators.
   */
  public String reattach() {
    ObjectNode all = new ObjectMapper().createObjectNode();
    servers.forEach(
        (name, server) -> {
          ObjectNode one = all.putObject("registry.terraform.io/hashicorp/" + name);
          one.put("Protocol", "grpc").put("ProtocolVersion", PROTOCOL);
          // "Test" keeps Terraform from stopping the process.
          one.put("Pid", ProcessHandle.current().pid()).put("Test", true);
          one.putObject("Addr")
              .put("Network", "tcp")
              .put("String", "127.0.0.1:" + server.getPort());
        });
    return all.toString();
  }

  /** Returns whether a Terraform process is connected. */
  public boolean isInUse() {
    return connections.open() > 0;
  }

  /** Waits until no Terraform process is connected. */
  public void awaitUnused() throws InterruptedException {
    connections.awaitNone();
  }

  @Override
  public void close() {
    servers.values().forEach(Server::shutdownNow);
    threads.shutdownNow();
  }
}

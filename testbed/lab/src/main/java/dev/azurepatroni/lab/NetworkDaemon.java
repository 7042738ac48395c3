package dev.azurepatroni.lab;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.azurepatroni.lab.balancer.Balancers;
import dev.azurepatroni.lab.balancer.BalancingRule;
import dev.azurepatroni.lab.host.ControlGroup;
import dev.azurepatroni.lab.inventory.Inventory;
import dev.azurepatroni.lab.inventory.LiveInventory;
import dev.azurepatroni.lab.network.LabNetwork;
import dev.azurepatroni.lab.network.Names;
import dev.azurepatroni.lab.network.NamespaceSetup;
import dev.azurepatroni.lab.network.SecurityTable;
import dev.azurepatroni.lab.platform.Platform;
import dev.azurepatroni.lab.platform.PlatformAddresses;
import dev.azurepatroni.lab.shell.Pause;
import dev.azurepatroni.lab.shell.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What runs in the network itself: the load balancers and what Azure serves to every host. It goes
 * on with what is deployed: a rule that an apply changes is followed within a second.
 */
public final class NetworkDaemon {
  private static final int POLL_MILLIS = 1000;
  private static final int TIMEOUT_MILLIS = 30_000;

  private final LabFolder folder;
  private final ObjectMapper json = new ObjectMapper();

  private NetworkDaemon(LabFolder folder) {
    this.folder = folder;
  }

  /** Starts it, unless it runs already, and waits until it serves. */
  static void start(
      LabFolder folder, Names names, ControlGroup group, Programs programs, Artifacts artifacts)
      throws IOException {
    if (group.isAlive()) {
      await(folder, group::isAlive);
      return;
    }
    group.create();
    Files.deleteIfExists(folder.health());
    List<String> command = new ArrayList<>(NamespaceSetup.inside(names.network()));
    command.addAll(programs.copied(folder.lab().resolve("program")));
    command.addAll(
        List.of("serve", "--folder", folder.emulator().toString(), artifacts.mirror().toString()));
    Process process =
        new ProcessBuilder(group.joining(command))
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.log().toFile()))
            .start();
    await(folder, process::isAlive);
  }

  /** Whether what is waited for may still come. */
  private interface Sign {
    boolean ofLife() throws IOException;
  }

  private static void await(LabFolder folder, Sign sign) throws IOException {
    long deadline = System.nanoTime() + TIMEOUT_MILLIS * 1_000_000L;
    while (!Files.exists(folder.health())) {
      if (!sign.ofLife() || System.nanoTime() > deadline) {
        throw new IOException("the network's services did not start; see " + folder.log());
      }
      Pause.of(50);
    }
  }

  /** Serves until it is killed. */
  public static void serve(LabFolder folder, Path mirror) throws IOException {
    new NetworkDaemon(folder).serve(mirror);
  }

  private void serve(Path mirror) throws IOException {
    LiveInventory inventory = LiveInventory.open(folder.inventory());
    Platform.Setup setup =
        new Platform.Setup(
            PlatformAddresses.ofHosts(),
            inventory,
            Artifacts.platform(),
            mirror,
            folder.blobs(),
            System.out);
    try (Platform platform = Platform.start(setup);
        Balancers balancers = new Balancers(NetworkDaemon::load, this::publish)) {
      System.err.println("serving at " + platform.addresses());
      Inventory known = new Inventory(List.of());
      while (true) {
        Inventory now = inventory.current();
        if (now != known) {
          follow(now, balancers);
          known = now;
        }
        Pause.of(POLL_MILLIS);
      }
    }
  }

  /** What an apply is still in the middle of is followed as soon as it makes sense. */
  private static void follow(Inventory inventory, Balancers balancers) throws IOException {
    try {
      load(SecurityTable.of(LabNetwork.of(inventory)));
      balancers.follow(BalancingRule.of(inventory));
    } catch (IllegalStateException unfinished) {
      System.err.println("not followed: " + unfinished.getMessage());
    }
  }

  /** It runs in the network's namespace already. */
  private static void load(String commands) throws IOException {
    Shell.feed(commands, List.of("nft", "-f", "-"));
  }

  private void publish(Map<String, Map<String, Boolean>> health) {
    try {
      Path unfinished = folder.health().resolveSibling("health.new");
      json.writeValue(unfinished.toFile(), health);
      Files.move(unfinished, folder.health(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

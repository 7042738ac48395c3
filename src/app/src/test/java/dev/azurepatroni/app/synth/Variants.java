package dev.azurepatroni.app.synth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.app.StackFolder;
import dev.azurepatroni.constructs.synth.Synth;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The committed stacks, and shapes that none of them has, synthesised once for all tests. */
public final class Variants {
  private static final Map<String, String> FILES =
      Map.of(
          "three-nodes",
          """
          name: three
          location: westeurope
          database: { nodes: 3 }
          poolers: { nodes: 5, vmSize: Standard_D2s_v6 }
          vault: { allowedCidrs: ["203.0.113.7/32"] }
          ssh: { publicKeys: ["%s"] }
          tags: { team: orders }
          state: { backend: local }
          """
              .formatted(
                  "ssh-ed25519"
                      + " AAAAC3NzaC1lZDI1NTE5AAAAIMQmBZzyKFXxPRIyQb9sM5bCRr6DrjAvMOK3Cs9Y+K8w"),
          "public",
          """
          name: open
          location: westeurope
          network: { adminCidrs: ["10.50.9.0/28"], clientCidrs: ["10.50.0.0/16", "10.60.0.0/16"] }
          publicEndpoint: { enabled: true, clientCidrs: ["203.0.113.0/24"] }
          monitoring: { enabled: false }
          vault: { rolePropagationSeconds: 0 }
          state: { backend: local }
          """);

  private static final Map<String, Synth> ALL = synthesise();

  private Variants() {}

  /** Every stack by name. */
  public static Map<String, Synth> all() {
    return ALL;
  }

  private static Map<String, Synth> synthesise() {
    try {
      Path folder = Files.createTempDirectory("stacks");
      for (Map.Entry<String, String> file : FILES.entrySet()) {
        Files.writeString(folder.resolve(file.getKey() + ".yaml"), file.getValue());
      }
      StackFolder stacks = StackFolder.read(folder);
      assertThat(stacks.problems()).isEmpty();
      Map<String, Synth> all = new LinkedHashMap<>(Stacks.all());
      all.putAll(Synth.app(stacks::addTo));
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

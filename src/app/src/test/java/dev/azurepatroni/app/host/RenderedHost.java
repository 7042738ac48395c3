package dev.azurepatroni.app.host;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.azurepatroni.app.synth.Variants;
import dev.azurepatroni.constructs.synth.Resource;
import dev.azurepatroni.constructs.synth.UserData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * A host as Azure gets it: read back from the VM of a synthesised stack.
 *
 * @param stack the stack's name
 * @param name the host's name
 * @param userData the cloud-config document that the VM gets
 * @param files what the host then has
 */
public record RenderedHost(String stack, String name, String userData, List<Content> files) {
  private static final ObjectMapper JSON = new JsonMapper();
  private static final List<RenderedHost> ALL =
      List.of("prod", "two-zone", "lab", "three-nodes").stream()
          .flatMap(stack -> of(stack).stream())
          .toList();

  /**
   * A file on a host.
   *
   * @param path where
   * @param mode octal permissions
   * @param text what is in it
   */
  public record Content(String path, String mode, String text) {}

  /** The hosts of all stacks. */
  static List<RenderedHost> all() {
    return ALL;
  }

  /** The hosts of one stack. */
  public static List<RenderedHost> ofStack(String stack) {
    return ALL.stream().filter(host -> host.stack.equals(stack)).toList();
  }

  private static List<RenderedHost> of(String stack) {
    return Variants.all().get(stack).resources("azurerm_linux_virtual_machine").stream()
        .map(vm -> of(stack, vm))
        .sorted(Comparator.comparing(RenderedHost::name))
        .toList();
  }

  private static RenderedHost of(String stack, Resource vm) {
    String userData = UserData.sent(vm.text("custom_data"));
    List<Content> files = new ArrayList<>();
    for (JsonNode file : yaml(UserData.text(vm)).path("write_files")) {
      files.add(
          new Content(
              file.path("path").asText(),
              file.path("permissions").asText(),
              file.path("content").asText()));
    }
    return new RenderedHost(stack, vm.text("name"), userData, List.copyOf(files));
  }

  /** What a YAML text says. */
  static JsonNode yaml(String text) {
    return JSON.valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).load(text));
  }

  /** What a JSON text says. */
  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One of its files. */
  String file(String path) {
    return files.stream()
        .filter(file -> file.path().equals(path))
        .map(Content::text)
        .findFirst()
        .orElseThrow(() -> new AssertionError(this + " gets no " + path));
  }

  /** What the host itself knows. */
  JsonNode facts() {
    return json(file("/etc/azure-patroni/host.json"));
  }

  boolean is(String role) {
    return facts().path("role").asText().equals(role);
  }

  boolean voter() {
    return facts().path("voter").asBoolean();
  }

  /** Distinct among all hosts of all stacks. */
  @Override
  public String toString() {
    return stack + "-" + name;
  }
}

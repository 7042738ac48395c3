package dev.azurepatroni.constructs.synth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.hashicorp.cdktf.App;
import com.hashicorp.cdktf.AppConfig;
import com.hashicorp.cdktf.TerraformStack;
import com.hashicorp.cdktf.providers.azurerm.provider.AzurermProvider;
import com.hashicorp.cdktf.providers.azurerm.provider.AzurermProviderFeatures;
import com.hashicorp.cdktf.providers.random_provider.provider.RandomProvider;
import com.hashicorp.cdktf.providers.tls.provider.TlsProvider;
import dev.azurepatroni.constructs.cluster.PatroniCluster;
import dev.azurepatroni.topology.spec.ClusterSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A stack as {@code cdktf synth} writes it: validations, aspects and annotations included.
 *
 * @param name of the stack
 * @param json the stack's {@code cdk.tf.json}
 * @param annotations what synthesis says to the stack's owner, each as {@code LEVEL: text}
 */
public record Synth(String name, JsonNode json, List<String> annotations) {
  private static final JsonMapper JSON = new JsonMapper();

  /** Copies what it is given. */
  public Synth {
    annotations = List.copyOf(annotations);
  }

  /** Synthesises a stack {@code test} of the given content and the providers it needs. */
  public static Synth of(Consumer<TerraformStack> content) {
    return app(app -> content.accept(stack(app))).get("test");
  }

  private static TerraformStack stack(App app) {
    TerraformStack stack = new TerraformStack(app, "test");
    AzurermProvider.Builder.create(stack, "azurerm")
        .features(List.of(AzurermProviderFeatures.builder().build()))
        .build();
    RandomProvider.Builder.create(stack, "random").build();
    TlsProvider.Builder.create(stack, "tls").build();
    return stack;
  }

  /** Synthesises a stack {@code test} that holds one cluster. */
  public static Synth cluster(ClusterSpec spec) {
    return of(stack -> PatroniCluster.Builder.create(stack, spec.name()).spec(spec).build());
  }

  /** Synthesises an app, and returns its stacks by name. */
  public static Map<String, Synth> app(Consumer<App> content) {
    try {
      Path output = Files.createTempDirectory("synth");
      try {
        App app = new App(AppConfig.builder().outdir(output.toString()).build());
        content.accept(app);
        app.synth();
        return read(output);
      } finally {
        delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads what an app wrote, by stack name. */
  public static Map<String, Synth> read(Path output) throws IOException {
    Map<String, Synth> stacks = new TreeMap<>();
    JsonNode manifest = JSON.readTree(output.resolve("manifest.json").toFile());
    for (Map.Entry<String, JsonNode> stack : manifest.path("stacks").properties()) {
      Path file = output.resolve(stack.getValue().path("synthesizedStackPath").asText());
      List<String> annotations = new ArrayList<>();
      for (JsonNode annotation : stack.getValue().path("annotations")) {
        annotations.add(
            annotation.path("level").asText() + ": " + annotation.path("message").asText());
      }
      stacks.put(
          stack.getKey(), new Synth(stack.getKey(), JSON.readTree(file.toFile()), annotations));
    }
    return stacks;
  }

  /** Every resource, data source and ephemeral resource. */
  public List<Resource> resources() {
    List<Resource> resources = new ArrayList<>();
    for (String kind : List.of("resource", "data", "ephemeral")) {
      for (Map.Entry<String, JsonNode> type : json.path(kind).properties()) {
        for (Map.Entry<String, JsonNode> body : type.getValue().properties()) {
          resources.add(new Resource(kind, type.getKey(), body.getKey(), body.getValue()));
        }
      }
    }
    return resources;
  }

  /** The resources of one type. */
  public List<Resource> resources(String type) {
    return resources().stream()
        .filter(resource -> resource.kind().equals("resource") && resource.type().equals(type))
        .toList();
  }

  /** One resource. */
  public Resource resource(String type, String resource) {
    JsonNode body = json.path("resource").path(type).path(resource);
    if (body.isMissingNode()) {
      throw Facts.of("expected resource", type + "." + resource)
          .and("of its type there are", resources(type).stream().map(Resource::name).toList())
          .failure();
    }
    return new Resource("resource", type, resource, body);
  }

  /** The Terraform addresses of everything in the stack, sorted. */
  public List<String> addresses() {
    return resources().stream().map(Resource::address).sorted().toList();
  }

  private static void delete(Path directory) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(directory)) {
      paths = walk.sorted((a, b) -> b.compareTo(a)).toList();
    }
    for (Path path : paths) {
      Files.delete(path);
    }
  }
}

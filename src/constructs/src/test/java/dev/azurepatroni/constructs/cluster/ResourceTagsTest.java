package dev.azurepatroni.constructs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hashicorp.cdktf.TerraformResource;
import dev.azurepatroni.constructs.synth.Prod;
import dev.azurepatroni.constructs.synth.Resource;
import dev.azurepatroni.constructs.synth.Synth;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ResourceTagsTest {
  private static final String BINDINGS = "com/hashicorp/cdktf/providers/azurerm";

  @Test
  void everyTypeOfTheBindingsThatHasTagsIsKnown() throws Exception {
    Set<Class<?>> taggable = new HashSet<>();
    for (Class<?> type : resourceTypes()) {
      if (Stream.of(type.getMethods()).anyMatch(method -> method.getName().equals("setTags"))) {
        taggable.add(type);
      }
    }

    assertThat(taggable).isNotEmpty();
    assertThat(ResourceTags.TAGGABLE).containsExactlyInAnyOrderElementsOf(taggable(taggable));
  }

  @Test
  void everyResourceThatCanBeTaggedNamesItsCluster() {
    assertThat(tagged(Prod.SYNTH)).hasSizeGreaterThan(30);
    for (Resource resource : tagged(Prod.SYNTH)) {
      assertThat(resource.at("tags").toString())
          .as(resource.address())
          .isEqualTo("{\"cluster\":\"pgpatroni\",\"managed-by\":\"azure-patroni\"}");
    }
  }

  @Test
  void tagsOfTheSpecificationAreOnEveryResourceToo() {
    Synth synth =
        Prod.synthWith(prod -> prod.tags(Map.of("cost-centre", "4711", "managed-by", "us")));

    assertThat(tagged(synth)).hasSameSizeAs(tagged(Prod.SYNTH));
    for (Resource resource : tagged(synth)) {
      assertThat(resource.text("tags.cost-centre")).as(resource.address()).isEqualTo("4711");
      assertThat(resource.text("tags.managed-by")).as(resource.address()).isEqualTo("us");
      assertThat(resource.text("tags.cluster")).as(resource.address()).isEqualTo("pgpatroni");
    }
  }

  private static List<Resource> tagged(Synth synth) {
    return synth.resources().stream().filter(each -> !each.at("tags").isMissingNode()).toList();
  }

  @SuppressWarnings("unchecked") // checked when they were collected
  private static Set<Class<? extends TerraformResource>> taggable(Set<Class<?>> types) {
    return (Set<Class<? extends TerraformResource>>) (Set<?>) types;
  }

  private static Set<Class<?>> resourceTypes() throws Exception {
    Set<Class<?>> types = new HashSet<>();
    for (String name : classNames()) {
      Class<?> type = Class.forName(name, false, ResourceTagsTest.class.getClassLoader());
      if (TerraformResource.class.isAssignableFrom(type)) {
        types.add(type);
      }
    }
    return types;
  }

  /** Names of the generated classes, from the bindings' jar or folder. */
  private static List<String> classNames() throws IOException, URISyntaxException {
    URI location = ResourceTagsTest.class.getClassLoader().getResource(BINDINGS).toURI();
    if (!location.getScheme().equals("jar")) {
      return classNames(Path.of(location));
    }
    try (FileSystem jar = FileSystems.newFileSystem(location, Map.of())) {
      return classNames(jar.getPath(BINDINGS));
    }
  }

  private static List<String> classNames(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().matches(".*/[A-Z][A-Za-z]*\\.class"))
          .map(file -> BINDINGS + "/" + root.relativize(file))
          .map(file -> file.replace(".class", "").replace('/', '.'))
          .toList();
    }
  }
}

package dev.azurepatroni.review.synthesis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads {@code hosts/*.yaml}, the user-data of a host in clear text. */
final class HostDocument {
  /** Name of the rest of the user-data, which is compared like a file. */
  static final String REST = "user-data";

  private static final String FILES = "write_files";
  private static final String FACTS = "/etc/azure-patroni/host.json";
  private static final String REACTIONS = "/etc/azure-patroni/changes.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private HostDocument() {}

  static RenderedHost read(Path file) throws IOException {
    String name = file.getFileName().toString().replaceFirst("\\.yaml$", "");
    try {
      Object read = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
      if (!(read instanceof Map<?, ?> document)) {
        throw new IOException("%s is not user-data: synthesise the stack again".formatted(file));
      }
      Map<String, Object> rest = new TreeMap<>();
      for (Map.Entry<?, ?> entry : document.entrySet()) {
        rest.put(scalar(entry.getKey()), entry.getValue());
      }
      Object entries = rest.remove(FILES);
      SortedMap<String, RenderedFile> files =
          files(entries instanceof List<?> list ? list : List.of());
      files.put(REST, new RenderedFile(text(rest), ""));
      JsonNode facts = json(files.get(FACTS));
      return new RenderedHost(
          name,
          facts.path("role").asText(RenderedHost.UNKNOWN),
          facts.path("voter").asBoolean(),
          files,
          texts(json(files.get(REACTIONS))));
    } catch (YAMLException | JsonProcessingException e) {
      throw new IOException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static SortedMap<String, RenderedFile> files(List<?> entries) {
    SortedMap<String, RenderedFile> files = new TreeMap<>();
    for (Object entry : entries) {
      if (entry instanceof Map<?, ?> file) {
        files.put(
            scalar(file.get("path")),
            new RenderedFile(
                scalar(file.get("content")),
                scalar(file.get("owner")) + " " + scalar(file.get("permissions"))));
      }
    }
    return files;
  }

  /** A list of aliases has few characters, and a text that fills the memory. */
  private static String scalar(Object value) {
    if (value instanceof Map || value instanceof Collection) {
      throw new YAMLException("a list or mapping in place of a text");
    }
    return String.valueOf(value);
  }

  private static String text(Map<String, Object> rest) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    return rest.isEmpty() ? "" : new Yaml(options).dump(rest);
  }

  private static JsonNode json(RenderedFile file) throws JsonProcessingException {
    return JSON.readTree(file == null ? "{}" : file.content());
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new HashMap<>();
    object.properties().forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
    return texts;
  }
}

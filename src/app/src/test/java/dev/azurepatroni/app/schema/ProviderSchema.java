package dev.azurepatroni.app.schema;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a provider accepts, as {@code terraform providers schema -json} reports it. */
public record ProviderSchema(
    Schema provider,
    Map<String, Schema> resourceSchemas,
    Map<String, Schema> dataSourceSchemas,
    Map<String, Schema> ephemeralResourceSchemas) {

  // Terraform leaves out empty maps; anything else that is missing makes the file no schema.
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .withConfigOverride(
              Map.class, map -> map.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
          .build();

  public ProviderSchema {
    resourceSchemas = Map.copyOf(resourceSchemas);
    dataSourceSchemas = Map.copyOf(dataSourceSchemas);
    ephemeralResourceSchemas = Map.copyOf(ephemeralResourceSchemas);
  }

  /**
   * Reads azurerm's schema from a file with the schemas of all providers or with azurerm's alone.
   *
   * @throws IOException if the file cannot be read or is not a schema
   */
  public static ProviderSchema load(Path file) throws IOException {
    JsonNode root = JSON.readTree(file.toFile());
    JsonNode azurerm = root.at("/provider_schemas/registry.terraform.io~1hashicorp~1azurerm");
    return JSON.treeToValue(azurerm.isMissingNode() ? root : azurerm, ProviderSchema.class);
  }

  /** The schema of one type, or of the provider itself. */
  public record Schema(Block block) {}

  /** The arguments and blocks a body may hold. */
  public record Block(Map<String, Attribute> attributes, Map<String, NestedBlock> blockTypes) {

    public Block {
      attributes = Map.copyOf(attributes);
      blockTypes = Map.copyOf(blockTypes);
    }

    /** Whether the body may hold something of that name. */
    public boolean knows(String name) {
      return attributes.containsKey(name) || blockTypes.containsKey(name);
    }
  }

  /** An argument: its type, and who must or may set it. */
  public record Attribute(ArgumentType type, boolean required, boolean optional, boolean computed) {

    /** Whether only the provider may set it. */
    public boolean computedOnly() {
      return computed && !optional && !required;
    }
  }

  /** A block inside a block, and how often it may stand there; a maximum of 0 is no limit. */
  public record NestedBlock(Block block, String nestingMode, int minItems, int maxItems) {

    public NestedBlock {
      // The schema leaves out the maximum that these modes imply.
      maxItems = nestingMode.equals("single") || nestingMode.equals("group") ? 1 : maxItems;
    }

    /** Whether its bodies stand under labels, as members of an object. */
    public boolean labelled() {
      return nestingMode.equals("map");
    }

    /** What is wrong with that many bodies, if anything. */
    public Optional<String> problemWith(int count) {
      if (count < minItems) {
        return Optional.of(
            count == 0
                ? "required block is missing"
                : "must stand at least %d times, not %d".formatted(minItems, count));
      }
      return maxItems == 0 || count <= maxItems
          ? Optional.empty()
          : Optional.of("must stand at most %d times, not %d".formatted(maxItems, count));
    }
  }

  /** A type expression: a name such as {@code "bool"}, or a list such as {@code ["set", T]}. */
  public record ArgumentType(JsonNode expression) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ArgumentType {}

    /** The outermost name: {@code set} for a set of strings. */
    public String name() {
      return expression.isArray() ? expression.path(0).asText() : expression.asText();
    }

    /** The type of every value in a list, set or map. */
    public ArgumentType element() {
      return new ArgumentType(expression.path(1));
    }

    /** The types of an object's members by name. */
    public Map<String, ArgumentType> members() {
      return expression.path(1).properties().stream()
          .collect(
              Collectors.toMap(Map.Entry::getKey, member -> new ArgumentType(member.getValue())));
    }

    /** What is wrong with a value, if anything; what it holds is not looked at. */
    public Optional<String> problemWith(JsonNode value) {
      if (fits(value) || isInterpolation(value)) {
        return Optional.empty();
      }
      String article = name().equals("object") ? "an " : "a ";
      return Optional.of("must be " + article + name() + ", is " + described(value));
    }

    private boolean fits(JsonNode value) {
      return switch (name()) {
        case "string" -> value.isTextual();
        case "number" -> value.isNumber();
        case "bool" -> value.isBoolean();
        case "list", "set" -> value.isArray();
        case "map", "object" -> value.isObject();
        // Protocol 5 has tuples and dynamic values too, azurerm has neither.
        default -> throw new IllegalStateException("no check for the type " + expression);
      };
    }

    // One interpolation as the whole value can yield any type, amid other text only a string.
    private static boolean isInterpolation(JsonNode value) {
      String text = value.asText();
      int depth = 0;
      for (int at = 1; at < text.length(); at++) {
        depth += text.charAt(at) == '{' ? 1 : text.charAt(at) == '}' ? -1 : 0;
        if (depth == 0) {
          return text.startsWith("${") && at == text.length() - 1;
        }
      }
      return false;
    }

    private static String described(JsonNode value) {
      return switch (value.getNodeType()) {
        case ARRAY -> "a list";
        case OBJECT -> "an object";
        default -> "the " + value.getNodeType().name().toLowerCase(Locale.ROOT) + " " + value;
      };
    }
  }
}

package dev.azurepatroni.emulator.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import dev.azurepatroni.emulator.plugin.Diagnostic;
import dev.azurepatroni.emulator.plugin.ValuePath;
import dev.azurepatroni.emulator.schema.BlockSchema;
import dev.azurepatroni.emulator.schema.NestedBlockSchema;
import dev.azurepatroni.emulator.schema.Schema;
import dev.azurepatroni.emulator.value.Json;
import dev.azurepatroni.emulator.value.MessagePack;
import dev.azurepatroni.emulator.value.Value;
import dev.azurepatroni.emulator.value.ValueType;
import dev.azurepatroni.protocol.AttributePath;
import dev.azurepatroni.protocol.Diagnostic.Severity;
import dev.azurepatroni.protocol.DynamicValue;
import dev.azurepatroni.protocol.Schema.Attribute;
import dev.azurepatroni.protocol.Schema.NestedBlock.NestingMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Converts between the protocol's messages and {@link Value}. */
final class ProtocolMessages {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ProtocolMessages() {}

  /** Decodes a value; one that Terraform did not send is null. */
  static Value value(DynamicValue message, Schema schema) {
    if (!message.getMsgpack().isEmpty()) {
      return MessagePack.decode(message.getMsgpack().toByteArray(), schema.type());
    }
    return message.getJson().isEmpty() ? Value.Absent.NULL : json(message.getJson(), schema);
  }

  /**
   * Decodes stored state. Drops fields that the schema no longer has and sets new ones to null,
   * which is all that older states of these types need.
   */
  static Value json(ByteString json, Schema schema) {
    try {
      JsonNode tree = MAPPER.readTree(json.toByteArray());
      return schema.type().conform(Json.read(tree));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static DynamicValue message(Value value) {
    return DynamicValue.newBuilder()
        .setMsgpack(ByteString.copyFrom(MessagePack.encode(value)))
        .build();
  }

  static List<dev.azurepatroni.protocol.Diagnostic> messages(List<Diagnostic> diagnostics) {
    return diagnostics.stream().map(ProtocolMessages::message).toList();
  }

  static dev.azurepatroni.protocol.Diagnostic message(Diagnostic diagnostic) {
    Severity severity = diagnostic.fatal() ? Severity.ERROR : Severity.WARNING;
    var message =
        dev.azurepatroni.protocol.Diagnostic.newBuilder()
            .setSeverity(severity)
            .setSummary(diagnostic.summary())
            .setDetail(diagnostic.detail());
    if (!diagnostic.path().steps().isEmpty()) {
      message.setAttribute(message(diagnostic.path()));
    }
    return message.build();
  }

  static AttributePath message(ValuePath path) {
    AttributePath.Builder message = AttributePath.newBuilder();
    for (Object step : path.steps()) {
      if (step instanceof Integer index) {
        message.addStepsBuilder().setElementKeyInt(index);
      } else {
        message.addStepsBuilder().setAttributeName((String) step);
      }
    }
    return message.build();
  }

  static dev.azurepatroni.protocol.Schema message(Schema schema) {
    return dev.azurepatroni.protocol.Schema.newBuilder()
        .setVersion(schema.version())
        .setBlock(message(schema.block()))
        .build();
  }

  private static dev.azurepatroni.protocol.Schema.Block message(BlockSchema block) {
    dev.azurepatroni.protocol.Schema.Block.Builder message =
        dev.azurepatroni.protocol.Schema.Block.newBuilder();
    block
        .attributes()
        .forEach(
            (name, attribute) ->
                message.addAttributes(
                    Attribute.newBuilder()
                        .setName(name)
                        .setType(constraint(attribute.type()))
                        .setRequired(attribute.required())
                        .setOptional(attribute.optional())
                        .setComputed(attribute.computed())
                        .setSensitive(attribute.sensitive())
                        .setWriteOnly(attribute.writeOnly())));
    block
        .blocks()
        .forEach(
            (name, nested) ->
                message.addBlockTypes(
                    dev.azurepatroni.protocol.Schema.NestedBlock.newBuilder()
                        .setTypeName(name)
                        .setBlock(message(nested.block()))
                        .setNesting(mode(nested.nesting()))
                        .setMinItems(nested.minItems())
                        .setMaxItems(nested.maxItems())));
    return message.build();
  }

  private static NestingMode mode(NestedBlockSchema.Nesting nesting) {
    return switch (nesting) {
      case SINGLE -> NestingMode.SINGLE;
      case LIST -> NestingMode.LIST;
      case SET -> NestingMode.SET;
      case MAP -> NestingMode.MAP;
    };
  }

  private static ByteString constraint(ValueType type) {
    try {
      return ByteString.copyFrom(MAPPER.writeValueAsBytes(json(type)));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode json(ValueType type) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    if (type instanceof ValueType.Primitive primitive) {
      return nodes.textNode(primitive.name().toLowerCase(java.util.Locale.ROOT));
    }
    ArrayNode pair = nodes.arrayNode();
    if (type instanceof ValueType.ListOf list) {
      return pair.add("list").add(json(list.element()));
    }
    if (type instanceof ValueType.SetOf set) {
      return pair.add("set").add(json(set.element()));
    }
    if (type instanceof ValueType.MapOf map) {
      return pair.add("map").add(json(map.element()));
    }
    ObjectNode fields = nodes.objectNode();
    ((ValueType.ObjectOf) type).fields().forEach((name, field) -> fields.set(name, json(field)));
    return pair.add("object").add(fields);
  }
}

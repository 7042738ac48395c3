package dev.azurepatroni.emulator.service;

import dev.azurepatroni.emulator.plugin.ResourcePlan;
import dev.azurepatroni.emulator.plugin.ResourceType;
import dev.azurepatroni.emulator.plugin.ValuePath;
import dev.azurepatroni.emulator.schema.AttributeSchema;
import dev.azurepatroni.emulator.schema.BlockSchema;
import dev.azurepatroni.emulator.schema.NestedBlockSchema;
import dev.azurepatroni.emulator.schema.Schema;
import dev.azurepatroni.emulator.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Plans by the schema: an attribute that is not configured gets its default, is unknown until the
 * apply, or keeps its value; write-only arguments are dropped; some changes require a replacement.
 */
final class Planner {

  private final Schema schema;
  private final ResourceType type;

  Planner(Schema schema, ResourceType type) {
    this.schema = schema;
    this.type = type;
  }

  /** Plans a create or an update; a delete needs no plan. */
  ResourcePlan plan(Value prior, Value proposed, Value config) {
    Value planned =
        schema.type().conform(block(schema.block(), ValuePath.ROOT, prior, proposed, config));
    Set<ValuePath> replaces = new LinkedHashSet<>();
    if (!prior.isNull()) {
      collectReplacements(schema.block(), ValuePath.ROOT, prior, planned, replaces);
    }
    return type.refine(new ResourcePlan(prior, config, planned, replaces, List.of()));
  }

  private Value block(
      BlockSchema block, ValuePath path, Value prior, Value proposed, Value config) {
    Map<String, Value> fields = new LinkedHashMap<>();
    block
        .attributes()
        .forEach(
            (name, attribute) ->
                fields.put(
                    name,
                    attribute(
                        attribute,
                        path.attribute(name),
                        prior,
                        proposed.at(name),
                        config.at(name))));
    block
        .blocks()
        .forEach(
            (name, nested) ->
                fields.put(
                    name,
                    nested(
                        nested,
                        path.attribute(name),
                        prior.at(name),
                        proposed.at(name),
                        config.at(name))));
    return Value.of(fields);
  }

  private Value attribute(
      AttributeSchema attribute, ValuePath path, Value prior, Value proposed, Value config) {
    if (attribute.writeOnly()) {
      return Value.Absent.NULL;
    }
    if (!config.isNull()) {
      return proposed;
    }
    Value preset = type.defaults().get(path.names());
    if (preset != null) {
      return preset;
    }
    return attribute.computed() && prior.isNull() ? Value.Absent.UNKNOWN : proposed;
  }

  private Value nested(
      NestedBlockSchema nested, ValuePath path, Value prior, Value proposed, Value config) {
    if (!proposed.isPresent()) {
      return proposed;
    }
    return switch (nested.nesting()) {
      case SINGLE -> block(nested.block(), path, prior, proposed, config);
      case LIST -> {
        List<Value> items = new ArrayList<>();
        for (int i = 0; i < proposed.items().size(); i++) {
          String index = String.valueOf(i);
          items.add(
              block(
                  nested.block(),
                  path.item(i),
                  prior.at(index),
                  proposed.items().get(i),
                  config.at(index)));
        }
        yield Value.of(items);
      }
      case SET ->
          Value.of(
              proposed.items().stream()
                  .map(item -> setItem(nested, path, prior, item, config))
                  .toList());
      case MAP -> {
        Map<String, Value> entries = new LinkedHashMap<>();
        proposed
            .fields()
            .forEach(
                (key, item) ->
                    entries.put(
                        key, block(nested.block(), path, prior.at(key), item, config.at(key))));
        yield Value.of(entries);
      }
    };
  }

  /**
   * Items of a set have no keys: the configured item is the one with the same arguments, the prior
   * item is an equal one.
   */
  private Value setItem(
      NestedBlockSchema nested, ValuePath path, Value prior, Value item, Value config) {
    Value configured =
        config.items().stream()
            .filter(candidate -> agrees(item, candidate))
            .findFirst()
            .orElse(item);
    Value before = prior.items().contains(item) ? item : Value.Absent.NULL;
    return block(nested.block(), path, before, item, configured);
  }

  private static boolean agrees(Value item, Value configured) {
    return configured.fields().entrySet().stream()
        .allMatch(
            field -> field.getValue().isNull() || field.getValue().equals(item.at(field.getKey())));
  }

  private void collectReplacements(
      BlockSchema block, ValuePath path, Value prior, Value planned, Set<ValuePath> found) {
    for (String name : block.attributes().keySet()) {
      ValuePath here = path.attribute(name);
      if (type.replacedBy().contains(here.names()) && !prior.at(name).equals(planned.at(name))) {
        found.add(here);
      }
    }
    block
        .blocks()
        .forEach(
            (name, nested) ->
                collectNested(
                    nested, path.attribute(name), prior.at(name), planned.at(name), found));
  }

  private void collectNested(
      NestedBlockSchema nested, ValuePath path, Value prior, Value planned, Set<ValuePath> found) {
    String prefix = path.names() + ".";
    boolean whole = type.replacedBy().contains(path.names());
    boolean concerned =
        whole || type.replacedBy().stream().anyMatch(changed -> changed.startsWith(prefix));
    if (!concerned || prior.equals(planned)) {
      return;
    }
    if (whole || nested.nesting() != NestedBlockSchema.Nesting.LIST) {
      found.add(path);
      return;
    }
    for (int i = 0; i < Math.max(prior.items().size(), planned.items().size()); i++) {
      String index = String.valueOf(i);
      collectReplacements(nested.block(), path.item(i), prior.at(index), planned.at(index), found);
    }
  }
}

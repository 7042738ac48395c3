package dev.azurepatroni.constructs;

import com.hashicorp.cdktf.IAspect;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import software.constructs.IConstruct;

/** Gives every resource that can be tagged the cluster's tags. */
final class ResourceTags implements IAspect {
  private final Map<String, String> tags;

  ResourceTags(Map<String, String> tags) {
    this.tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
  }

  @Override
  public void visit(IConstruct node) {
    try {
      Method setTags = node.getClass().getMethod("setTags", Map.class);
      setTags.invoke(node, tags);
    } catch (NoSuchMethodException e) {
      // Not every resource has tags; the generated class says which.
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("cannot tag " + node.getNode().getPath(), e);
    }
  }
}

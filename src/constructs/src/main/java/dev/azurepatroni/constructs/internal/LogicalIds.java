package dev.azurepatroni.constructs.internal;

import com.hashicorp.cdktf.TerraformElement;
import com.hashicorp.cdktf.TerraformStack;
import software.constructs.Construct;

/** Terraform addresses that are short and do not depend on the tree of constructs. */
public final class LogicalIds {
  private LogicalIds() {}

  /**
   * Gives an element its address.
   *
   * @param logicalId unique within the element's type
   * @param element any
   * @param <T> its type
   * @return the element
   */
  public static <T extends TerraformElement> T assign(String logicalId, T element) {
    element.overrideLogicalId(logicalId);
    return element;
  }

  /**
   * Reserves a name in the stack: Terraform would merge two elements of one overridden address
   * without an error.
   *
   * @param scope anywhere in the stack
   * @param kind what has the name
   * @param name of it
   * @throws IllegalArgumentException if the name is taken
   */
  public static void claim(Construct scope, String kind, String name) {
    String claim = claim(kind, name);
    if (isClaimed(scope, kind, name)) {
      throw new IllegalArgumentException(
          "the stack has a second %s; give each %s a name of its own".formatted(claim, kind));
    }
    new Construct(TerraformStack.of(scope), claim);
  }

  /**
   * {@return whether a name is reserved in the stack}
   *
   * @param scope anywhere in the stack
   * @param kind what has the name
   * @param name of it
   */
  public static boolean isClaimed(Construct scope, String kind, String name) {
    return TerraformStack.of(scope).getNode().tryFindChild(claim(kind, name)) != null;
  }

  private static String claim(String kind, String name) {
    return "%s %s".formatted(kind, name);
  }
}

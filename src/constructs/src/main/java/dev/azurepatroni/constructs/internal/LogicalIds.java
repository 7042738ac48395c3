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
    TerraformStack stack = TerraformStack.of(scope);
    String claim = "%s %s".formatted(kind, name);
    if (stack.getNode().tryFindChild(claim) != null) {
      throw new IllegalArgumentException(
          "the stack has a second %s; give each %s a name of its own".formatted(claim, kind));
    }
    new Construct(stack, claim);
  }
}

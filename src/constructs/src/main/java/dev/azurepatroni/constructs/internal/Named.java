package dev.azurepatroni.constructs.internal;

import com.hashicorp.cdktf.TerraformElement;
import com.hashicorp.cdktf.TerraformStack;
import software.amazon.jsii.JsiiException;
import software.constructs.Construct;

/** Terraform addresses that are short and survive a refactoring of our classes. */
public final class Named {
  private Named() {}

  /** Gives the element its address within its type. */
  public static <T extends TerraformElement> T as(String logicalId, T element) {
    element.overrideLogicalId(logicalId);
    return element;
  }

  /**
   * Takes a name for the whole stack: two elements of one overridden address would silently become
   * one.
   *
   * @throws IllegalArgumentException if the name is taken
   */
  public static void claim(Construct scope, String kind, String name) {
    TerraformStack stack = TerraformStack.of(scope);
    String claim = "%s %s".formatted(kind, name);
    try {
      new Construct(stack, claim);
    } catch (JsiiException refused) {
      if (stack.getNode().tryFindChild(claim) == null) {
        throw refused;
      }
      throw new IllegalArgumentException(
          "two of one name in one stack: %s; give each a name of its own".formatted(claim),
          refused);
    }
  }
}

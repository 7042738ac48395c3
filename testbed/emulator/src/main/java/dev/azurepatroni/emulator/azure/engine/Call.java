package dev.azurepatroni.emulator.azure.engine;

import dev.azurepatroni.emulator.plugin.OperationResult;
import dev.azurepatroni.emulator.value.Value;
import java.util.List;

/**
 * An operation on a resource, in progress.
 *
 * @param operation {@code create}, {@code update}, {@code delete} or {@code read}
 * @param type Terraform's type
 * @param label the type as azurerm's errors name it
 * @param name the resource's name
 * @param mark of {@link StopSignal}, when it began
 */
record Call(String operation, String type, String label, String name, long mark) {

  String what() {
    return operation + " " + type + "/" + name;
  }

  Call named(String aName) {
    return new Call(operation, type, label, aName, mark);
  }

  /** Returns the read that follows a write. */
  Call reading() {
    return new Call("read", type, label, name, mark);
  }

  boolean isCreation() {
    return operation.equals("create");
  }

  /** Returns the result of an operation that was not carried out to its end. */
  OperationResult refused(Value left, List<Rejection> rejections) {
    return OperationResult.failed(
        left,
        rejections.stream().map(rejection -> rejection.toDiagnostic(action(), method())).toList());
  }

  /** Returns the result if Terraform stops before the request. */
  OperationResult canceled(Value left) {
    return refused(left, List.of(Rejection.byProvider(action() + ": context canceled", "")));
  }

  /** Returns the name of the method of Azure's client. */
  private String method() {
    return switch (operation) {
      case "delete" -> "Delete";
      case "read" -> "Get";
      default -> "CreateOrUpdate";
    };
  }

  /** Returns what azurerm writes before an error, such as {@code creating Subnet "db"}. */
  private String action() {
    String verb =
        operation.equals("read")
            ? "retrieving"
            : operation.substring(0, operation.length() - 1) + "ing";
    return verb + " " + label + " \"" + name + "\"";
  }
}

package dev.azurepatroni.emulator.azure.engine;

/**
 * An operation on a resource, in progress.
 *
 * @param operation {@code create}, {@code update}, {@code delete} or {@code read}
 * @param type Terraform's type
 * @param name the resource's name
 * @param mark of {@link StopSignal}, when it began
 */
record Call(String operation, String type, String name, long mark) {

  String what() {
    return operation + " " + type + "/" + name;
  }

  Call named(String aName) {
    return new Call(operation, type, aName, mark);
  }

  /** Returns the read that follows a write. */
  Call reading() {
    return new Call("read", type, name, mark);
  }

  boolean isCreation() {
    return operation.equals("create");
  }

  /** Returns the name of the method of Azure's client. */
  String method() {
    return switch (operation) {
      case "delete" -> "Delete";
      case "read" -> "Get";
      default -> "CreateOrUpdate";
    };
  }

  /** Returns what azurerm writes before an error, such as {@code creating Subnet "db"}. */
  String action(String label) {
    String verb =
        operation.equals("read")
            ? "retrieving"
            : operation.substring(0, operation.length() - 1) + "ing";
    return verb + " " + label + " \"" + name + "\"";
  }
}

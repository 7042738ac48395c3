package dev.azurepatroni.emulator.azure.compute;

import dev.azurepatroni.emulator.azure.engine.Rejection;
import dev.azurepatroni.emulator.azure.engine.WriteRequest;
import dev.azurepatroni.emulator.plugin.Diagnostic;
import dev.azurepatroni.emulator.value.Value;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** What azurerm and Azure refuse of a virtual machine and its extensions. */
final class MachineChecks {
  static final String NICS = "network_interface_ids";
  static final String CONTROLLER = "disk_controller_type";
  static final String NO_PASSWORD = "disable_password_authentication";

  /**
   * 65,535 bytes in base64: learn.microsoft.com, "Custom data and cloud-init on Azure Virtual
   * Machines".
   */
  private static final int CUSTOM_DATA_LIMIT = 87_380;

  /**
   * "The size can't exceed 64 KB": learn.microsoft.com, "User Data for Azure Virtual Machine". It
   * does not say whether before or after base64; this is the stricter reading.
   */
  private static final int USER_DATA_LIMIT = 65_535;

  private static final String USER_DATA = "user_data";

  private MachineChecks() {}

  static List<Rejection> canLogIn(WriteRequest request) {
    boolean withoutPassword = request.planned().isTrue(NO_PASSWORD);
    if (withoutPassword && request.planned().at("admin_ssh_key").items().isEmpty()) {
      return List.of(
          Rejection.byProvider(
              "at least one `admin_ssh_key` must be specified when `disable_password_authentication` is set to `true`",
              ""));
    }
    if (!withoutPassword && request.text("admin_password").isEmpty()) {
      return List.of(
          Rejection.byProvider(
              "an `admin_password` must be specified if `disable_password_authentication` is set to `false`",
              ""));
    }
    return List.of();
  }

  static List<Rejection> customDataFits(WriteRequest request) {
    int length = request.text("custom_data").length();
    return length <= CUSTOM_DATA_LIMIT
        ? List.of()
        : List.of(
            Rejection.badRequest(
                "InvalidParameter",
                "Custom data in OSProfile must be in Base64 encoding and with a maximum length of "
                    + CUSTOM_DATA_LIMIT
                    + " characters; it has "
                    + length
                    + ".",
                "custom_data"));
  }

  static List<Diagnostic> userDataIsBase64(Value config) {
    String text = config.text(USER_DATA).orElse("");
    try {
      Base64.getDecoder().decode(text);
      return List.of();
    } catch (IllegalArgumentException e) {
      return List.of(
          Diagnostic.error(
              USER_DATA,
              "expected \"user_data\" to be a base64 string, got " + text,
              e.getMessage()));
    }
  }

  /** Azure's words are not known. */
  static List<Rejection> userDataFits(WriteRequest request) {
    int length = request.text(USER_DATA).length();
    return length <= USER_DATA_LIMIT
        ? List.of()
        : List.of(
            Rejection.badRequest(
                "InvalidParameter",
                "User data must be in Base64 encoding and with a maximum length of "
                    + USER_DATA_LIMIT
                    + " characters; it has "
                    + length
                    + ".",
                USER_DATA));
  }

  static List<Rejection> controllerFits(WriteRequest request) {
    DiskControllers size = DiskControllers.of(request.text("size"));
    String asked = request.text(CONTROLLER);
    if (size.supported().stream().anyMatch(controller -> controller.word().equals(asked))) {
      return List.of();
    }
    return List.of(
        Rejection.badRequest(
            "InvalidParameter",
            String.format(
                "The VM size '%s' cannot boot with disk controller type '%s'. It supports the disk controller types: %s.",
                size.vmSize(),
                asked,
                String.join(
                    ", ",
                    size.supported().stream().map(DiskControllers.Controller::word).toList())),
            CONTROLLER));
  }

  static List<Rejection> interfacesFree(WriteRequest request) {
    List<Rejection> rejections = new ArrayList<>();
    for (String nic : request.planned().texts(NICS)) {
      request
          .others("azurerm_linux_virtual_machine")
          .filter(machine -> machine.state().texts(NICS).stream().anyMatch(nic::equalsIgnoreCase))
          .forEach(
              machine ->
                  rejections.add(
                      Rejection.badRequest(
                          "NicInUse",
                          "Network Interface "
                              + nic
                              + " is used by existing resource "
                              + machine.id()
                              + ".",
                          NICS)));
    }
    return rejections;
  }

  static List<Rejection> osDiskIsNew(WriteRequest request) {
    String id = request.text("os_managed_disk_id");
    return request.isCreation() && request.inventory().find(id).isPresent()
        ? List.of(
            Rejection.conflict(
                "ConflictingUserInput",
                "Disk "
                    + request.text("os_disk.0.name")
                    + " already exists in resource group "
                    + request.text("resource_group_name").toUpperCase(Locale.ROOT)
                    + ". Only CreateOption.Attach is supported."))
        : List.of();
  }

  static List<Rejection> osDiskGrows(WriteRequest request) {
    long before = request.prior().number("os_disk.0.disk_size_gb").orElse(0L);
    long after = request.planned().number("os_disk.0.disk_size_gb").orElse(before);
    return after >= before
        ? List.of()
        : List.of(
            Rejection.badRequest(
                "InvalidParameter",
                "The specified disk size "
                    + after
                    + " GB is smaller than the size "
                    + before
                    + " GB that the disk has.",
                "os_disk.0.disk_size_gb"));
  }

  /** A Linux VM runs one extension of each handler. */
  static List<Rejection> handlerOnce(WriteRequest request) {
    return request
        .others("azurerm_virtual_machine_extension")
        .filter(
            extension ->
                request.agreesWith(extension, "virtual_machine_id")
                    && request.agreesWith(extension, "publisher")
                    && request.agreesWith(extension, "type"))
        .findFirst()
        .map(
            extension ->
                Rejection.badRequest(
                    "BadRequest",
                    "Multiple VMExtensions per handler not supported for OS type 'Linux'. VMExtension '"
                        + extension.name()
                        + "' with handler '"
                        + request.text("publisher")
                        + "."
                        + request.text("type")
                        + "' already added or specified in input.",
                    ""))
        .stream()
        .toList();
  }
}

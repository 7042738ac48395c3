package dev.azurepatroni.lab.platform.names;

import dev.azurepatroni.lab.inventory.Inventory;
import dev.azurepatroni.lab.inventory.Item;
import dev.azurepatroni.lab.platform.blob.StorageAccount;
import dev.azurepatroni.lab.platform.caller.Machine;
import dev.azurepatroni.lab.platform.vault.Vault;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import org.xbill.DNS.Address;
import org.xbill.DNS.Name;

/**
 * Names and their addresses. A VM has its computer name and that below {@code
 * internal.cloudapp.net}: learn.microsoft.com, "Name resolution for resources in Azure virtual
 * networks".
 */
public final class NameTable {
  /** Name of the package mirror. */
  public static final String MIRROR = "mirror.lab.internal";

  private static final String INTERNAL = ".internal.cloudapp.net";

  private final InetAddress vault;
  private final InetAddress blob;
  private final InetAddress mirror;

  /** The names over an inventory. */
  public NameTable(InetAddress vault, InetAddress blob, InetAddress mirror) {
    this.vault = vault;
    this.blob = blob;
    this.mirror = mirror;
  }

  /** The address of a name; none for an unknown name. */
  public Optional<InetAddress> find(Inventory inventory, Name name) {
    String text = name.toString(true).toLowerCase(Locale.ROOT);
    if (text.equals(MIRROR)) {
      return Optional.of(mirror);
    }
    if (Vault.all(inventory).stream().anyMatch(vault -> vault.host().equals(text))) {
      return Optional.of(vault);
    }
    if (StorageAccount.all(inventory).stream().anyMatch(account -> account.host().equals(text))) {
      return Optional.of(blob);
    }
    return Machine.all(inventory).stream()
        .filter(entry -> isName(text, Machine.computerName(entry).toLowerCase(Locale.ROOT)))
        .flatMap(found -> address(inventory, found).stream())
        .findFirst();
  }

  private static boolean isName(String text, String computer) {
    return text.equals(computer)
        || (text.startsWith(computer + ".")
            && text.endsWith(INTERNAL)
            // Something stands between: a name of the network's own.
            && text.length() > computer.length() + 1 + INTERNAL.length());
  }

  private static Optional<InetAddress> address(Inventory inventory, Item vm) {
    return Machine.primaryAddress(inventory, vm)
        .map(
            text -> {
              try {
                return Address.getByAddress(text);
              } catch (UnknownHostException e) {
                throw new IllegalStateException(vm.id() + " has no address: " + text, e);
              }
            });
  }
}

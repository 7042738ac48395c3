package dev.azurepatroni.lab.cli;

import dev.azurepatroni.lab.Lab;
import dev.azurepatroni.lab.host.Host;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A command about one host. */
abstract class OnHost implements Callable<Integer> {
  @Mixin private LabOption option;

  @Parameters(index = "0", paramLabel = "HOST")
  private String name;

  private Lab opened;

  final Lab lab() throws IOException {
    if (opened == null) {
      opened = option.open();
    }
    return opened;
  }

  final String name() {
    return name;
  }

  /** The host, of a lab that is up. */
  final Host host() throws IOException {
    Host host = lab().host(name);
    lab().beUp();
    return host;
  }
}

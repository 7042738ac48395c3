package dev.azurepatroni.lab.cli;

import dev.azurepatroni.lab.NetworkDaemon;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "serve", hidden = true, description = "Runs inside the network; `up` starts it.")
final class Serve implements Callable<Integer> {
  @Mixin private LabOption option;

  @Parameters(description = "The folder of the mirror.")
  private Path mirror;

  @Override
  public Integer call() throws Exception {
    NetworkDaemon.serve(option.folder(), mirror);
    return 0;
  }
}

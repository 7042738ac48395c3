package dev.azurepatroni.lab.cli;

import dev.azurepatroni.lab.Lab;
import dev.azurepatroni.lab.UnknownWord;
import dev.azurepatroni.lab.platform.blob.BlobFault;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@Command(
    name = "blob",
    description = {
      "Injects a fault into the blob service of all storage accounts, in place of an earlier one.",
      "`status` shows it.",
      "  bin/lab blob slow 10",
      "  bin/lab blob heal"
    },
    footer = {
      "",
      "gone        connections are refused",
      "hang        connections are accepted and nothing is answered",
      "slow N      N KB/s for all requests together, 1 to 1000000",
      "throttle    every request is answered with 503 ServerBusy",
      "full        every write is answered with 403 InsufficientAccountPermissions",
      "error       every tenth request is answered with 500 InternalError",
      "refuse HOST requests of the host get 403 AuthorizationPermissionMismatch",
      "heal        ends the fault"
    })
final class BlobCommand implements Callable<Integer> {
  @Mixin private LabOption option;
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "FAULT",
      converter = Kind.class,
      description = "gone, hang, slow, throttle, full, error, refuse or heal.")
  private BlobFault.Kind kind;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "N|HOST",
      description = "slow: KB/s. refuse: the host.")
  private String argument = "";

  /** Reads a kind of fault. */
  static final class Kind implements ITypeConverter<BlobFault.Kind> {
    @Override
    public BlobFault.Kind convert(String word) {
      return BlobFault.Kind.of(word)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      UnknownWord.message("blob fault", word, BlobFault.Kind.ids())));
    }
  }

  @Override
  public Integer call() throws IOException {
    check();
    Lab lab = option.open();
    if (kind == BlobFault.Kind.REFUSE) {
      lab.host(argument);
    }
    lab.beUp();
    lab.blobFaults().inject(new BlobFault(kind, argument));
    return 0;
  }

  private void check() {
    if (kind.parameter().isEmpty() && !argument.isEmpty()) {
      refuse("%s takes no argument, not '%s'".formatted(kind.id(), argument));
    }
    if (kind == BlobFault.Kind.REFUSE && argument.isEmpty()) {
      refuse("refuse needs HOST, such as pglab-1");
    }
    boolean number =
        argument.matches("[1-9][0-9]{0,6}") && Integer.parseInt(argument) <= BlobFault.FASTEST;
    if (kind == BlobFault.Kind.SLOW && !number) {
      refuse(
          "slow needs N, KB/s between 1 and %d%s"
              .formatted(BlobFault.FASTEST, argument.isEmpty() ? "" : ", not '" + argument + "'"));
    }
  }

  private void refuse(String problem) {
    throw new ParameterException(spec.commandLine(), problem);
  }
}

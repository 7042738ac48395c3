package dev.azurepatroni.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.lab.fault.HostFault;
import dev.azurepatroni.lab.platform.blob.BlobFault;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

class FaultCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  @Test
  void listNamesEveryKindWithItsOptions() {
    assertThat(run("fault", "list")).isZero();

    assertThat(out.toString().lines().map(line -> line.split(" ", -1)[0]))
        .containsExactly(
            "kill", "freeze", "pause", "starve", "cut", "lose", "delay", "silence", "fill", "slow",
            "stall");
    assertThat(out.toString()).contains("slow     --lun --iops");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fault inject freze pglab-1 | unknown fault kind 'freze'; did you mean 'freeze'? Allowed:"
            + " kill, freeze, pause, starve, cut, lose, delay, silence, fill, slow, stall",
        "fault clear explosion | unknown fault kind 'explosion'. Allowed: kill, freeze, pause,",
        "fault injct cut | unknown command 'injct'; did you mean 'inject'? Allowed: list, inject,"
            + " clear",
        "fualt | unknown command 'fualt'; did you mean 'fault'?",
        "fault inject freeze pglab-1 | freeze needs --process NAME: postgres, patroni, etcd or"
            + " pgbouncer",
        "fault inject cut pglab-1 --iops 5 | cut does not take --iops; it takes --in, --out, --peer",
        "fault inject fill pglab-1 --peer pglab-2 | fill does not take --peer; it takes --lun",
        "fault inject slow pglab-1 --iops 0 | --iops is 0; it must be 1 or more",
        "fault inject pause pglab-1 --in | pause does not take --in; it takes no option",
        "fault inject lose pglab-1 --percent 100 | --percent is 100; it must be between 1 and 99",
        "fault inject delay pglab-1 --millis 0 | --millis is 0; it must be between 1 and 60000",
        "fault inject silence pglab-1 | --port is 0; it must be between 1 and 65535",
        "fault inject cut pglab-1 --in --out | lab: --in, --out are mutually exclusive",
        "fault inject cut | Missing required parameter: 'HOST'",
        "fault clear kill pglab-1 | kill cannot be cleared: systemd restarts the process; clear"
            + " takes freeze, pause, starve, cut, lose, delay, silence, fill, slow, stall",
        "fault | Missing required subcommand",
        "blob gon | unknown blob fault 'gon'; did you mean 'gone'? Allowed: gone, hang, slow,"
            + " throttle, full, error, refuse, heal",
        "blob | Missing required parameter: 'FAULT'",
        "blob gone now | gone takes no argument, not 'now'",
        "blob slow | slow needs N, KB/s between 1 and 1000000",
        "blob slow 0 | slow needs N, KB/s between 1 and 1000000, not '0'",
        "blob slow 1000001 | slow needs N, KB/s between 1 and 1000000, not '1000001'",
        "blob refuse | refuse needs HOST, such as pglab-1",
      })
  void aWrongCommandLineEndsWithStatus2(String line, String message) {
    assertThat(run(line.split(" ", -1))).isEqualTo(CommandLine.ExitCode.USAGE);

    assertThat(err.toString()).startsWith("lab: ").contains(message).contains("See: bin/lab");
  }

  @Test
  void everyCommandHasHelp() {
    for (List<String> command :
        List.of(List.of("fault"), List.of("fault", "inject"), List.of("drill"))) {
      assertThat(run(line(command))).isZero();
    }
    assertThat(out.toString()).contains("Usage: lab fault inject", "--process=NAME", "--peer=HOST");
  }

  @Test
  void helpNamesEveryBlobFault() {
    assertThat(run("blob", "--help")).isZero();

    for (BlobFault.Kind kind : BlobFault.Kind.values()) {
      String name = (kind.id() + " " + kind.parameter()).strip();
      assertThat(out.toString().lines()).anyMatch(line -> line.startsWith(name + " "));
    }
  }

  private static String[] line(List<String> command) {
    return (String.join(" ", command) + " --help").split(" ", -1);
  }

  @ParameterizedTest
  @EnumSource(HostFault.class)
  void helpNamesEveryOptionOfAKind(HostFault kind) {
    run("fault", "inject", "--help");

    assertThat(out.toString()).contains(kind.id());
    assertThat(kind.options()).allSatisfy(option -> assertThat(out.toString()).contains(option));
  }
}

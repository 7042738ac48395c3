package dev.azurepatroni.verify.cli;

import dev.azurepatroni.verify.check.Check;
import dev.azurepatroni.verify.check.CheckContext;
import dev.azurepatroni.verify.check.CheckName;
import dev.azurepatroni.verify.check.CheckResult;
import dev.azurepatroni.verify.check.Runner;
import dev.azurepatroni.verify.report.ReportFiles;
import dev.azurepatroni.verify.report.TextTable;
import dev.azurepatroni.verify.report.VerificationReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Verification on the command line; {@code bin/verify} starts it. */
@Command(
    name = "verify",
    sortOptions = false,
    usageHelpAutoWidth = true,
    mixinStandardHelpOptions = true,
    description = {
      "Checks a deployed cluster from the network of its clients, and measures what they see.",
      "",
      "  bin/verify prod --quick",
      "  bin/verify prod --report verify-report",
      ""
    },
    subcommands = {RecordCommand.class})
public final class Main implements Callable<Integer> {
  private static final int INTERRUPTED = 130;
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]*");

  @Parameters(arity = "0..1", paramLabel = "STACK", description = "Name of a deployed stack.")
  private String stack;

  @Mixin private CheckOptions checks = new CheckOptions();

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(
      names = "--report",
      paramLabel = "FOLDER",
      description = "Folder for verify.json, verify.xml (JUnit) and verify.html.")
  private Path folder;

  private Main() {}

  /**
   * Runs it. Exit status 1: a check failed or could not be made, and a line says why; 2: the
   * command was not understood.
   */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        // Values come from outside: @FILE would print the file in a message.
        .setExpandAtFiles(false)
        .setExecutionExceptionHandler(Main::explain)
        .setParameterExceptionHandler(Main::refuse);
  }

  private static int explain(Exception e, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (e instanceof IOException || e instanceof SQLException) {
      System.err.println("verify: " + e.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
    if (e instanceof InterruptedException) {
      return INTERRUPTED;
    }
    throw e;
  }

  private static int refuse(CommandLine.ParameterException wrong, String... arguments) {
    System.err.printf("verify: %s. See: bin/verify --help%n", wrong.getMessage());
    return CommandLine.ExitCode.USAGE;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (checks.list()) {
      checks.all().forEach(check -> System.out.println(line(check.name())));
      return 0;
    }
    List<String> problems = new ArrayList<>();
    List<Check> chosen = checks.chosen(problems);
    if (stack == null) {
      problems.add("a stack name is missing: bin/verify STACK");
    } else if (!NAME.matcher(stack).matches()) {
      problems.add(
          "'%s' is no name of a stack: lower-case letters, digits and -, such as prod"
              .formatted(stack));
    }
    boolean misused = !problems.isEmpty();
    Optional<CheckContext> context =
        stack == null || !NAME.matcher(stack).matches()
            ? Optional.empty()
            : new Preparation(stack, cluster, files(), problems)
                .context(checks.settings(), System.err::println);
    if (context.isEmpty() || !problems.isEmpty()) {
      problems.forEach(problem -> System.err.println("verify: " + problem));
      return misused ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
    }
    return run(context.get(), chosen);
  }

  /** A folder that is there until the very end: cleaning up after Ctrl-C still needs it. */
  private static Path files() throws IOException {
    Path folder = Files.createTempDirectory("verify");
    folder.toFile().deleteOnExit();
    folder.resolve(Preparation.AUTHORITY).toFile().deleteOnExit();
    return folder;
  }

  private int run(CheckContext context, List<Check> chosen)
      throws IOException, InterruptedException {
    Cleaning cleaning = new Cleaning(context, Thread.currentThread());
    cleaning.atExit();
    Instant started = Instant.now();
    List<CheckResult> results = new Runner(context).run(chosen);
    boolean clean = cleaning.clean();
    VerificationReport report = new VerificationReport(stack, started, results);
    System.out.print(TextTable.of(report));
    if (folder != null) {
      ReportFiles.write(report, folder);
      System.out.println("report: " + folder.resolve("verify.html"));
    }
    return report.passed() && clean ? 0 : CommandLine.ExitCode.SOFTWARE;
  }

  private static String line(CheckName name) {
    return String.format(
        Locale.ROOT,
        "%-18s %-12s %s%s",
        name.id(),
        name.group().name().toLowerCase(Locale.ROOT),
        name.title(),
        name.needs().isEmpty() ? "" : " (needs " + name.needs() + ")");
  }
}

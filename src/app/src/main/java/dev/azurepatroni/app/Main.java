package dev.azurepatroni.app;

import com.hashicorp.cdktf.App;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The app that {@code cdktf} runs: every file of {@code stacks/}, or of the folder given, becomes a
 * stack. With one error in any of them nothing is written and the exit status is 1.
 */
public final class Main {
  private Main() {}

  /**
   * Synthesises.
   *
   * @param arguments at most one: the folder of the stack files, {@code stacks} if not given
   * @throws IOException if the folder cannot be read
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments.length > 0 ? arguments[0] : "stacks");
    StackFolder stacks = StackFolder.read(folder);
    List<String> problems = stacks.problems();
    if (!problems.isEmpty()) {
      problems.forEach(System.err::println);
      System.err.printf(
          "%n%d problem%s in %s; nothing was written%n",
          problems.size(), problems.size() == 1 ? "" : "s", folder);
      System.exit(1);
    }
    App app = new App();
    stacks.addTo(app);
    app.synth();
    Path output = Path.of(app.getOutdir());
    HostBundle.write(output, stacks.stacks());
    PlanFile.write(output, stacks.stacks());
    Diagrams.of(stacks.stacks()).write(output);
  }
}

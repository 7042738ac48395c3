package dev.azurepatroni.app;

import com.hashicorp.cdktf.App;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

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
    // The kernel takes as long to start as the stack files take to read: both at once. Any question
    // starts it; an App would, too, but it makes its output folder.
    CompletableFuture<Boolean> kernel =
        CompletableFuture.supplyAsync(() -> App.isApp(folder.toString()));
    StackFolder stacks = StackFolder.read(folder);
    OutputFolder output = OutputFolder.here();
    List<String> problems = stacks.problems();
    if (!problems.isEmpty()) {
      output.removeWhatIsNew();
      problems.forEach(System.err::println);
      System.err.printf(
          "%n%d problem%s in %s; nothing was written%n",
          problems.size(), problems.size() == 1 ? "" : "s", folder);
      System.exit(1);
    }
    kernel.join();
    App app = new App();
    stacks.addTo(app);
    // Drawn while the kernel writes.
    CompletableFuture<Pictures> pictures =
        CompletableFuture.supplyAsync(() -> Pictures.of(stacks.stacks()));
    app.synth();
    HostBundle.write(output.folder(), stacks.stacks());
    pictures.join().write(output.folder());
    exit();
  }

  /**
   * Leaves. Under bin/synth the kernel writes to the console itself, and jsii's reader of it, which
   * sleeps a tenth of a second between two looks and would be waited for, has nothing to read.
   */
  private static void exit() {
    if ("direct".equals(System.getProperty("azurepatroni.kernel.console"))) {
      Thread.getAllStackTraces().keySet().stream()
          .filter(thread -> thread.getName().endsWith("ErrorStreamSink"))
          .forEach(Thread::interrupt);
    }
    System.exit(0);
  }
}

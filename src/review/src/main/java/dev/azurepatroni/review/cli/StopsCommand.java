package dev.azurepatroni.review.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.azurepatroni.review.plan.TerraformPlan;
import dev.azurepatroni.review.plan.TerraformPlanFile;
import dev.azurepatroni.review.stops.StoppedHost;
import dev.azurepatroni.review.stops.StoppedHosts;
import dev.azurepatroni.review.synthesis.StackOutput;
import dev.azurepatroni.review.synthesis.SynthesisOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code review stops}. */
@Command(
    name = "stops",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Names the hosts that a plan stops.",
      "Exit status 0: at most one etcd member, one database host and one pooler; 5: more.",
      ""
    })
final class StopsCommand implements Callable<Integer> {
  private static final int TOO_MANY = 5;

  @Parameters(paramLabel = "PLAN", description = "Output of terraform show -json of a plan.")
  private Path plan;

  @Option(
      names = "--head",
      required = true,
      paramLabel = "FOLDER",
      description = "Output of the synthesis that was planned.")
  private Path head;

  @Option(names = "--stack", required = true, paramLabel = "STACK", description = "Its stack.")
  private String stack;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    TerraformPlan planned = TerraformPlanFile.read(plan);
    StackOutput after = SynthesisOutput.read(head).stack(stack);
    if (!after.exists()) {
      throw new IOException("unknown stack %s; %s does not contain it".formatted(stack, head));
    }
    StoppedHosts stopped = StoppedHosts.of(planned.resources(), StackOutput.absent(stack), after);
    if (json) {
      System.out.println(json(stopped));
    } else {
      stopped.hosts().forEach(host -> System.out.println("  " + line(host)));
      if (!stopped.together().isEmpty()) {
        System.out.println("  at once: " + String.join(", ", stopped.together()));
      }
    }
    return stopped.together().isEmpty() ? 0 : TOO_MANY;
  }

  private static String line(StoppedHost host) {
    String because =
        host.reasons().stream()
            .map(reason -> reason.path() + " " + reason.before() + " -> " + reason.after())
            .collect(Collectors.joining(", "));
    return "%s %s (%s%s)%s"
        .formatted(
            host.kind().verb(),
            host.name(),
            host.role(),
            host.voter() ? ", etcd member" : "",
            because.isEmpty() ? "" : ": " + because);
  }

  private static ObjectNode json(StoppedHosts stopped) {
    ObjectNode root = new ObjectMapper().createObjectNode();
    stopped.created().forEach(root.putArray("created")::add);
    stopped.together().forEach(root.putArray("together")::add);
    for (StoppedHost host : stopped.hosts()) {
      ObjectNode one = root.withArray("stops").addObject();
      one.put("host", host.name()).put("role", host.role()).put("voter", host.voter());
      one.put("does", host.kind().name().toLowerCase(Locale.ROOT));
      one.put("line", line(host));
      stopped.changesOf(host).forEach(one.putArray("changes")::add);
    }
    return root;
  }
}

package dev.azurepatroni.lab.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.azurepatroni.lab.Lab;
import dev.azurepatroni.lab.host.BootStatus;
import dev.azurepatroni.lab.host.Host;
import dev.azurepatroni.lab.platform.blob.BlobFault;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "status",
    description = "Hosts, load balancers and faults. Exit status 1 unless every host is ready.")
final class Status implements Callable<Integer> {
  @Mixin private LabOption option;

  @Option(names = "--json", description = "For programs.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    Lab lab = option.open();
    ObjectNode status = status(lab);
    if (json) {
      System.out.println(status.toPrettyString());
    } else {
      print(status);
    }
    boolean ready = true;
    for (JsonNode host : status.path("hosts")) {
      ready &= host.path("state").asText().equals(BootStatus.READY);
    }
    return ready ? 0 : 1;
  }

  private static ObjectNode status(Lab lab) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode status = mapper.createObjectNode();
    ObjectNode hosts = status.putObject("hosts");
    for (Host host : lab.deployment().hosts()) {
      BootStatus boot = BootStatus.of(lab.hosts(), host.name());
      hosts
          .putObject(host.name())
          .put("address", host.address())
          .put("zone", host.zone())
          .put("state", boot.state())
          .put("step", boot.step())
          .put("message", boot.message());
    }
    boolean isUp = Files.exists(lab.folder().health());
    status.set(
        "balancers",
        isUp ? mapper.readTree(lab.folder().health().toFile()) : mapper.createObjectNode());
    List<String> faults = new ArrayList<>(isUp ? lab.faults().list() : List.of());
    BlobFault blob = lab.blobFaults().active();
    if (!blob.equals(BlobFault.NONE)) {
      faults.add("blob " + blob);
    }
    faults.forEach(status.putArray("faults")::add);
    return status;
  }

  private static void print(ObjectNode status) {
    System.out.printf("%-20s %-12s %-5s %s%n", "host", "address", "zone", "state");
    status
        .path("hosts")
        .properties()
        .forEach(
            host -> {
              JsonNode shown = host.getValue();
              System.out.printf(
                  "%-20s %-12s %-5s %s%n",
                  host.getKey(),
                  shown.path("address").asText(),
                  shown.path("zone").asText(),
                  String.join(
                          " ",
                          shown.path("state").asText(),
                          shown.path("step").asText(),
                          shown.path("message").asText())
                      .strip());
            });
    status
        .path("balancers")
        .properties()
        .forEach(
            rule -> {
              System.out.printf("%n%s%n", rule.getKey());
              rule.getValue()
                  .properties()
                  .forEach(
                      backend ->
                          System.out.printf(
                              "  %-18s %s%n",
                              backend.getKey(), backend.getValue().asBoolean() ? "up" : "down"));
            });
    status.path("faults").forEach(fault -> System.out.printf("%nfault: %s%n", fault.asText()));
  }
}

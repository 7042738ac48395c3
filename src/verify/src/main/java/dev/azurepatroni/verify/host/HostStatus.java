package dev.azurepatroni.verify.host;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@code pgcluster status --json} says on a host.
 *
 * @param boot {@code ready} once the host booted wholly
 * @param problems why the cluster is degraded, as seen from there
 * @param members none where the host sees none
 * @param voters likewise
 */
public record HostStatus(
    String boot, List<String> problems, List<Member> members, List<Voter> voters) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Keeps copies. */
  public HostStatus {
    problems = List.copyOf(problems);
    members = List.copyOf(members);
    voters = List.copyOf(voters);
  }

  /**
   * Reads it.
   *
   * @throws IOException if it is no JSON
   */
  public static HostStatus parse(String text) throws IOException {
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IOException("pgcluster status says no JSON: " + e.getOriginalMessage(), e);
    }
    if (!root.isObject()) {
      throw new IOException("pgcluster status says nothing");
    }
    List<Member> members = new ArrayList<>();
    root.path("members")
        .forEach(
            it ->
                members.add(
                    new Member(
                        it.path("name").asText(),
                        it.path("role").asText(),
                        it.path("state").asText(),
                        it.path("timeline").asInt(),
                        it.path("lag").asLong(-1),
                        it.path("pending").asBoolean())));
    List<Voter> voters = new ArrayList<>();
    root.path("voters")
        .forEach(
            it ->
                voters.add(
                    new Voter(
                        it.path("name").asText(),
                        it.path("reachable").asBoolean(),
                        it.path("leads").asBoolean(),
                        it.path("bytes").asLong(),
                        it.path("index").asLong(),
                        it.path("version").asText(),
                        texts(it.path("errors")))));
    return new HostStatus(
        root.path("boot").asText(), texts(root.path("problems")), members, voters);
  }

  /** Who leads, as far as this host knows. */
  public Optional<Member> leader() {
    return members.stream().filter(Member::leads).findFirst();
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(it -> texts.add(it.asText()));
    return texts;
  }
}

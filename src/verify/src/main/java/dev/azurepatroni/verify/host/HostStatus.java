package dev.azurepatroni.verify.host;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@code pgcluster status --json} prints on a host.
 *
 * @param boot {@code ready} once the host's boot is complete
 * @param problems why the cluster is degraded, as this host sees it
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
      throw new IOException(
          "`pgcluster status --json` did not print JSON: " + e.getOriginalMessage(), e);
    }
    if (!root.isObject()) {
      throw new IOException("`pgcluster status --json` printed nothing");
    }
    List<Member> members = new ArrayList<>();
    root.path("members")
        .forEach(
            member ->
                members.add(
                    new Member(
                        member.path("name").asText(),
                        member.path("role").asText(),
                        member.path("state").asText(),
                        member.path("timeline").asInt(),
                        member.path("lag").asLong(-1),
                        member.path("pending").asBoolean())));
    List<Voter> voters = new ArrayList<>();
    root.path("voters")
        .forEach(
            voter ->
                voters.add(
                    new Voter(
                        voter.path("name").asText(),
                        voter.path("reachable").asBoolean(),
                        voter.path("leads").asBoolean(),
                        voter.path("bytes").asLong(),
                        voter.path("index").asLong(),
                        voter.path("version").asText(),
                        texts(voter.path("errors")))));
    return new HostStatus(
        root.path("boot").asText(), texts(root.path("problems")), members, voters);
  }

  /** The leader, as far as this host knows. */
  public Optional<Member> leader() {
    return members.stream().filter(Member::leads).findFirst();
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(element -> texts.add(element.asText()));
    return texts;
  }
}

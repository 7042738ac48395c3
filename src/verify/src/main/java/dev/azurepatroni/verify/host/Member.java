package dev.azurepatroni.verify.host;

/**
 * A PostgreSQL server, as Patroni reports it.
 *
 * @param lag bytes behind the leader; negative if unknown
 * @param pending whether a changed setting waits for a restart
 */
public record Member(
    String name, String role, String state, int timeline, long lag, boolean pending) {

  /** Whether it is the leader. */
  public boolean leads() {
    return role.equals("leader");
  }

  /** Whether commits wait for it. */
  public boolean synchronous() {
    return role.equals("sync_standby") || role.equals("quorum_standby");
  }
}

package dev.azurepatroni.lab.network;

import dev.azurepatroni.lab.shell.Shell;
import java.io.IOException;
import java.util.List;

/**
 * What faults drop, whatever else lets it through. Silently: the other end waits, as for a machine
 * that has no power or a cable that was cut. Everything may be called again.
 */
public final class FaultTable {
  private static final String NAME = "inet faults";

  private final Names names;

  /** The faults of a lab whose network was made. */
  public FaultTable(Names names) {
    this.names = names;
  }

  /** Which packets of a host. */
  public enum Way {
    /** Nothing reaches the host. */
    IN,
    /** Nothing leaves it. */
    OUT
  }

  static String text() {
    return """
        table %s {
          set off { type ipv4_addr; }
          set in { type ipv4_addr; }
          set out { type ipv4_addr; }
          set between { type ipv4_addr . ipv4_addr; }
          set lossy { type ipv4_addr; }
          chain losing { }
          chain leaving {
            type filter hook prerouting priority -350; policy accept;
            ip saddr @off drop
            ip saddr @out drop
            ip saddr . ip daddr @between drop
          }
          chain passing {
            type filter hook forward priority -10; policy accept;
            ip saddr . ip daddr @between drop
            ip saddr @lossy jump losing
            ip daddr @lossy jump losing
          }
          chain arriving {
            type filter hook postrouting priority 350; policy accept;
            ip daddr @off drop
            ip daddr @in drop
          }
        }
        """
        .formatted(NAME);
  }

  /** Silences an address, as of a machine without power. */
  public void silence(String address) throws IOException {
    add("off", address);
  }

  /** Lets it be heard again. */
  public void unsilence(String address) throws IOException {
    delete("off", address);
  }

  /** Cuts a host's link one way. */
  public void cut(String address, Way way) throws IOException {
    add(set(way), address);
  }

  /** Removes that cut. */
  public void heal(String address, Way way) throws IOException {
    delete(set(way), address);
  }

  /** Cuts two hosts off from each other, both ways; or a host from what the platform runs. */
  public void cut(String one, String other) throws IOException {
    add("between", one + " . " + other);
    add("between", other + " . " + one);
  }

  /** Removes that cut. */
  public void heal(String one, String other) throws IOException {
    delete("between", one + " . " + other);
    delete("between", other + " . " + one);
  }

  /**
   * Drops some of the packets to and from a host, at random.
   *
   * @param percent of them, the same for all hosts that lose some: the last one counts
   */
  public void lose(String address, int percent) throws IOException {
    nft(
        "flush chain %1$s losing\nadd rule %1$s losing numgen random mod 100 < %2$d drop\n"
            .formatted(NAME, percent));
    add("lossy", address);
  }

  /** Lets all of its packets pass again. */
  public void loseNone(String address) throws IOException {
    delete("lossy", address);
  }

  private static String set(Way way) {
    return way == Way.IN ? "in" : "out";
  }

  private void add(String set, String element) throws IOException {
    nft("add element %s %s { %s }\n".formatted(NAME, set, element));
  }

  private void delete(String set, String element) throws IOException {
    // Added first, for nftables refuses to delete what is not there.
    nft(
        "add element %1$s %2$s { %3$s }\ndelete element %1$s %2$s { %3$s }\n"
            .formatted(NAME, set, element));
  }

  private void nft(String commands) throws IOException {
    Shell.feed(commands, NamespaceSetup.inside(names.network(), "nft", "-f", "-"));
  }

  /** The elements of the set, as nftables prints them. */
  public List<String> list() throws IOException {
    return Shell.run(
            NamespaceSetup.inside(names.network(), "nft", "list", "table", "inet", "faults"))
        .lines()
        .filter(line -> line.contains("elements"))
        .map(String::strip)
        .toList();
  }
}

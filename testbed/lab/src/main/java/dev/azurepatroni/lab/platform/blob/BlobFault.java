package dev.azurepatroni.lab.platform.blob;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is wrong with the blob service of all accounts; one fault at a time.
 *
 * @param kind of fault
 * @param argument of {@link Kind#SLOW} a number, of {@link Kind#REFUSE} a host; empty for others
 */
public record BlobFault(Kind kind, String argument) {
  /** The largest speed of a slow service, in KB/s. */
  public static final int FASTEST = 1_000_000;

  /** Nothing is wrong. */
  public static final BlobFault NONE = new BlobFault(Kind.HEAL, "");

  /** Kinds of faults. */
  public enum Kind {
    /** Connections are refused. */
    GONE,
    /** Connections are accepted and nothing is answered. */
    HANG,
    /** N KB/s, of 1,024 bytes, for all requests together. */
    SLOW,
    /** Every request is answered with 503 ServerBusy. */
    THROTTLE,
    /** Every write is answered with 403 InsufficientAccountPermissions. */
    FULL,
    /** Every tenth request is answered with 500 InternalError. */
    ERROR,
    /** Requests of HOST are answered with 403 AuthorizationPermissionMismatch. */
    REFUSE,
    /** Ends the fault. */
    HEAL;

    /** {@return the name on the command line} */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** {@return the name of its argument; empty for none} */
    public String parameter() {
      return this == SLOW ? "N" : this == REFUSE ? "HOST" : "";
    }

    /** {@return the kind of a name} */
    public static Optional<Kind> of(String id) {
      return Arrays.stream(values()).filter(kind -> kind.id().equals(id)).findFirst();
    }

    /** {@return all names} */
    public static List<String> ids() {
      return Arrays.stream(values()).map(Kind::id).toList();
    }
  }

  static BlobFault parse(String text) {
    String[] words = text.strip().split(" ", 2);
    return Kind.of(words[0])
        .map(kind -> new BlobFault(kind, words.length > 1 ? words[1] : ""))
        .orElse(NONE);
  }

  /** As the command line writes it. */
  @Override
  public String toString() {
    return (kind.id() + " " + argument).strip();
  }
}

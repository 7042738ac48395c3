package dev.azurepatroni.lab.platform.names;

import dev.azurepatroni.lab.inventory.LiveInventory;
import dev.azurepatroni.lab.platform.caller.AccessLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Answers questions for names from the inventory, and at once that there is no such name for any
 * other: it forwards nothing, because the lab reaches no network.
 */
public final class NameServer {
  private static final int SECONDS = 30;
  private static final int LARGEST_UDP = 1232;

  private final LiveInventory live;
  private final NameTable names;
  private final AccessLog log;

  /** The server of a table of names. */
  public NameServer(LiveInventory live, NameTable names, AccessLog log) {
    this.live = live;
    this.names = names;
    this.log = log;
  }

  /** The answer to a message; none to what is no question. */
  public Optional<byte[]> answer(byte[] bytes, InetAddress source) {
    Message query;
    try {
      query = new Message(bytes);
    } catch (IOException malformed) {
      return malformed(bytes, source);
    }
    if (query.getHeader().getFlag(Flags.QR)) {
      // Two servers that answer each other's answers never end.
      return Optional.empty();
    }
    Message response = respond(query);
    Record question = query.getQuestion();
    log.line(
        "names",
        source,
        question == null ? "-" : Type.string(question.getType()),
        question == null ? "-" : question.getName().toString(),
        Rcode.string(response.getRcode()));
    return Optional.of(response.toWire());
  }

  private Optional<byte[]> malformed(byte[] bytes, InetAddress source) {
    try {
      Header header = new Header(bytes);
      if (header.getFlag(Flags.QR)) {
        return Optional.empty();
      }
      log.line("names", source, "-", "-", Rcode.string(Rcode.FORMERR));
      return Optional.of(response(header, Rcode.FORMERR).toWire());
    } catch (IOException noHeader) {
      return Optional.empty();
    }
  }

  private Message respond(Message query) {
    Header asked = query.getHeader();
    Record question = query.getQuestion();
    if (asked.getOpcode() != Opcode.QUERY) {
      return response(asked, Rcode.NOTIMP);
    }
    if (question == null || asked.getCount(Section.QUESTION) != 1) {
      return response(asked, Rcode.FORMERR);
    }
    Message response;
    try {
      response = answer(asked, question);
    } catch (UncheckedIOException | IllegalStateException unreadable) {
      response = response(asked, Rcode.SERVFAIL);
    }
    response.addRecord(question, Section.QUESTION);
    if (query.getOPT() != null) {
      response.addRecord(new OPTRecord(LARGEST_UDP, 0, 0), Section.ADDITIONAL);
    }
    return response;
  }

  private Message answer(Header asked, Record question) {
    if (question.getDClass() != DClass.IN) {
      return response(asked, Rcode.REFUSED);
    }
    Optional<InetAddress> address = names.find(live.current(), question.getName());
    if (address.isEmpty()) {
      return response(asked, Rcode.NXDOMAIN);
    }
    Message response = response(asked, Rcode.NOERROR);
    boolean wanted = question.getType() == Type.A || question.getType() == Type.ANY;
    if (wanted && address.get() instanceof Inet4Address) {
      response.addRecord(
          new ARecord(question.getName(), DClass.IN, SECONDS, address.get()), Section.ANSWER);
    }
    return response;
  }

  private static Message response(Header asked, int status) {
    Message response = new Message(asked.getID());
    Header header = response.getHeader();
    header.setFlag(Flags.QR);
    header.setFlag(Flags.RA);
    if (asked.getFlag(Flags.RD)) {
      header.setFlag(Flags.RD);
    }
    header.setOpcode(asked.getOpcode());
    header.setRcode(status);
    return response;
  }
}

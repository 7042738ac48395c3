package dev.azurepatroni.lab.platform;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;

/** Asks a name server. */
public record DnsClient(InetSocketAddress server) {

  public SimpleResolver resolver() {
    SimpleResolver resolver = new SimpleResolver(server);
    resolver.setTimeout(Duration.ofSeconds(20));
    return resolver;
  }

  public static Message question(String name, int type, int dclass) throws IOException {
    return Message.newQuery(Record.newRecord(Name.fromString(name + "."), type, dclass));
  }

  public static Message question(String name, int type) throws IOException {
    return question(name, type, DClass.IN);
  }

  public Message ask(String name, int type) throws IOException {
    return resolver().send(question(name, type));
  }

  public static String status(Message answer) {
    return Rcode.string(answer.getRcode());
  }
}

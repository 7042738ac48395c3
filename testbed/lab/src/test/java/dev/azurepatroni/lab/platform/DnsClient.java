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
record DnsClient(InetSocketAddress server) {

  SimpleResolver resolver() {
    SimpleResolver resolver = new SimpleResolver(server);
    resolver.setTimeout(Duration.ofSeconds(20));
    return resolver;
  }

  static Message question(String name, int type, int dclass) throws IOException {
    return Message.newQuery(Record.newRecord(Name.fromString(name + "."), type, dclass));
  }

  static Message question(String name, int type) throws IOException {
    return question(name, type, DClass.IN);
  }

  Message ask(String name, int type) throws IOException {
    return resolver().send(question(name, type));
  }

  static String status(Message answer) {
    return Rcode.string(answer.getRcode());
  }
}

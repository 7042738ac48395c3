package dev.azurepatroni.lab.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.xbill.DNS.Address;

/** A client that calls from an address of its choice, by sockets: the JDK's cannot choose. */
public record SourceClient(String source, InetSocketAddress server, SSLContext tls, String host) {

  public static SourceClient from(String source, InetSocketAddress server) {
    return new SourceClient(source, server, null, server.getHostString());
  }

  public SourceClient tls(SSLContext context, String name) {
    return new SourceClient(source, server, context, name);
  }

  /**
   * What a server said.
   *
   * @param status of HTTP
   * @param headers by name in lower case
   * @param body as text
   */
  public record Answer(int status, Map<String, String> headers, String body) {

    public JsonNode json() throws IOException {
      return new ObjectMapper().readTree(body);
    }

    /** The most specific code of a vault's error. */
    public String code() throws IOException {
      JsonNode error = json().path("error");
      return error.path("innererror").path("code").asText(error.path("code").asText());
    }
  }

  public Answer get(String path) throws IOException {
    return send("GET", path, Map.of());
  }

  public Answer get(String path, Map<String, String> headers) throws IOException {
    return send("GET", path, headers);
  }

  public Answer send(String method, String path, Map<String, String> headers) throws IOException {
    return send(method, path, headers, new byte[0]);
  }

  /** Sends a body, and reads the answer when all of it was sent. */
  public Answer send(String method, String path, Map<String, String> headers, byte[] body)
      throws IOException {
    try (Socket socket = connect()) {
      request(socket, method, path, headers);
      socket.getOutputStream().write(body);
      socket.getOutputStream().flush();
      return read(new DataInputStream(socket.getInputStream()), method);
    }
  }

  /** Requests on one connection, each sent when the last was answered. */
  public List<Answer> getAll(List<String> paths) throws IOException {
    List<Answer> answers = new ArrayList<>();
    try (Socket socket = connect()) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      for (String path : paths) {
        request(socket, "GET", path, Map.of());
        answers.add(read(in, "GET"));
      }
    }
    return answers;
  }

  private Socket connect() throws IOException {
    Socket plain = new Socket();
    plain.setSoTimeout(20_000);
    plain.bind(new InetSocketAddress(Address.getByAddress(source), 0));
    plain.connect(server);
    if (tls == null) {
      return plain;
    }
    SSLSocket socket =
        (SSLSocket) tls.getSocketFactory().createSocket(plain, host, server.getPort(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    return socket;
  }

  private void request(Socket socket, String method, String path, Map<String, String> headers)
      throws IOException {
    StringBuilder text = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
    Map<String, String> all = new TreeMap<>(Map.of("Host", host));
    all.putAll(headers);
    all.forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
    socket
        .getOutputStream()
        .write(text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  private static Answer read(DataInputStream in, String method) throws IOException {
    int status = Integer.parseInt(line(in).split(" ", -1)[1]);
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    boolean without = method.equals("HEAD") || status == 304;
    String body = without ? "" : body(in, headers);
    return new Answer(status, headers, body);
  }

  private static String body(DataInputStream in, Map<String, String> headers) throws IOException {
    if (!headers.containsKey("transfer-encoding")) {
      return text(in, Integer.parseInt(headers.getOrDefault("content-length", "0")));
    }
    StringBuilder body = new StringBuilder();
    for (int size = chunk(in); size > 0; size = chunk(in)) {
      body.append(text(in, size));
      line(in);
    }
    line(in);
    return body.toString();
  }

  private static int chunk(DataInputStream in) throws IOException {
    return Integer.parseInt(line(in), 16);
  }

  private static String text(DataInputStream in, int size) throws IOException {
    byte[] bytes = new byte[size];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static String line(DataInputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
      line.append((char) c);
    }
    return line.toString().stripTrailing();
  }
}

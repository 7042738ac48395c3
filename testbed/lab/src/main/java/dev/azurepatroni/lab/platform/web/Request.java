package dev.azurepatroni.lab.platform.web;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a client asks for.
 *
 * @param source where the connection comes from
 * @param method such as {@code GET}
 * @param uri path and query
 * @param headers by name, whatever its case
 * @param body read once
 */
public record Request(
    InetAddress source, String method, URI uri, Headers headers, InputStream body) {

  /** The request of an exchange. */
  public static Request of(HttpExchange exchange) {
    return new Request(
        exchange.getRemoteAddress().getAddress(),
        exchange.getRequestMethod(),
        withoutAuthority(exchange.getRequestURI()),
        exchange.getRequestHeaders(),
        exchange.getRequestBody());
  }

  /** A path that begins with two slashes is not the name of a host. */
  private static URI withoutAuthority(URI uri) {
    return uri.getScheme() == null && uri.getRawAuthority() != null
        ? URI.create(uri.toString().replaceFirst("^/+", "/"))
        : uri;
  }

  /** The path as sent, with its escapes. */
  public String rawPath() {
    return Optional.ofNullable(uri.getRawPath()).orElse("");
  }

  /** The first header of a name. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.getFirst(name));
  }

  /** The host that the client means, without a port, in lower case. */
  public String host() {
    return header("Host").orElse("").replaceFirst(":[0-9]*$", "").toLowerCase(Locale.ROOT);
  }

  /** The first value of a name in the query; an escape that is none leaves it out. */
  public Optional<String> query(String name) {
    String query = Optional.ofNullable(uri.getRawQuery()).orElse("");
    return Arrays.stream(query.split("&", -1))
        .filter(parameter -> parameter.startsWith(name + "="))
        .map(line -> decode(line.substring(name.length() + 1)))
        .findFirst();
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}

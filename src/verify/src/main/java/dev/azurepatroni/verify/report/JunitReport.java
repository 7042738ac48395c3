package dev.azurepatroni.verify.report;

import dev.azurepatroni.verify.check.CheckResult;
import dev.azurepatroni.verify.check.CheckStatus;
import dev.azurepatroni.verify.check.Figure;
import java.io.StringWriter;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Results as build servers read them. A warning is a pass with the message as output. */
final class JunitReport {
  private JunitReport() {}

  static String of(VerificationReport report) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeCharacters("\n");
      xml.writeStartElement("testsuite");
      xml.writeAttribute("name", "verify " + report.stack());
      xml.writeAttribute("tests", String.valueOf(report.results().size()));
      xml.writeAttribute("failures", String.valueOf(report.count(CheckStatus.FAILED)));
      xml.writeAttribute("skipped", String.valueOf(report.count(CheckStatus.NOT_RUN)));
      xml.writeAttribute("time", seconds(report.seconds()));
      xml.writeAttribute("timestamp", report.started().toString());
      for (CheckResult result : report.results()) {
        add(xml, result);
      }
      xml.writeCharacters("\n");
      xml.writeEndElement();
      xml.writeCharacters("\n");
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
    return text.toString();
  }

  private static void add(XMLStreamWriter xml, CheckResult result) throws XMLStreamException {
    xml.writeCharacters("\n  ");
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", "verify");
    xml.writeAttribute("name", result.name().id());
    xml.writeAttribute("time", seconds(result.seconds()));
    String messages = String.join("\n", result.messages());
    switch (result.status()) {
      case FAILED -> element(xml, "failure", messages);
      case NOT_RUN -> element(xml, "skipped", messages);
      case WARNED -> element(xml, "system-err", messages);
      case PASSED -> {}
    }
    if (!result.figures().isEmpty()) {
      element(
          xml,
          "system-out",
          result.figures().stream().map(JunitReport::line).collect(Collectors.joining("\n")));
    }
    xml.writeCharacters("\n  ");
    xml.writeEndElement();
  }

  private static void element(XMLStreamWriter xml, String name, String text)
      throws XMLStreamException {
    xml.writeCharacters("\n    ");
    xml.writeStartElement(name);
    if (name.equals("failure") || name.equals("skipped")) {
      xml.writeAttribute("message", text.lines().findFirst().orElse(""));
    }
    xml.writeCharacters(text);
    xml.writeEndElement();
  }

  private static String line(Figure figure) {
    return figure.name() + ": " + Numbers.text(figure);
  }

  private static String seconds(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}

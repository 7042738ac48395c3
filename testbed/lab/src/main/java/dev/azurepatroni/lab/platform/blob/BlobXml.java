package dev.azurepatroni.lab.platform.blob;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The XML of the service: what its answers say, and the list of blocks that it reads. */
final class BlobXml {
  /** Begins every document. */
  static final String HEAD = "<?xml version=\"1.0\" encoding=\"utf-8\"?>";

  /** 50,000 blocks with ids of 64 bytes. */
  private static final int LARGEST = 8 << 20;

  private BlobXml() {}

  /** A text between tags or quotes. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /**
   * The ids of a list of blocks, which are all to be uncommitted: learn.microsoft.com, "Put Block
   * List".
   */
  static List<String> blocks(InputStream body) throws IOException, BlobRefusedException {
    Element root = parse(body);
    if (!root.getTagName().equals("BlockList")) {
      throw new BlobRefusedException(BlobError.BAD_XML);
    }
    List<String> ids = new ArrayList<>();
    NodeList children = root.getChildNodes();
    for (int i = 0; i < children.getLength(); i++) {
      Node child = children.item(i);
      if (child.getNodeType() != Node.ELEMENT_NODE) {
        continue;
      }
      if (child.getNodeName().equals("Committed")) {
        // The lab keeps no committed block apart.
        throw new BlobRefusedException(BlobError.NOT_IMITATED);
      }
      ids.add(child.getTextContent().strip());
    }
    return ids;
  }

  private static Element parse(InputStream body) throws IOException, BlobRefusedException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null);
      // The parser closes what it reads; the rest of the body is still taken.
      byte[] document = body.readNBytes(LARGEST);
      return builder.parse(new ByteArrayInputStream(document)).getDocumentElement();
    } catch (SAXException unreadable) {
      throw new BlobRefusedException(BlobError.BAD_XML);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether a text is the id of a block: Base64 of at most 64 bytes. */
  static boolean isBlockId(String text) {
    try {
      int length = Base64.getDecoder().decode(text).length;
      return length > 0 && length <= 64;
    } catch (IllegalArgumentException none) {
      return false;
    }
  }
}

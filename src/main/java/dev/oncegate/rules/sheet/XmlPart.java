package dev.oncegate.rules.sheet;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.MissingResourceException;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** An XML part read element by element; document types and entities are refused, not resolved. */
final class XmlPart {
  private static final int DECODED_CHARACTERS = 1 << 13;
  private static final XMLInputFactory FACTORY = XMLInputFactory.newDefaultFactory();

  static {
    FACTORY.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    FACTORY.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    FACTORY.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    FACTORY.setProperty(XMLInputFactory.IS_COALESCING, true);
  }

  private final String name;
  private final XMLStreamReader reader;
  private int event;

  XmlPart(String name, byte[] bytes) throws UnreadableFileException {
    this.name = name;
    // Of other bytes the parser would complain on the standard error too.
    if (!isUtf8(bytes)) {
      throw new UnreadableFileException("has a part " + name + " that is not in UTF-8");
    }
    try {
      reader = FACTORY.createXMLStreamReader(new ByteArrayInputStream(bytes));
    } catch (XMLStreamException e) {
      throw damaged(e);
    }
  }

  /** Goes on to the next start or end of an element, or text; false at the part's end. */
  boolean next() throws UnreadableFileException {
    try {
      while (reader.hasNext()) {
        event = reader.next();
        switch (event) {
          case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
              throw new UnreadableFileException(
                  "has a document type or an entity in " + name + ", which no spreadsheet has");
          case XMLStreamConstants.START_ELEMENT,
              XMLStreamConstants.END_ELEMENT,
              XMLStreamConstants.CHARACTERS -> {
            return true;
          }
          default -> {}
        }
      }
      return false;
    } catch (XMLStreamException e) {
      throw damaged(e);
    } catch (MissingResourceException _) {
      // The JDK's parser has no sentence for some of what is wrong in a document type.
      throw new UnreadableFileException("has a part " + name + " that is not well-formed XML");
    }
  }

  private static boolean isUtf8(byte[] bytes) {
    var decoder = StandardCharsets.UTF_8.newDecoder();
    var in = ByteBuffer.wrap(bytes);
    var out = CharBuffer.allocate(DECODED_CHARACTERS);
    CoderResult result = decoder.decode(in, out, true);
    while (result.isOverflow()) {
      out.clear();
      result = decoder.decode(in, out, true);
    }
    return !result.isError();
  }

  private UnreadableFileException damaged(XMLStreamException e) {
    return new UnreadableFileException(
        "has a part " + name + " that is not well-formed XML, line " + line(e));
  }

  private static int line(XMLStreamException e) {
    return e.getLocation() == null ? 0 : e.getLocation().getLineNumber();
  }

  boolean starts(String element) {
    return event == XMLStreamConstants.START_ELEMENT && reader.getLocalName().equals(element);
  }

  boolean ends(String element) {
    return event == XMLStreamConstants.END_ELEMENT && reader.getLocalName().equals(element);
  }

  boolean isText() {
    return event == XMLStreamConstants.CHARACTERS;
  }

  String text() {
    return reader.getText();
  }

  /** An attribute by its local name, whatever its namespace. */
  @Nullable String attribute(String attribute) {
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      if (reader.getAttributeLocalName(i).equals(attribute)) {
        return reader.getAttributeValue(i);
      }
    }
    return null;
  }
}

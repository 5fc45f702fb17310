package dev.oncegate.rules.sheet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** A workbook unpacked within bounds: its XML parts by name. */
final class XlsxParts {
  private static final int END_OF_DIRECTORY_BYTES = 22;
  private static final int LONGEST_COMMENT = 65_535;

  private final Map<String, byte[]> parts;

  /** Parts by name. */
  XlsxParts(Map<String, byte[]> parts) {
    this.parts = parts;
  }

  static XlsxParts unpack(byte[] bytes) throws UnreadableFileException {
    if (bytes.length > 3 && bytes[0] == (byte) 0xd0 && bytes[1] == (byte) 0xcf) {
      throw new UnreadableFileException(
          "is an old .xls or has a password; save it as .xlsx without one");
    }
    if (!isComplete(bytes)) {
      throw new UnreadableFileException(
          "is no complete .xlsx: half saved, cut off, or something else");
    }
    var unpacked = new XlsxParts(new HashMap<>());
    try (var zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      unpacked.readAll(zip);
    } catch (IOException | IllegalArgumentException _) {
      throw new UnreadableFileException(
          "is a damaged .xlsx: it cannot be unpacked; open it and save it again");
    }
    return unpacked;
  }

  private void readAll(ZipInputStream zip) throws IOException, UnreadableFileException {
    byte[] buffer = new byte[1 << 16];
    int entries = 0;
    int total = 0;
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      if (++entries > TableLimits.PARTS) {
        throw new UnreadableFileException(
            "has more than " + TableLimits.PARTS + " parts, as no table has");
      }
      boolean wanted = entry.getName().endsWith(".xml") || entry.getName().endsWith(".rels");
      var part = new ByteArrayOutputStream();
      // What is not wanted is unpacked too, and counted, to get to the next part.
      for (int n = zip.read(buffer); n >= 0; n = zip.read(buffer)) {
        total += n;
        if (total > TableLimits.UNPACKED_BYTES) {
          throw new UnreadableFileException(
              "unpacks to more than "
                  + (TableLimits.UNPACKED_BYTES >> 20)
                  + " MB, as no table does; delete"
                  + " the rows below it and the columns beside it, which may hold formats");
        }
        if (wanted) {
          part.write(buffer, 0, n);
        }
      }
      // Of two parts a spreadsheet program may show the other one.
      if (wanted && parts.putIfAbsent(entry.getName(), part.toByteArray()) != null) {
        throw new UnreadableFileException(
            "is a damaged .xlsx: it has the part " + entry.getName() + " twice");
      }
    }
  }

  /** A zip file is written front to back; the directory at its end says that it was finished. */
  private static boolean isComplete(byte[] bytes) {
    int last = bytes.length - END_OF_DIRECTORY_BYTES;
    for (int at = last; at >= 0 && at >= last - LONGEST_COMMENT; at--) {
      if (bytes[at] == 'P' && bytes[at + 1] == 'K' && bytes[at + 2] == 5 && bytes[at + 3] == 6) {
        return true;
      }
    }
    return false;
  }

  boolean has(String name) {
    return parts.containsKey(name);
  }

  byte[] part(String name) throws UnreadableFileException {
    byte[] part = parts.get(name);
    if (part == null) {
      throw new UnreadableFileException("is no workbook: it has no part " + name);
    }
    return part;
  }
}

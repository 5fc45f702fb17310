package dev.oncegate.codec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.Integrations;
import dev.oncegate.core.update.Integrations.Connection;
import dev.oncegate.core.update.Space;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Reads {@code integrations.json}. As in the service, a destination of a space that is not listed
 * has no tier, and a connection to a destination that is not listed leads nowhere.
 */
public final class IntegrationsFile {
  /** Bytes of the file; a hundred thousand destinations take about a third. */
  private static final int FILE_BYTES = 64 << 20;

  private IntegrationsFile() {}

  /**
   * All that the file configures.
   *
   * @throws InvalidFileException if it cannot be read, or anything in it is not understood
   */
  public static Integrations read(Path file) {
    var findings = new ArrayList<InputFault>();
    var root =
        new StrictObject(
            parse(file), "", findings, List.of("spaces", "destinations", "connections"));
    var spaces = new ArrayList<Space>();
    for (JsonNode node : root.elements("spaces")) {
      spaces.add(IntegrationsJson.space(node, "spaces[" + spaces.size() + "]", findings));
    }
    refuseRepeats(spaces.stream().map(Space::id).toList(), "spaces", findings);
    var destinations = new ArrayList<Destination>();
    for (JsonNode node : root.elements("destinations")) {
      String path = "destinations[" + destinations.size() + "]";
      destinations.add(IntegrationsJson.destination(node, path, findings));
    }
    refuseRepeats(destinations.stream().map(Destination::id).toList(), "destinations", findings);
    var connections = new ArrayList<Connection>();
    for (JsonNode node : root.elements("connections")) {
      String path = "connections[" + connections.size() + "]";
      connections.add(IntegrationsJson.connection(node, path, findings));
    }
    if (!findings.isEmpty()) {
      throw new InvalidFileException(file, findings);
    }
    return new Integrations(spaces, destinations, connections);
  }

  private static JsonNode parse(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(FILE_BYTES + 1);
      if (bytes.length > FILE_BYTES) {
        throw new InvalidFileException(
            file, List.of(new InputFault("", "is longer than " + (FILE_BYTES >> 20) + " MB")));
      }
      return StrictJson.parse(bytes);
    } catch (InvalidJsonException e) {
      throw new InvalidFileException(
          file, List.of(new InputFault("", "not JSON: " + e.getMessage())));
    } catch (NoSuchFileException _) {
      throw new InvalidFileException(file, List.of(new InputFault("", "there is no such file")));
    } catch (IOException e) {
      throw new InvalidFileException(
          file, List.of(new InputFault("", "cannot be read: " + e.getMessage())));
    }
  }

  private static void refuseRepeats(List<String> ids, String list, List<InputFault> findings) {
    var seen = new HashSet<String>();
    for (int i = 0; i < ids.size(); i++) {
      if (!ids.get(i).isEmpty() && !seen.add(ids.get(i))) {
        String path = list + "[" + i + "].id";
        findings.add(new InputFault(path, ids.get(i) + " is there twice"));
      }
    }
  }
}

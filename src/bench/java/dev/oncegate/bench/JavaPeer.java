package dev.oncegate.bench;

import dev.oncegate.testkit.EmbeddedDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A peer that is a Java program on the bench's class path. */
record JavaPeer(String name, String title, String main, Extra extra, boolean decides)
    implements Peer {

  /** What a program is told besides what all are. */
  enum Extra {
    NOTHING,
    SHAPE,
    DATABASE
  }

  static final JavaPeer LIMIT =
      new JavaPeer(
          "A", "the limit: bytes moved, unread", "Limit", Extra.SHAPE, /* decides= */ false);
  static final JavaPeer BY_HAND =
      new JavaPeer("B", "by hand, on Kafka Streams", "ByHand", Extra.NOTHING, /* decides= */ true);
  static final JavaPeer NAIVE =
      new JavaPeer("D", "naive: a session an update", "Naive", Extra.DATABASE, /* decides= */ true);

  /** Where the harness leaves the sizes of events for the peer that needs them. */
  static Path shapeFile(Path directory) {
    return directory.resolve("shape.txt");
  }

  @Override
  public String group(Station station) {
    return station.name();
  }

  @Override
  public Running start(Station station) throws IOException, SQLException {
    Path state = Files.createDirectories(station.directory().resolve(station.name() + "-state"));
    var arguments =
        new ArrayList<>(
            List.of(
                "--bootstrap", station.servers().bootstrapServers(),
                "--input", station.input(),
                "--output", station.output(),
                "--name", station.name(),
                "--integrations", station.integrations().toString(),
                "--state", state.toString(),
                "--lanes", Integer.toString(station.lanes()),
                "--rulebook", station.rulebook()));
    switch (extra) {
      case NOTHING -> {}
      case SHAPE -> arguments.addAll(List.of("--shape", shapeFile(station.directory()).toString()));
      case DATABASE ->
          arguments.addAll(
              List.of(
                  "--jdbc", station.servers().newDatabase(station.name(), Databases.EMPTY),
                  "--user", EmbeddedDatabase.USER,
                  "--password", EmbeddedDatabase.PASSWORD));
    }
    Child child = Child.peer("dev.oncegate.bench.peer." + main, arguments, station.log());
    String _ = child.awaitLine("ready");
    return child;
  }
}

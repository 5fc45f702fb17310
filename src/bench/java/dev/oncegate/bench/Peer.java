package dev.oncegate.bench;

import java.nio.file.Path;

/** Something that makes events of updates, in a process of its own. */
interface Peer {
  /** What it is called in tables: {@code C+log}. */
  String name();

  /** What it is, in a few words. */
  String title();

  /** Its consumer group, whose committed offsets say how far it is. */
  String group(Station station);

  /** Starts it; it works when this returns. */
  Running start(Station station) throws Exception;

  /** Whether its events must be Oncegate's; otherwise only as many, and of the same size in all. */
  boolean decides();

  /**
   * Fails if it left something behind that it should not have, or left something out.
   *
   * @param decisions how many there were to be made
   */
  default void checkBesides(Station station, long decisions) {}

  /**
   * Where a peer works.
   *
   * @param name of the turn, which nothing else has; for groups, transactions, databases
   * @param rulebook the hash that Oncegate's events carry
   * @param directory of the run
   */
  record Station(
      String name, String input, int lanes, String rulebook, Servers servers, Path directory) {
    String output() {
      return name + "-events";
    }

    Path log() {
      return directory.resolve(name + ".log");
    }

    Path integrations() {
      return directory.resolve("integrations.json");
    }
  }
}

package dev.oncegate.crash;

import dev.oncegate.testkit.EmbeddedBroker;
import dev.oncegate.testkit.PrimaryAndStandby;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Does what a schedule says to the service and to the servers behind it. */
final class Injector {
  private static final Duration CAUGHT_WITHIN = Duration.ofSeconds(20);
  private static final long IN_A_ROW_MILLIS = 2000;
  private static final Duration BETWEEN_TRAPS = Duration.ofMillis(20);

  private final Fleet fleet;
  private final EmbeddedBroker broker;
  private final PrimaryAndStandby database;
  private final Tables tables;
  private final Operator operator;
  private final Set<String> sentOnce;

  /**
   * Has done nothing yet.
   *
   * @param sentOnce updates from which nothing follows when they are decided once more
   */
  Injector(
      Fleet fleet,
      EmbeddedBroker broker,
      PrimaryAndStandby database,
      Tables tables,
      Operator operator,
      Set<String> sentOnce) {
    this.fleet = fleet;
    this.broker = broker;
    this.database = database;
    this.tables = tables;
    this.operator = operator;
    this.sentOnce = sentOnce;
  }

  /**
   * Does it, and undoes what has to be undone.
   *
   * @param struck called when it strikes
   * @return whether it struck; no process may have come to the point where it was to be caught
   */
  boolean inject(Fault.Planned planned, Runnable struck) throws IOException, InterruptedException {
    long pick = planned.pick();
    switch (planned.fault()) {
      case KILL -> {
        struck.run();
        fleet.killAndRestart(fleet.pick(pick));
      }
      case KILL_BEFORE_LEDGER -> {
        return catchOne(Trap.Point.BEFORE_LEDGER_COMMIT, struck, fleet::killAndRestart);
      }
      case KILL_BETWEEN_COMMITS -> {
        return catchOne(Trap.Point.BETWEEN_COMMITS, struck, fleet::killAndRestart);
      }
      case KILL_IN_KAFKA_COMMIT -> {
        Trap.Point point =
            pick % 2 == 0 ? Trap.Point.INSIDE_KAFKA_COMMIT : Trap.Point.KAFKA_COMMIT_UNHEARD;
        return catchOne(point, struck, fleet::killAndRestart);
      }
      case KILL_IN_RELOAD -> {
        tables.swap();
        pause(between(pick, 0, 1500));
        struck.run();
        fleet.killAndRestart(fleet.pick(pick));
      }
      case KILL_IN_REBALANCE -> {
        fleet.addExtra();
        struck.run();
        fleet.killAndRestart(fleet.pick(pick));
        pause(between(pick, 0, 3000));
        fleet.removeExtra();
      }
      case KILL_IN_A_ROW -> {
        int kills = 2 * fleet.members().size();
        for (int i = 1; i < kills; i++) {
          fleet.killAndRestart(fleet.pick(pick + i));
          pause(IN_A_ROW_MILLIS);
        }
        struck.run();
        fleet.killAndRestart(fleet.pick(pick + kills));
      }
      case FREEZE -> {
        struck.run();
        freeze(fleet.pick(pick), pick);
      }
      case FREEZE_BETWEEN_COMMITS -> {
        return catchOne(Trap.Point.BETWEEN_COMMITS, struck, member -> freeze(member, pick));
      }
      case SCALE -> {
        struck.run();
        fleet.addExtra();
        pause(between(pick, 500, 3000));
        fleet.removeExtra();
      }
      case BROKER -> {
        struck.run();
        broker.pause();
        pause(between(pick, 500, 6000));
        broker.resume();
      }
      case DATABASE -> {
        struck.run();
        database.pause();
        pause(between(pick, 500, 6000));
        database.resume();
      }
      case BOTH -> {
        struck.run();
        broker.pause();
        database.pause();
        pause(between(pick, 500, 6000));
        database.resume();
        broker.resume();
      }
      case STANDBY -> {
        struck.run();
        if (pick % 2 == 0) {
          database.stop();
          pause(between(pick, 0, 3000));
          database.promote();
          database.rejoin();
        } else {
          database.demote();
          pause(between(pick, 0, 3000));
          database.promote();
        }
      }
      case RULEBOOK -> {
        struck.run();
        tables.swap();
      }
      case READ_AGAIN -> {
        struck.run();
        var ways = List.of(Operator.Back.values());
        Operator.Back back = ways.get((int) between(pick, 0, ways.size()));
        fleet.without(
            pick % 2 == 0,
            () -> {
              operator.setBack(Operator.SYNC, "identified-output", back);
              operator.setBack(Operator.IDENTIFY, Feed.TOPIC, back);
            });
      }
      case TOPIC_MADE_AGAIN -> {
        // What it has read of the former one is not known of its copies in the next.
        operator.awaitReadAgain();
        struck.run();
        fleet.without(
            pick % 2 == 0, () -> operator.makeIdentifiedAgain((int) between(pick, 3, 7), sentOnce));
      }
    }
    return true;
  }

  private interface Deed {
    void to(Fleet.Member member) throws IOException, InterruptedException;
  }

  /** Traps all, and does it to the one that comes to the point first, while it stands there. */
  private boolean catchOne(Trap.Point point, Runnable struck, Deed deed)
      throws IOException, InterruptedException {
    List<Fleet.Member> members = fleet.members();
    var traps = new ArrayList<Trap>();
    try {
      for (Fleet.Member member : members) {
        traps.add(Trap.set(member.trapPort(), point, CAUGHT_WITHIN));
      }
      long end = System.nanoTime() + CAUGHT_WITHIN.toNanos();
      while (System.nanoTime() < end) {
        for (int i = 0; i < traps.size(); i++) {
          if (traps.get(i).hasCaught(BETWEEN_TRAPS)) {
            struck.run();
            for (Trap trap : traps) {
              if (trap != traps.get(i)) {
                trap.close();
              }
            }
            deed.to(members.get(i));
            return true;
          }
        }
      }
      return false;
    } finally {
      traps.forEach(Trap::close);
    }
  }

  /** Longer than the others wait for it, so that it wakes up as somebody who has been replaced. */
  private static void freeze(Fleet.Member member, long pick)
      throws IOException, InterruptedException {
    member.signal("STOP");
    pause(between(pick, 2000, 5000) + Fleet.SESSION_TIMEOUT.toMillis());
    member.signal("CONT");
  }

  private static long between(long pick, long least, long most) {
    return least + Math.floorMod(pick / 31, most - least);
  }

  private static void pause(long millis) throws InterruptedException {
    Thread.sleep(millis);
  }
}

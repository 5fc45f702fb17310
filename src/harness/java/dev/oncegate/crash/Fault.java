package dev.oncegate.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** What is done to the service. */
enum Fault {
  KILL("SIGKILL at random", true),
  KILL_BEFORE_LEDGER("SIGKILL before the ledger's commit", true),
  KILL_BETWEEN_COMMITS("SIGKILL between the two commits", true),
  KILL_IN_KAFKA_COMMIT("SIGKILL inside the Kafka commit", true),
  KILL_IN_RELOAD("SIGKILL while a rulebook is swapped", true),
  KILL_IN_REBALANCE("SIGKILL during a rebalance", true),
  KILL_IN_A_ROW("SIGKILL every other second, twice round", true),
  FREEZE("SIGSTOP past the session timeout", false),
  FREEZE_BETWEEN_COMMITS("the same between the two commits", false),
  SCALE("a process more, then one less", false),
  BROKER("broker stopped and started", false),
  DATABASE("PostgreSQL stopped and started", false),
  BOTH("both stopped and started", false),
  STANDBY("standby promoted", false),
  RULEBOOK("rulebook swapped", false),
  READ_AGAIN("a group set back or deleted", false),
  TOPIC_MADE_AGAIN("topic made again", false);

  private static final int KILLS_FOR_EACH_OTHER = 10;

  private final String words;
  private final boolean kills;

  Fault(String words, boolean kills) {
    this.words = words;
    this.kills = kills;
  }

  String words() {
    return words;
  }

  /**
   * A fault in a schedule.
   *
   * @param position how many updates are fed before it
   * @param pick decides what the fault leaves open: which process, how long
   */
  record Planned(Fault fault, int position, long pick) {}

  /**
   * The schedule, all of it from the seed.
   *
   * @param kills how many SIGKILLs; the other faults come once for each ten, and at least once
   * @param among the faults that are to come
   */
  static List<Planned> schedule(long seed, int updates, int kills, Set<Fault> among) {
    var faults = new ArrayList<Fault>();
    for (Fault fault : values()) {
      if (!fault.kills && among.contains(fault)) {
        for (int i = 0; i < Math.max(1, kills / KILLS_FOR_EACH_OTHER); i++) {
          faults.add(fault);
        }
      }
    }
    List<Fault> killing =
        List.of(values()).stream().filter(fault -> fault.kills && among.contains(fault)).toList();
    for (int i = 0; i < kills && !killing.isEmpty(); i++) {
      faults.add(killing.get(i % killing.size()));
    }
    var random = new SplittableRandom(seed ^ 0x5eedL);
    for (int i = faults.size() - 1; i > 0; i--) {
      faults.set(i, faults.set(random.nextInt(i + 1), faults.get(i)));
    }
    var planned = new ArrayList<Planned>();
    int step = updates / (faults.size() + 1);
    for (int i = 0; i < faults.size(); i++) {
      int position = (i + 1) * step - random.nextInt(Math.max(1, step / 3));
      planned.add(new Planned(faults.get(i), position, random.nextLong()));
    }
    return planned;
  }
}

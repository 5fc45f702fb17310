package dev.oncegate.replay;

import dev.oncegate.core.decide.Decision;
import dev.oncegate.core.decide.RuleRef;
import dev.oncegate.core.update.ProfileUpdate;
import dev.oncegate.replay.Backtest.Difference;
import dev.oncegate.replay.Backtest.Example;
import dev.oncegate.replay.Backtest.Fate;
import dev.oncegate.replay.Backtest.Group;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * How often each person gets each message under two rulebooks. A person here is a profile's
 * lineage; two profiles that merge late are one person from the first update on.
 */
final class People {
  /** How many people of a group are named. */
  static final int EXAMPLES = 5;

  private static final int COUNTS = 0;
  private static final int FIRST_MORE = 1;
  private static final int FIRST_LESS = 2;
  private static final int WIDTH = 3;
  // When the rulebooks parted and the cause of it share a number: the earlier is the smaller.
  private static final int CAUSE_BITS = 26;
  private static final String SEPARATOR = "\0";

  private static final Comparator<RuleRef> BY_ADDRESS =
      Comparator.comparing(RuleRef::address).thenComparing(RuleRef::sentence);

  private record Message(
      String spaceId, String computationId, String destinationId, String value) {}

  private record GroupKey(Fate fate, String destinationId, RuleRef row) {}

  private static final class Tally {
    private final Set<String> cells = new TreeSet<>();
    private final Set<RuleRef> today = new TreeSet<>(BY_ADDRESS);
    private long count;
    // The latest on top, so that it makes way for an earlier one.
    private final PriorityQueue<Parting> examples =
        new PriorityQueue<>(Comparator.comparingLong(Parting::order).reversed());
  }

  /** Where the rulebooks first parted over a person. */
  private record Parting(long order, int profile, Message message, long before, long after) {}

  private final Lineages lineages;
  private final LongTable sends = new LongTable(WIDTH);
  private final Names messages = new Names();
  // The candidate's row, the baseline's, and the cells that made it so, with separators.
  private final Names causes = new Names();
  private long updates;

  People(Lineages lineages) {
    this.lineages = lineages;
  }

  void nextUpdate() {
    updates++;
  }

  /** Counts a decision that sends under at least one of the rulebooks. */
  void count(
      ProfileUpdate update,
      Decision baseline,
      Decision candidate,
      boolean before,
      boolean after,
      Supplier<List<String>> cells) {
    int profile = lineages.profile(update.spaceId(), update.profileId());
    long row = sends.findOrAdd((long) profile << 32 | message(update, candidate));
    sends.set(row, COUNTS, sends.get(row, COUNTS) + counts(before ? 1 : 0, after ? 1 : 0));
    if (before != after) {
      int parting = after ? FIRST_MORE : FIRST_LESS;
      if (sends.get(row, parting) == 0) {
        var cause = new StringJoiner(SEPARATOR);
        for (RuleRef decided : List.of(candidate.verdict().row(), baseline.verdict().row())) {
          cause.add(decided.address()).add(decided.sentence());
        }
        cells.get().forEach(cause::add);
        sends.set(row, parting, updates << CAUSE_BITS | causes.of(cause.toString()));
      }
    }
  }

  Difference difference(long differingDecisions, long differingSends) {
    var tallies = new HashMap<GroupKey, Tally>();
    LongTable united = new LongTable(WIDTH);
    sends.forEach(
        (key, row) -> {
          int profile = (int) (key >> 32);
          if (lineages.next(profile) == profile) {
            tally(sends, key, row, tallies);
          } else {
            unite(united, (long) lineages.root(profile) << 32 | (int) key, row);
          }
        });
    united.forEach((key, row) -> tally(united, key, row, tallies));
    return new Difference(groups(tallies), differingDecisions, differingSends);
  }

  private void unite(LongTable united, long key, long row) {
    long whole = united.findOrAdd(key);
    united.set(whole, COUNTS, united.get(whole, COUNTS) + sends.get(row, COUNTS));
    for (int parting = FIRST_MORE; parting <= FIRST_LESS; parting++) {
      long known = united.get(whole, parting);
      long other = sends.get(row, parting);
      if (known == 0 || (other != 0 && other < known)) {
        united.set(whole, parting, other);
      }
    }
  }

  private void tally(LongTable table, long key, long row, Map<GroupKey, Tally> tallies) {
    long before = table.get(row, COUNTS) >>> 32;
    long after = (int) table.get(row, COUNTS);
    for (Fate fate : Fate.values()) {
      if (fate.isOf(before, after)) {
        long parting = table.get(row, fate == Fate.LOSES ? FIRST_LESS : FIRST_MORE);
        add(
            fate,
            new Parting(parting, (int) (key >> 32), message((int) key), before, after),
            tallies);
      }
    }
  }

  private void add(Fate fate, Parting parting, Map<GroupKey, Tally> tallies) {
    int number = (int) (parting.order() & ((1 << CAUSE_BITS) - 1));
    List<String> cause = List.of(causes.get(number).split(SEPARATOR, -1));
    var row = new RuleRef(cause.get(0), cause.get(1));
    Tally tally =
        tallies.computeIfAbsent(
            new GroupKey(fate, parting.message().destinationId(), row), _ -> new Tally());
    tally.count++;
    tally.today.add(new RuleRef(cause.get(2), cause.get(3)));
    tally.cells.addAll(cause.subList(4, cause.size()));
    tally.examples.add(parting);
    if (tally.examples.size() > EXAMPLES) {
      tally.examples.remove();
    }
  }

  private List<Group> groups(Map<GroupKey, Tally> tallies) {
    var groups = new ArrayList<Group>();
    tallies.forEach(
        (key, tally) ->
            groups.add(
                new Group(
                    key.fate(),
                    key.destinationId(),
                    key.row(),
                    List.copyOf(tally.cells),
                    List.copyOf(tally.today),
                    tally.count,
                    tally.examples.stream()
                        .sorted(
                            Comparator.comparingLong(Parting::order)
                                .thenComparingInt(Parting::profile))
                        .map(this::example)
                        .toList())));
    groups.sort(
        Comparator.comparing(Group::fate)
            .thenComparing(Group::destinationId)
            .thenComparing(Group::row, BY_ADDRESS));
    return groups;
  }

  private Example example(Parting parting) {
    Message message = parting.message();
    return new Example(
        message.spaceId(),
        lineages.profileId(parting.profile()),
        message.computationId(),
        // A canonical text begins with a quote, to tell it from a number.
        message.value().startsWith("\"") ? message.value().substring(1) : message.value(),
        parting.before(),
        parting.after());
  }

  // No text of an update contains U+0000, and the value, which stands last, may contain anything.
  private int message(ProfileUpdate update, Decision decision) {
    String value = update.computation().type().isTrait() ? update.value().canonical() : "";
    return messages.of(
        update.spaceId()
            + SEPARATOR
            + update.computation().id()
            + SEPARATOR
            + decision.destination().id()
            + SEPARATOR
            + value);
  }

  private Message message(int number) {
    String[] parts = messages.get(number).split(SEPARATOR, 4);
    return new Message(parts[0], parts[1], parts[2], parts[3]);
  }

  private static long counts(long before, long after) {
    return before << 32 | after;
  }
}

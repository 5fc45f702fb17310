package dev.oncegate.replay;

import dev.oncegate.core.decide.Decision;
import dev.oncegate.core.decide.RuleRef;
import dev.oncegate.core.update.ProfileUpdate;
import dev.oncegate.replay.Backtest.Example;
import dev.oncegate.replay.Backtest.Fate;
import dev.oncegate.replay.Backtest.Impact;
import dev.oncegate.replay.Backtest.ImpactGroup;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * How often each person gets each message under two rulebooks. A person here is a profile's
 * lineage; two profiles that merge late are one person from the first update on.
 */
final class ImpactCounter {
  /** How many people of a group are named. */
  static final int EXAMPLES = 5;

  private static final String SEPARATOR = String.valueOf(RecordedLineages.SEPARATOR);

  private static final Comparator<RuleRef> BY_ADDRESS =
      Comparator.comparing(RuleRef::address).thenComparing(RuleRef::sentence);

  /** A person, and the message that is counted: a key of the map of sends. */
  private record Person(
      String spaceId, String profileId, String computationId, String destinationId, String value) {

    static Person of(String key) {
      // The value, which stands last, may contain anything.
      String[] parts = key.split(SEPARATOR, 5);
      return new Person(parts[0], parts[1], parts[2], parts[3], parts[4]);
    }
  }

  private record GroupKey(Fate fate, String destinationId, RuleRef row) {}

  /** The candidate's row, the baseline's, and the cells that made it so. */
  private record Cause(RuleRef candidate, RuleRef today, List<String> cells) {}

  /**
   * Where the rulebooks first parted over a person; at no update if they never did.
   *
   * @param update its number, from 1
   * @param cause its number
   */
  private record Parting(long update, int cause) {
    static final Parting NEVER = new Parting(0, 0);

    boolean isNever() {
      return update == 0;
    }

    Parting orEarlier(Parting other) {
      return isNever() || (!other.isNever() && other.update < update) ? other : this;
    }

    static Parting read(ByteBuffer in) {
      return new Parting(DataUtils.readVarLong(in), DataUtils.readVarInt(in));
    }

    void write(WriteBuffer out) {
      out.putVarLong(update).putVarInt(cause);
    }
  }

  /**
   * How often a person gets a message.
   *
   * @param before from the baseline
   * @param after from the candidate
   * @param more where first only the candidate sends
   * @param less where first only the baseline sends
   */
  private record Sends(int before, int after, Parting more, Parting less)
      implements SpillingMap.Storable {
    static final Sends NONE = new Sends(0, 0, Parting.NEVER, Parting.NEVER);

    Sends plus(Sends other) {
      return new Sends(
          before + other.before,
          after + other.after,
          more.orEarlier(other.more),
          less.orEarlier(other.less));
    }

    static Sends read(ByteBuffer in) {
      return new Sends(
          DataUtils.readVarInt(in), DataUtils.readVarInt(in), Parting.read(in), Parting.read(in));
    }

    @Override
    public void write(WriteBuffer out) {
      out.putVarInt(before).putVarInt(after);
      more.write(out);
      less.write(out);
    }

    @Override
    public int memory() {
      return 80;
    }
  }

  /** A person who is named. */
  private record Named(Parting parting, Person person, Sends sends) {}

  private static final class GroupTally {
    private final Set<String> cells = new TreeSet<>();
    private final Set<RuleRef> today = new TreeSet<>(BY_ADDRESS);
    private long count;
    // The latest on top, so that it makes way for an earlier one.
    private final PriorityQueue<Named> examples = new PriorityQueue<>(EARLIEST_FIRST.reversed());
  }

  private static final Comparator<Named> EARLIEST_FIRST =
      Comparator.comparingLong(named -> named.parting().update());

  private final RecordedLineages lineages;
  private final SpillingMap<Sends> sends = new SpillingMap<>(Sends::read);
  // As many as the rulebooks have reasons to part, however many people there are.
  private final Map<Cause, Integer> numbers = new HashMap<>();
  private final List<Cause> causes = new ArrayList<>();
  private long updates;

  ImpactCounter(RecordedLineages lineages) {
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
    String person = person(update, candidate);
    Sends known = orNone(sends.get(person));
    Parting more = known.more();
    Parting less = known.less();
    if (after && !before && more.isNever()) {
      more = new Parting(updates, number(baseline, candidate, cells));
    } else if (before && !after && less.isNever()) {
      less = new Parting(updates, number(baseline, candidate, cells));
    }
    sends.put(
        person,
        new Sends(known.before() + (before ? 1 : 0), known.after() + (after ? 1 : 0), more, less));
  }

  private int number(Decision baseline, Decision candidate, Supplier<List<String>> cells) {
    var cause = new Cause(candidate.verdict().row(), baseline.verdict().row(), cells.get());
    Integer known = numbers.putIfAbsent(cause, causes.size());
    if (known == null) {
      causes.add(cause);
      return causes.size() - 1;
    }
    return known;
  }

  Impact difference(long differingDecisions, long differingSends) {
    var tallies = new HashMap<GroupKey, GroupTally>();
    var united = new SpillingMap<Sends>(Sends::read);
    sends.forEach(
        (key, counted) -> {
          Person person = Person.of(key);
          String profile = RecordedLineages.key(person.spaceId(), person.profileId());
          if (lineages.next(profile).equals(profile)) {
            tally(person, counted, tallies);
          } else {
            String whole = lineages.root(profile) + key.substring(profile.length());
            united.put(whole, orNone(united.get(whole)).plus(counted));
          }
        });
    united.forEach((key, counted) -> tally(Person.of(key), counted, tallies));
    return new Impact(groups(tallies), differingDecisions, differingSends);
  }

  private static Sends orNone(@Nullable Sends known) {
    return known == null ? Sends.NONE : known;
  }

  private void tally(Person person, Sends counted, Map<GroupKey, GroupTally> tallies) {
    for (Fate fate : Fate.values()) {
      if (fate.isOf(counted.before(), counted.after())) {
        Parting parting = fate == Fate.LOSES ? counted.less() : counted.more();
        add(fate, new Named(parting, person, counted), tallies);
      }
    }
  }

  private void add(Fate fate, Named named, Map<GroupKey, GroupTally> tallies) {
    Cause cause = causes.get(named.parting().cause());
    GroupTally tally =
        tallies.computeIfAbsent(
            new GroupKey(fate, named.person().destinationId(), cause.candidate()),
            _ -> new GroupTally());
    tally.count++;
    tally.today.add(cause.today());
    tally.cells.addAll(cause.cells());
    tally.examples.add(named);
    if (tally.examples.size() > EXAMPLES) {
      tally.examples.remove();
    }
  }

  private List<ImpactGroup> groups(Map<GroupKey, GroupTally> tallies) {
    var groups = new ArrayList<ImpactGroup>();
    tallies.forEach(
        (key, tally) ->
            groups.add(
                new ImpactGroup(
                    key.fate(),
                    key.destinationId(),
                    key.row(),
                    List.copyOf(tally.cells),
                    List.copyOf(tally.today),
                    tally.count,
                    tally.examples.stream()
                        .sorted(EARLIEST_FIRST)
                        .map(ImpactCounter::example)
                        .toList())));
    groups.sort(
        Comparator.comparing(ImpactGroup::fate)
            .thenComparing(ImpactGroup::destinationId)
            .thenComparing(ImpactGroup::row, BY_ADDRESS));
    return groups;
  }

  private static Example example(Named named) {
    Person person = named.person();
    String value = person.value();
    return new Example(
        person.spaceId(),
        person.profileId(),
        person.computationId(),
        // A canonical text begins with a quote, to tell it from a number.
        value.startsWith("\"") ? value.substring(1) : value,
        named.sends().before(),
        named.sends().after());
  }

  private static String person(ProfileUpdate update, Decision decision) {
    String value = update.computation().type().isTrait() ? update.value().canonical() : "";
    return String.join(
        SEPARATOR,
        RecordedLineages.key(update.spaceId(), update.profileId()),
        update.computation().id(),
        decision.destination().id(),
        value);
  }
}

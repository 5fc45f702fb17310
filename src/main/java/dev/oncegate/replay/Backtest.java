package dev.oncegate.replay;

import dev.oncegate.core.Outcome;
import dev.oncegate.core.decide.Decision;
import dev.oncegate.core.decide.RuleRef;
import dev.oncegate.core.decide.Rulebook;
import dev.oncegate.core.decide.Verdict;
import dev.oncegate.core.update.Integrations;
import dev.oncegate.core.update.ProfileUpdate;
import java.util.List;

/**
 * The same updates through two rulebooks, each with a history of its own that evolves with its own
 * decisions, since a first decision that differs changes what comes later.
 */
public final class Backtest {
  private final RecordedLineages lineages = new RecordedLineages();
  private final Responsible responsible;
  private final Replay baseline;
  private final Replay candidate;
  private final ImpactCounter people = new ImpactCounter(lineages);
  private long differingDecisions;
  private long differingSends;

  /** Knows which cells of the candidate's tables made two decisions differ. */
  public interface Responsible {
    List<String> cells(Decision before, Decision after);
  }

  /**
   * Begins with two empty histories.
   *
   * @param baseline the rulebook of today
   * @param candidate the one that would take its place
   */
  public Backtest(
      Integrations integrations, Rulebook baseline, Rulebook candidate, Responsible responsible) {
    this.responsible = responsible;
    this.baseline = new Replay(integrations, baseline, new InMemoryHistory(lineages));
    this.candidate = new Replay(integrations, candidate, new InMemoryHistory(lineages));
  }

  /** Has both histories begin with what was sent before, according to the service's ledger. */
  public void beginWith(LedgerSnapshot snapshot) throws InvalidRecordingException {
    snapshot.loadInto(List.of(baseline.history(), candidate.history()));
  }

  /** Decides an update both ways; answers what the candidate makes of it. */
  public Outcome step(ProfileUpdate update) {
    Outcome before = baseline.step(update);
    Outcome after = candidate.step(update);
    people.nextUpdate();
    for (int i = 0; i < after.decisions().size(); i++) {
      compare(update, before.decisions().get(i), after.decisions().get(i));
    }
    return after;
  }

  /** What became of the people, over all updates so far. */
  public Impact difference() {
    return people.difference(differingDecisions, differingSends);
  }

  private void compare(ProfileUpdate update, Decision before, Decision after) {
    boolean sent = isSend(before);
    boolean sends = isSend(after);
    if (sent || sends) {
      people.count(update, before, after, sent, sends, () -> responsible.cells(before, after));
    }
    if (sent != sends || (sends && !goesOutAlike(before, after))) {
      differingSends++;
    }
    if (!sameAnswer(before, after)) {
      differingDecisions++;
    }
  }

  private static boolean isSend(Decision decision) {
    return decision.verdict() instanceof Verdict.Send && !decision.ids().isEmpty();
  }

  private static boolean goesOutAlike(Decision before, Decision after) {
    return before.ids().equals(after.ids())
        && before.verdict() instanceof Verdict.Send was
        && after.verdict() instanceof Verdict.Send is
        && was.route().equals(is.route());
  }

  private static boolean sameAnswer(Decision before, Decision after) {
    return before.verdict().action().equals(after.verdict().action())
        && before.verdict().reason().equals(after.verdict().reason())
        && (!isSend(after) || goesOutAlike(before, after));
  }

  /**
   * What a change of the rulebook would do.
   *
   * @param people those who would get a message more or less often, by fate, destination and row
   * @param differingDecisions how many decisions differ in action, reason, ids or route
   * @param differingSends how many of them differ in what goes out
   */
  public record Impact(List<ImpactGroup> people, long differingDecisions, long differingSends) {

    /** Whether nobody gets anything else than before. */
    public boolean isNone() {
      return people.isEmpty() && differingSends == 0;
    }

    /** How many people share a fate. */
    public long count(Fate fate) {
      return people.stream()
          .filter(group -> group.fate() == fate)
          .mapToLong(ImpactGroup::count)
          .sum();
    }

    /** How many people share a fate at a destination. */
    public long count(Fate fate, String destinationId) {
      return people.stream()
          .filter(group -> group.fate() == fate && group.destinationId().equals(destinationId))
          .mapToLong(ImpactGroup::count)
          .sum();
    }
  }

  /**
   * What happens to a person: a profile's lineage, a destination, a message. Who gets a message
   * twice that went out never before gets it newly, and again.
   */
  public enum Fate {
    /** Gets the message, and did not get it before. */
    GAINS("newly get a message"),
    /** Does not get the message any more. */
    LOSES("no longer get a message"),
    /** Gets the message twice or more often, and more often than before. */
    REPEATS("get a message again");

    private final String words;

    Fate(String words) {
      this.words = words;
    }

    /** Whether it happens to whom the baseline sends a message so often, and the candidate so. */
    boolean isOf(long before, long after) {
      return switch (this) {
        case GAINS -> before == 0 && after > 0;
        case LOSES -> before > 0 && after == 0;
        case REPEATS -> after > 1 && after > before;
      };
    }

    /** Such people …: {@code newly get a message}. */
    public String words() {
      return words;
    }
  }

  /**
   * People with the same fate at the same destination, because of the same row.
   *
   * @param row the candidate's, which decided where the two rulebooks first parted over a person
   * @param cells of the candidate's tables, which made it so; sorted
   * @param today the baseline's rows that decided there; sorted
   */
  public record ImpactGroup(
      Fate fate,
      String destinationId,
      RuleRef row,
      List<String> cells,
      List<RuleRef> today,
      long count,
      List<Example> examples) {}

  /**
   * One person of a group.
   *
   * @param value the trait's value that is the message; empty for an audience or a journey
   * @param before how often the baseline sends
   * @param after how often the candidate does
   */
  public record Example(
      String spaceId,
      String profileId,
      String computationId,
      String value,
      long before,
      long after) {}
}

package dev.oncegate.crash;

import dev.oncegate.crash.Update.Merged;
import dev.oncegate.crash.Update.Why;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What the crash test feeds, all of it from a seed: little stories of one or a few profiles, told
 * beside one another, with some of it told again later.
 *
 * <p>Whatever order the partitions bring a story of several profiles in, what must come of it is
 * known: exactly one send to each deduped destination. Such a story is a <em>race</em>.
 *
 * @param updates in the order in which they are fed, repeats included
 * @param races the messages of which one is to win
 */
record Workload(List<Update> updates, List<Race> races, Set<String> profiles) {
  private static final int STORIES_AT_A_TIME = 200;
  private static final int REPEATED_OF_100 = 15;
  private static final int REPEATED_WITHIN = 600;

  /** Updates of which exactly one goes to each of a computation's deduped destinations. */
  record Race(World.Computation computation, Set<String> messageIds) {}

  private record Repeat(long at, Update update) {}

  static Workload of(long seed, int count) {
    return new Teller(seed).tell(count);
  }

  private static final class Teller {
    private final SplittableRandom random;
    private final List<Update> told = new ArrayList<>();
    private final List<Race> races = new ArrayList<>();
    private final Set<String> profiles = new LinkedHashSet<>();
    private int messages;
    private int people;

    Teller(long seed) {
      random = new SplittableRandom(seed);
    }

    Workload tell(int count) {
      var open = new ArrayList<Deque<Update>>();
      var repeats = new PriorityQueue<Repeat>((a, b) -> Long.compare(a.at(), b.at()));
      while (told.size() < count) {
        if (!repeats.isEmpty() && repeats.peek().at() <= told.size()) {
          told.add(repeats.remove().update());
          continue;
        }
        while (open.size() < STORIES_AT_A_TIME) {
          open.add(new ArrayDeque<>(story()));
        }
        int which = random.nextInt(open.size());
        Update next = open.get(which).remove();
        if (open.get(which).isEmpty()) {
          open.remove(which);
        }
        told.add(next);
        if (random.nextInt(100) < REPEATED_OF_100) {
          repeats.add(new Repeat(told.size() + 1 + random.nextInt(REPEATED_WITHIN), next));
        }
      }
      return new Workload(List.copyOf(told), List.copyOf(races), Set.copyOf(profiles));
    }

    private List<Update> story() {
      int which = random.nextInt(100);
      if (which < 50) {
        return alone(random.nextInt(5) == 0 ? World.JOURNEY : World.AUDIENCE);
      }
      if (which < 62) {
        return trait();
      }
      if (which < 72) {
        return mergeOfNonMembers();
      }
      if (which < 80) {
        return mergeOfAMember();
      }
      if (which < 86) {
        return chainOfMerges();
      }
      if (which < 99) {
        return sharedAddress();
      }
      return List.of(update(profile("n"), World.AUDIENCE, "true", Why.POISON, Instant.EPOCH));
    }

    /** In and out, with new ids and triggers that nobody knows. */
    private List<Update> alone(World.Computation computation) {
      String who = profile(pick("b", "b", "e", "p", "n"));
      var story = new ArrayList<Update>();
      Instant at = start();
      int length = 2 + random.nextInt(7);
      for (int i = 0; i < length; i++) {
        at = at.plus(Duration.ofHours(random.nextInt(20 * 24)));
        int kind = random.nextInt(10);
        if (kind < 6) {
          String value = random.nextInt(3) == 0 ? "false" : "true";
          story.add(update(who, computation, value, Why.VALUE_CHANGED, at));
        } else if (kind < 9 && !World.typesOf(who).isEmpty()) {
          story.add(update(who, computation, "true", Why.NEW_EXTERNAL_ID, at));
        } else {
          story.add(update(who, computation, "true", Why.UNKNOWN, at));
        }
      }
      return story;
    }

    private List<Update> trait() {
      String who = profile(pick("b", "e", "p"));
      var story = new ArrayList<Update>();
      Instant at = start();
      int length = 2 + random.nextInt(5);
      for (int i = 0; i < length; i++) {
        at = at.plus(Duration.ofHours(1));
        String value = pick("1", "2", "2", "\"three\"", "null");
        story.add(update(who, World.TRAIT, value, Why.VALUE_CHANGED, at));
      }
      return story;
    }

    /** The merge sends, or the late update of the profile that went away does. */
    private List<Update> mergeOfNonMembers() {
      String away = profile("b");
      String stays = profile("b");
      Update merge = merge(stays, start(), new Merged(away, false), new Merged(stays, false));
      Update late = entered(away, World.FAMILY);
      var story = new ArrayList<Update>();
      if (random.nextBoolean()) {
        story.add(update(away, World.FAMILY, "false", Why.VALUE_CHANGED, start()));
      }
      story.add(merge);
      story.add(random.nextInt(story.size() + 1), late);
      if (random.nextBoolean()) {
        Update after = entered(stays, World.FAMILY);
        story.add(after);
        return race(World.FAMILY, story, merge, late, after);
      }
      return race(World.FAMILY, story, merge, late);
    }

    /** The profile that went away had entered; the merge sends nothing. */
    private List<Update> mergeOfAMember() {
      String away = profile("b");
      String stays = profile("b");
      Update before = entered(away, World.FAMILY);
      Update merge = merge(stays, start(), new Merged(away, true), new Merged(stays, false));
      Update after = entered(stays, World.FAMILY);
      return race(World.FAMILY, new ArrayList<>(List.of(before, merge, after)), before, after);
    }

    /** One into the second, the second into the third; the merges may arrive in either order. */
    private List<Update> chainOfMerges() {
      String first = profile("b");
      String second = profile("b");
      String third = profile("b");
      Update one = merge(second, start(), new Merged(first, false), new Merged(second, false));
      Update two = merge(third, start(), new Merged(second, false), new Merged(third, false));
      Update late = entered(second, World.FAMILY);
      var story = new ArrayList<>(List.of(one, two));
      story.add(random.nextInt(3), late);
      return race(World.FAMILY, story, one, two, late);
    }

    private List<Update> sharedAddress() {
      int house = people++;
      var story = new ArrayList<Update>();
      int count = 2 + random.nextInt(2);
      for (int i = 0; i < count; i++) {
        String who = "s" + house + "-" + i;
        profiles.add(who);
        story.add(entered(who, World.SHARED));
      }
      return race(World.SHARED, story, story.toArray(Update[]::new));
    }

    private List<Update> race(
        World.Computation computation, List<Update> story, Update... runners) {
      var messageIds = new LinkedHashSet<String>();
      for (Update runner : runners) {
        messageIds.add(runner.messageId());
      }
      races.add(new Race(computation, messageIds));
      return story;
    }

    private Update entered(String who, World.Computation computation) {
      return update(who, computation, "true", Why.VALUE_CHANGED, start());
    }

    private Update merge(String survivor, Instant at, Merged... merged) {
      return new Update(
          messageId(), survivor, World.FAMILY, "true", Why.PROFILE_MERGE, "", List.of(merged), at);
    }

    private Update update(
        String who, World.Computation computation, String value, Why why, Instant at) {
      String newIdType = "";
      if (why == Why.NEW_EXTERNAL_ID) {
        List<String> types = World.typesOf(who).stream().sorted().toList();
        newIdType = types.get(random.nextInt(types.size()));
      }
      return new Update(messageId(), who, computation, value, why, newIdType, List.of(), at);
    }

    private String messageId() {
      return "m-" + messages++;
    }

    private String profile(String kind) {
      String profile = kind + people++;
      profiles.add(profile);
      return profile;
    }

    private Instant start() {
      return Instant.parse("2026-01-01T00:00:00Z").plusSeconds(random.nextInt(86_400));
    }

    private String pick(String... choices) {
      return choices[random.nextInt(choices.length)];
    }
  }
}

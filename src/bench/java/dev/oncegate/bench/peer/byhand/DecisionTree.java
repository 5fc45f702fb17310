package dev.oncegate.bench.peer.byhand;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** To which ids an update goes out, destination by destination. */
final class DecisionTree {
  private final Update update;
  private final Marks marks;
  private final List<Group> groups = new ArrayList<>();

  DecisionTree(Update update, Marks marks) {
    this.update = update;
    this.marks = marks;
  }

  /** Whether any of the destinations would have to look at what was sent before. */
  boolean asksForMarks(Target[] targets) {
    for (Target target : targets) {
      if (target.deduped && (update.member ? mayEnter(target) : target.againOnReentry)) {
        return true;
      }
    }
    return false;
  }

  /** The groups that get something, in the order of their first destinations; leaves marks. */
  List<Group> decide(Target[] targets) {
    groups.clear();
    for (Target target : targets) {
      if (!target.deduped) {
        if (update.idCount > 0) {
          group(Arrays.copyOf(update.ids, update.idCount)).add(target);
        }
      } else if (!update.member) {
        if (target.againOnReentry) {
          marks.left(target);
        }
      } else if (mayEnter(target) && !marks.cover(target, update.message())) {
        marks.sent(target, update.message());
        group(latest(target)).add(target);
      }
    }
    return groups;
  }

  /** Whether a deduped destination gets this update of a member, had it got nothing before. */
  private boolean mayEnter(Target target) {
    return switch (update.trigger) {
          case VALUE_CHANGED -> true;
          case NEW_EXTERNAL_ID -> hasNewIdFor(target);
          case PROFILE_MERGE -> !update.mergedMember;
          case UNKNOWN ->
              throw new IllegalStateException("an update for a deduped destination says why it is");
        }
        && hasIdFor(target);
  }

  private boolean hasNewIdFor(Target target) {
    for (int i = 0; i < update.newIdCount; i++) {
      if (target.dedupesOn(update.texts, update.newIdTypes[i])) {
        return true;
      }
    }
    return false;
  }

  private boolean hasIdFor(Target target) {
    for (int i = 0; i < update.idCount; i++) {
      if (target.dedupesOn(update.texts, update.ids[i].type)) {
        return true;
      }
    }
    return false;
  }

  /** The newest id of each type that the destination dedupes on; of equally new ones the last. */
  private Id[] latest(Target target) {
    var latest = new Id[update.idCount];
    int count = 0;
    for (int i = 0; i < update.idCount; i++) {
      Id id = update.ids[i];
      if (target.dedupesOn(update.texts, id.type)) {
        boolean sameType = count > 0 && update.texts.compare(latest[count - 1].type, id.type) == 0;
        if (!sameType) {
          latest[count++] = id;
        } else if (id.created.compareTo(latest[count - 1].created) >= 0) {
          latest[count - 1] = id;
        }
      }
    }
    return Arrays.copyOf(latest, count);
  }

  private Group group(Id[] ids) {
    for (Group group : groups) {
      if (group.has(ids)) {
        return group;
      }
    }
    var group = new Group(ids);
    groups.add(group);
    return group;
  }
}

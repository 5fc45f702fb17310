package dev.oncegate.bench.peer.byhand;

import java.nio.charset.StandardCharsets;

/**
 * Reads an update in one pass, without a tree and without strings: nearly all texts are stretches
 * of the message as it is. What is needed and not there is an error that ends the program: a
 * message is never passed over.
 */
final class UpdateParser {
  private static final byte[] TRAIT = ascii("_trait");
  private static final byte[] VALUE_CHANGED = ascii("value_changed");
  private static final byte[] NEW_EXTERNAL_ID = ascii("new_external_id");
  private static final byte[] PROFILE_MERGE = ascii("profile_merge");

  private final Update update;
  private final Json json;

  UpdateParser(Update update) {
    this.update = update;
    this.json = new Json(update.texts);
  }

  void parse(byte[] message) {
    update.clear();
    update.texts.add(message);
    json.begin();
    for (boolean more = json.enter('{', '}'); more; more = json.more('}')) {
      switch (json.field()) {
        case MESSAGE_ID -> update.messageId = json.string();
        case SPACE_ID -> update.spaceId = json.string();
        case PROFILE_ID -> update.profileId = json.string();
        case COMPUTATION -> computation();
        case VALUE -> value();
        case TRIGGER -> trigger();
        case COMPUTED_AT -> update.computedAt = Instants.inUtc(update.texts, json.string());
        case EXTERNAL_IDS -> externalIds();
        default -> json.skip();
      }
    }
    expect(
        update.messageId != 0
            && update.spaceId != 0
            && update.profileId != 0
            && update.computationId != 0
            && update.computationKey != 0
            && update.computationType != 0
            && update.value != 0
            && update.computedAt != 0,
        "an update has all its fields");
    update.plain = json.isPlain();
    update.sortIds();
  }

  private void computation() {
    for (boolean more = json.enter('{', '}'); more; more = json.more('}')) {
      switch (json.field()) {
        case ID -> update.computationId = json.string();
        case KEY -> update.computationKey = json.string();
        case TYPE -> {
          update.computationType = json.string();
          update.trait = update.texts.endsWith(update.computationType, TRAIT);
        }
        default -> json.skip();
      }
    }
  }

  private void value() {
    int first = json.peek();
    update.value = first == '"' ? json.string() : json.scalar();
    update.kind =
        switch (first) {
          case '"' -> Update.Kind.TEXT;
          case 't', 'f' -> Update.Kind.FLAG;
          case 'n' -> Update.Kind.NOTHING;
          default -> Update.Kind.NUMBER;
        };
    update.member = first != 'f' && first != 'n';
  }

  private void trigger() {
    if (json.peek() != '{') {
      json.skip();
      return;
    }
    for (boolean more = json.enter('{', '}'); more; more = json.more('}')) {
      Field field = json.field();
      if (field == Field.REASON && json.peek() == '"') {
        update.trigger = triggerOf(json.string());
      } else if (field == Field.NEW_EXTERNAL_IDS && json.peek() == '[') {
        newExternalIds();
      } else if (field == Field.MERGED_PROFILES && json.peek() == '[') {
        mergedProfiles();
      } else {
        json.skip();
      }
    }
  }

  private Update.Trigger triggerOf(long reason) {
    if (update.texts.equals(reason, VALUE_CHANGED)) {
      return Update.Trigger.VALUE_CHANGED;
    }
    if (update.texts.equals(reason, NEW_EXTERNAL_ID)) {
      return Update.Trigger.NEW_EXTERNAL_ID;
    }
    return update.texts.equals(reason, PROFILE_MERGE)
        ? Update.Trigger.PROFILE_MERGE
        : Update.Trigger.UNKNOWN;
  }

  private void newExternalIds() {
    for (boolean more = json.enter('[', ']'); more; more = json.more(']')) {
      for (boolean field = json.enter('{', '}'); field; field = json.more('}')) {
        if (json.field() == Field.TYPE) {
          update.addNewIdType(json.string());
        } else {
          json.skip();
        }
      }
    }
  }

  private void mergedProfiles() {
    for (boolean more = json.enter('[', ']'); more; more = json.more(']')) {
      for (boolean field = json.enter('{', '}'); field; field = json.more('}')) {
        if (json.field() == Field.WAS_MEMBER) {
          update.mergedMember |= json.isTrue(json.scalar());
        } else {
          json.skip();
        }
      }
    }
  }

  private void externalIds() {
    for (boolean more = json.enter('[', ']'); more; more = json.more(']')) {
      Id id = update.nextId();
      id.type = 0;
      id.value = 0;
      id.created.unknown();
      for (boolean field = json.enter('{', '}'); field; field = json.more('}')) {
        switch (json.field()) {
          case TYPE -> id.type = json.string();
          case ID -> id.value = json.string();
          case CREATED_AT -> createdAt(id);
          default -> json.skip();
        }
      }
      expect(id.type != 0 && id.value != 0, "an external id has a type and an id");
    }
  }

  private void createdAt(Id id) {
    if (json.peek() == '"') {
      id.created.read(update.texts, json.string());
    } else {
      json.skip();
    }
  }

  private static void expect(boolean held, String what) {
    if (!held) {
      throw new IllegalArgumentException(what);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}

package dev.oncegate.postgres;

import static dev.oncegate.core.Samples.BIG_SPENDERS;
import static dev.oncegate.core.Samples.LIFETIME_VALUE;
import static dev.oncegate.core.Samples.destination;
import static dev.oncegate.core.Samples.id;

import dev.oncegate.core.Samples;
import dev.oncegate.core.update.Connected;
import dev.oncegate.core.update.RecordPosition;
import dev.oncegate.core.update.Trigger;
import dev.oncegate.pipeline.LedgerEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Few profiles and few values, so that everything meets everything. */
final class RandomUpdates {
  static final int PARTITIONS = 3;
  private static final int PROFILES_OF_A_PARTITION = 4;
  private static final int UPDATES = 30;

  /** Profile scope alone: everything happens within a partition, and has one right answer. */
  static final Connected BY_PROFILE =
      Samples.connected(
          destination("dst_daily").dedupesOn("email").resend("PT40S").made(),
          destination("dst_once").dedupesOn("email").made(),
          destination("dst_plain").made(),
          destination("dst_reentry").dedupesOn("email", "phone").resend("on_reentry").made());

  /** What several partitions can want at once. */
  static final Connected CONTESTED =
      Samples.connected(
          destination("dst_address").dedupesOn("email", "phone").oncePerAddress().made(),
          destination("dst_once").dedupesOn("email").made());

  private final Random random;
  private final Connected connected;
  private int clock;

  RandomUpdates(Random random, Connected connected) {
    this.random = random;
    this.connected = connected;
  }

  List<List<LedgerEntry>> partitions(boolean withMerges) {
    var partitions = new ArrayList<List<LedgerEntry>>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      var entries = new ArrayList<LedgerEntry>();
      long offset = 0;
      for (int i = 0; i < UPDATES; i++) {
        // Offsets have gaps, since transactions leave markers.
        offset += 1 + random.nextInt(2);
        var at = new RecordPosition(LedgerOnPostgres.TOPIC, partition, offset);
        boolean repeats = !entries.isEmpty() && random.nextInt(4) == 0;
        entries.add(
            repeats
                ? new LedgerEntry(
                    entries.get(random.nextInt(entries.size())).update(), connected, at, 0, false)
                : new LedgerEntry(update(partition, withMerges).made(), connected, at, 0, false));
      }
      partitions.add(entries);
    }
    return partitions;
  }

  static String profile(int partition, int number) {
    return "use_" + partition + "_" + number;
  }

  private Samples.UpdateOf update(int partition, boolean withMerges) {
    String profile = profile(partition, random.nextInt(PROFILES_OF_A_PARTITION));
    String time = "2026-11-22T10:%02d:%02d.000Z".formatted(clock / 60 % 60, clock % 60);
    clock += random.nextInt(10);
    Samples.UpdateOf update =
        Samples.update()
            .messageId("m-" + clock)
            .profile(profile)
            .at(time)
            .withIds(
                id("email", random.nextBoolean() ? "a@x.com" : "A@x.com "),
                id("email", "own-" + profile, time),
                id("phone", "+49 30 " + random.nextInt(3)));
    update =
        random.nextBoolean()
            ? update.of(BIG_SPENDERS).value(random.nextInt(4) > 0)
            : update
                .of(LIFETIME_VALUE)
                .value(random.nextInt(4) > 0 ? "v" + random.nextInt(3) : null);
    return switch (random.nextInt(8)) {
      case 0 -> update.because(Samples.newIds(id("email", "new@x.com")));
      case 1 -> withMerges ? update.because(merge(partition, profile)) : update;
      case 2 -> update.because(new Trigger.Unknown());
      default -> update;
    };
  }

  private Trigger merge(int partition, String survivor) {
    String other = profile(partition, random.nextInt(PROFILES_OF_A_PARTITION));
    return Samples.mergeOf(
        new Trigger.Merged(survivor, false), new Trigger.Merged(other, random.nextInt(4) == 0));
  }
}

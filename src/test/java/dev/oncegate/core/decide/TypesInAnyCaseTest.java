package dev.oncegate.core.decide;

import static dev.oncegate.core.Samples.destination;
import static dev.oncegate.core.Samples.id;
import static dev.oncegate.core.Samples.newIds;
import static dev.oncegate.core.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.core.Gate;
import dev.oncegate.core.event.OutboundEvent;
import dev.oncegate.core.group.IdGroup;
import dev.oncegate.core.group.IdHash;
import dev.oncegate.core.update.ExternalId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Types of external ids are compared in lower case, and sent as they came. */
class TypesInAnyCaseTest {
  private static final String OLD = "2026-01-01T00:00:00Z";
  private static final String NEW = "2026-02-01T00:00:00Z";

  private final Gate gate = new Gate(destination("dst_1").dedupesOn("eMail"));

  @Test
  void anIdIsRelevantInAnyCaseOfItsType() {
    assertThat(gate.decide(update().withIds(id("EMAIL", "a@x.com"))))
        .isEqualTo("SEND entered [EMAIL:a@x.com]");
  }

  @Test
  void aNewIdIsRelevantInAnyCaseOfItsType() {
    assertThat(
            gate.decide(
                update().withIds(id("email", "a@x.com")).because(newIds(id("Email", "a@x.com")))))
        .isEqualTo("SEND new_relevant_id [email:a@x.com]");
  }

  @Test
  void aDestinationDedupesOnATypeOnceInWhateverCases() {
    assertThat(destination("dst_1").dedupesOn("Email", "email", "PHONE").made().dedupesOn())
        .containsExactlyInAnyOrder("email", "phone");
  }

  @Test
  void ofATypeInTwoCasesTheNewestAndTheOldestAreOfBoth() {
    assertThat(
            SelectionTest.chosen(
                Selection.LATEST,
                id("Email", "b", NEW),
                id("email", "a", OLD),
                id("Phone", "1", OLD)))
        .isEqualTo("[Email:b Phone:1]");
    assertThat(SelectionTest.chosen(Selection.OLDEST, id("Email", "b", NEW), id("email", "a", OLD)))
        .isEqualTo("[email:a]");
  }

  @Test
  void aTieBetweenCasesOfATypeGoesByTheId() {
    assertThat(SelectionTest.chosen(Selection.LATEST, id("Email", "b", OLD), id("email", "a", OLD)))
        .isEqualTo("[Email:b]");
    assertThat(SelectionTest.chosen(Selection.OLDEST, id("Email", "b", OLD), id("email", "a", OLD)))
        .isEqualTo("[email:a]");
  }

  @Test
  void idsThatDifferOnlyInTheCaseOfTheirTypeAreOneInTheSpellingOfTheNewer() {
    assertThat(ids(id("email", "a", OLD), id("Email", "a", NEW))).isEqualTo("[Email:a]");
    assertThat(ids(id("Email", "a", OLD), id("email", "a", NEW))).isEqualTo("[email:a]");
    assertThat(ids(id("Email", "a"), id("email", "a", OLD))).isEqualTo("[email:a]");
    assertThat(ids(id("email", "a"), id("EMAIL", "a"), id("Email", "a"))).isEqualTo("[email:a]");
    assertThat(ids(id("email", "A"), id("Email", "a"))).isEqualTo("[Email:a email:A]");
  }

  @Test
  void idsAreSentAndHashedAsTheyCameInTheOrderOfWhatIsSent() {
    Gate all = new Gate(destination("dst_1"));
    IdGroup group =
        all.process(update().withIds(id("email", "a"), id("Phone", "1"))).groups().getFirst();
    assertThat(Gate.said(group.ids())).isEqualTo("[Phone:1 email:a]");
    assertThat(group.hash()).isEqualTo(IdHash.ofIds(List.of(id("Phone", "1"), id("email", "a"))));
  }

  @Test
  void anEventHasItsUserAndAnonymousIdInAnyCaseOfTheirTypes() {
    Gate all = new Gate(destination("dst_1"));
    OutboundEvent event =
        all.events(update().withIds(id("User_Id", "u", NEW), id("user_id", "v", OLD))).getFirst();
    assertThat(event.userId()).isEqualTo("u");
    event = all.events(update().withIds(id("ANONYMOUS_ID", "n"))).getFirst();
    assertThat(event.anonymousId()).isEqualTo("n");
  }

  @Test
  void anAddressIsOneInAnyCaseOfItsType() {
    Gate addresses = new Gate(destination("dst_1").dedupesOn("email").oncePerAddress());
    addresses.decide(update().withIds(id("Email", "A@x.com")));
    assertThat(addresses.decide(update().profile("use_2").withIds(id("EMAIL", "a@x.com"))))
        .isEqualTo("DROP already_sent");
  }

  private static String ids(ExternalId... ids) {
    return Gate.said(ExternalId.distinct(List.of(ids)));
  }
}

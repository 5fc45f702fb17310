package dev.oncegate.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class OutgoingTest {
  private static final byte[] NOTHING = {};

  @Test
  void messagesShareTheHeadersTheyHave() {
    RecordHeaders shared = Outgoing.shared(new RecordHeader("a", NOTHING));
    var one = new Outgoing("topic", NOTHING, NOTHING, shared);
    var other = new Outgoing("topic", NOTHING, NOTHING, shared);
    assertThat(one.headers()).isSameAs(other.headers()).hasSize(1);
  }

  @Test
  void messagesShareThatTheyHaveNoHeaders() {
    var one = new Outgoing("topic", NOTHING, NOTHING);
    var other = new Outgoing("topic", NOTHING, NOTHING);
    assertThat(one.headers()).isSameAs(other.headers()).isEmpty();
  }

  @Test
  void nobodyAddsAHeaderToTheMessagesOfOthers() {
    var message = new Outgoing("topic", NOTHING, NOTHING);
    assertThatThrownBy(() -> message.headers().add("a", NOTHING))
        .isInstanceOf(IllegalStateException.class);
    assertThat(message.headers()).isEmpty();
  }
}

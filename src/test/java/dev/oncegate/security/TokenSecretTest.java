package dev.oncegate.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TokenSecretTest {

  @Test
  void aSecretIsAPrefixAnd32BytesInBase62() {
    byte[] ones = new byte[32];
    Arrays.fill(ones, (byte) 0xFF);
    assertThat(TokenSecret.of(new byte[32])).isEqualTo("og_" + "0".repeat(43));
    assertThat(TokenSecret.of(ones)).matches("og_[0-9A-Za-z]{43}").doesNotStartWith("og_0");
    assertThat(TokenSecret.random()).matches("og_[0-9A-Za-z]{43}");
    assertThat(TokenSecret.random()).isNotEqualTo(TokenSecret.random());
  }

  @Test
  void whatIsKeptIsItsSha256() {
    assertThat(TokenSecret.hash("abc"))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void whatHasAnotherFormIsNotLookedFor() {
    assertThat(TokenSecret.hasForm(TokenSecret.random())).isTrue();
    assertThat(TokenSecret.hasForm("og_")).isFalse();
    assertThat(TokenSecret.hasForm("xx_" + "0".repeat(43))).isFalse();
  }
}

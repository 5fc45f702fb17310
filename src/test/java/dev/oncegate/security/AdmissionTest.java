package dev.oncegate.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionTest {

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "localhost", "::1", "[::1]"})
  void onThisHostNoTokenIsNeededUnlessASettingSaysSo(String host) {
    assertThat(Admission.of(host, false, false)).isEqualTo(Admission.LOCAL);
    assertThat(Admission.of(host, false, true)).isEqualTo(Admission.WITH_TOKEN);
    assertThat(Admission.of(host, true, false)).isEqualTo(Admission.LOCAL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "::",
        "10.0.0.7",
        "db-1",
        "localhost.example.com",
        "127.0.0.1.evil",
        ""
      })
  void elsewhereATokenIsNeededUnlessASettingSaysOtherwise(String host) {
    assertThat(Admission.of(host, false, false)).isEqualTo(Admission.WITH_TOKEN);
    assertThat(Admission.of(host, true, false)).isEqualTo(Admission.OPEN);
  }

  @Test
  void openAndClosedAtOnceIsRefused() {
    assertThatThrownBy(() -> Admission.of("0.0.0.0", true, true)).hasMessageContaining("only one");
  }
}

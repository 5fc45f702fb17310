package dev.oncegate.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShippedRulebookLoadTest {

  @Test
  void whatShipsIsLoadedOnceWhoeverBegan() {
    ShippedRulebook.begin();

    LoadResult load = ShippedRulebook.load();

    assertThat(load).isInstanceOf(LoadResult.Accepted.class).isSameAs(ShippedRulebook.load());
    assertThat(load.hash()).isEqualTo(RulebookFiles.shipped().hash());
  }
}

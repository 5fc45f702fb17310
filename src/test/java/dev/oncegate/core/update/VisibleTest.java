package dev.oncegate.core.update;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTest {

  @ParameterizedTest
  @ValueSource(
      ints = {
        0x00, 0x09, 0x7F, 0xA0, 0xAD, 0x034F, 0x061C, 0x1680, 0x200B, 0x200D, 0x202E, 0x2060,
        0x2028, 0x3000, 0x3164, 0xE000, 0xFE0F, 0xFEFF, 0xE0020, 0xE0101
      })
  void whatNobodySeesIsWrittenByItsNumber(int point) {
    assertThat(CodePoints.visible("web" + Character.toString(point) + "hook"))
        .isEqualTo("webU+%04Xhook".formatted(point));
  }

  @Test
  void whatOneSeesStays() {
    String seen = "`größe` 東京 ѕ e\u0301 \uD83D\uDE00\nnext line";
    assertThat(CodePoints.visible(seen)).isEqualTo(seen);
  }
}

package com.example;

import dev.oncegate.replay.junit.RulebookTest;

class OurTablesTest {
  @RulebookTest(tables = "tables", cases = "cases")
  void theTablesDecideAsAgreed() {}
}

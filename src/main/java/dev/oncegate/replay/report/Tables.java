package dev.oncegate.replay.report;

/** Tables that scroll by themselves where a page is narrow. */
final class Tables {
  private Tables() {}

  /** Begins a table; a head that starts with {@code #} stands above numbers. */
  static void begin(Html html, String caption, String... heads) {
    html.open("div", "class", "scroll", "tabindex", "0", "role", "group", "aria-label", caption);
    html.open("table").element("caption", caption).line();
    html.open("thead").open("tr");
    for (String head : heads) {
      boolean number = head.startsWith("#");
      html.element(
          "th",
          number ? head.substring(1) : head,
          "scope",
          "col",
          "class",
          number ? "number" : "words");
    }
    html.close().closeLine().open("tbody").line();
  }

  static void number(Html html, long number) {
    html.element("td", Html.number(number), "class", number == 0 ? "number none" : "number");
  }

  static void end(Html html) {
    html.close().close().closeLine();
  }
}

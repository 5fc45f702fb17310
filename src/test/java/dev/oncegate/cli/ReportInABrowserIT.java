package dev.oncegate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import dev.oncegate.testkit.Chromium;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The report as people see it; the pictures are in {@code target/report-pictures}. */
class ReportInABrowserIT {
  private static final Path PICTURES = Path.of("target", "report-pictures");

  private static final String HOSTILE = "<img src=x onerror=injected=1><script>injected=1</script>";

  /** The colours' contrast of every text that stands on its own, below what WCAG AA asks. */
  private static final String TOO_PALE =
      """
      (() => {
        const parse = c => c.match(/[\\d.]+/g).map(Number);
        const light = c => { const [r, g, b] = parse(c).map(v => v / 255)
          .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
          return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
        const ground = e => { for (; e; e = e.parentElement) {
          const c = getComputedStyle(e).backgroundColor; if (parse(c)[3] !== 0) return c; }
          return 'rgb(255, 255, 255)'; };
        return [...document.querySelectorAll('body *:not(svg, svg *)')]
          .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
          .filter(e => { const [a, b] = [light(getComputedStyle(e).color), light(ground(e))];
            return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5; })
          .map(e => e.outerHTML.slice(0, 100));
      })()
      """;

  @TempDir private static Path directory;
  private static Path report = Path.of("");
  private static Chromium browser;

  @BeforeAll
  static void replayAndStart() throws IOException {
    browser = Chromium.start();
    Path config = RecordingOnDisk.integrations(directory);
    Path input = RecordingOnDisk.updates(directory, 3_000, 5);
    Files.writeString(
        input,
        Files.readString(input).replaceAll("\"use_([12]\\d*)\"", "\"use_$1" + HOSTILE + "\""));
    Path golden = directory.resolve("golden.jsonl");
    String[] replay = {"replay", "--config", config.toString(), "--input", input.toString()};
    CommandRun.of(with(replay, "--golden", golden.toString(), "--update-golden"));
    List<String> lines = Files.readAllLines(golden);
    lines.replaceAll(line -> line.replace("\"reason\":\"no_external_id\"", "\"reason\":\"none\""));
    Files.write(golden, lines);
    Path tables = TablesOnDisk.with(directory.resolve("tables"), "M18", "DROP");
    report = directory.resolve("report.html");
    CommandRun run =
        CommandRun.of(
            with(
                replay,
                "--tables",
                tables.toString(),
                "--baseline",
                TablesOnDisk.copy(directory.resolve("today")).toString(),
                "--golden",
                golden.toString(),
                "--report",
                report.toString()));
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(1);
  }

  private static String[] with(String[] call, String... more) {
    var all = new ArrayList<>(List.of(call));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"400, light", "400, dark", "1280, light", "1280, dark"})
  void itFitsTheWidthAndCanBeRead(int width, String colours) throws IOException {
    browser.width(width);
    browser.colours(colours);
    browser.open(report.toUri());
    browser.picture(PICTURES.resolve("report-" + width + "-" + colours + ".png"));
    assertThat(browser.ask("document.documentElement.scrollWidth")).isEqualTo((long) width);
    assertThat(browser.ask(TOO_PALE)).isEqualTo(List.of());
  }

  @Test
  void itAsksForNothingButItselfAndComplainsOfNothing() throws IOException {
    browser.requests();
    browser.complaints();
    browser.open(report.toUri());
    assertThat(browser.requests()).containsExactly(report.toUri().toString());
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void theTreeHasARuleForEachRowAndTheCountsOnItsEdges() {
    browser.open(report.toUri());
    assertThat(
            browser.ask("[...document.querySelectorAll('#tree .address')].map(e => e.innerHTML)"))
        .asInstanceOf(LIST)
        .hasSize(11)
        .contains("dedupe.drl.xlsx!Dedupe!20");
    // Each rule passes on what came to it, less what it answered.
    assertThat(
            browser.ask(
                """
                (() => {
                  const counts = [...document.querySelectorAll('#tree .count')]
                    .map(e => Number(e.textContent.replaceAll(',', '')));
                  let left = counts[0];
                  for (let i = 0; i < counts.length; i += 2) {
                    if (counts[i] !== left) return i;
                    left -= counts[i + 1];
                  }
                  return left;
                })()
                """))
        .isEqualTo(0L);
  }

  @Test
  void whatARecordingHoldsIsTextAndNeverRuns() {
    browser.open(report.toUri());
    assertThat(browser.ask("document.body.innerText")).asString().contains(HOSTILE);
    assertThat(browser.ask("document.querySelectorAll('script, img, [onerror]').length"))
        .isEqualTo(0L);
    assertThat(browser.ask("typeof window.injected")).isEqualTo("undefined");
  }
}

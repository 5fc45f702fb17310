package dev.oncegate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.codec.IntegrationsFile;
import dev.oncegate.codec.InvalidFileException;
import dev.oncegate.codec.InvalidJsonException;
import dev.oncegate.codec.Parsed;
import dev.oncegate.codec.StrictJson;
import dev.oncegate.codec.UpdateReader;
import dev.oncegate.rules.LoadResult;
import dev.oncegate.rules.RulebookFiles;
import dev.oncegate.rules.RulebookLoader;
import dev.oncegate.rules.RulebookStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages are for people: no reader lets through what a library says of its own insides. */
@NullUnmarked
class LibraryWordsTest {
  private static final Pattern LIBRARY_WORDS =
      Pattern.compile(
          "Exception|\\b(?:com|org|java|javax|sun|io)\\.\\w+\\.|REDACTED|Source:|[A-Z]+_[A-Z_]+[A-Z]{4}"
              + "|StreamRead|JsonParser|JsonNode|CTRL-CHAR|\\bcode point|`[A-Z]\\w+\\.\\w+\\(");

  private static final List<String> BAD_JSON =
      List.of(
          "",
          "{",
          "{\"a\":1,\"a\":2}",
          "{} {}",
          "[1,]",
          "{\"a\":01}",
          "{\"a\":NaN}",
          "{\"a\":+1}",
          "{\"a\":.5}",
          "{'a':1}",
          "{a:1}",
          "// x\n{}",
          "# x\n{}",
          "/* x */{}",
          "{\"a\":tru}",
          "{\"a\":\"x\ny\"}",
          "{\"a\":\"\\q\"}",
          "{\"a\":\"\\ud8\"}",
          "{\"a\" 1}",
          "\u0000",
          "<html/>",
          "[".repeat(1_100) + "]".repeat(1_100),
          "{\"a\":" + "9".repeat(1_100) + "}",
          "{\"" + "a".repeat(60_000) + "\":1}");

  @TempDir Path directory;

  private final List<String> sentences = new ArrayList<>();

  private static List<byte[]> badJson() {
    var all = new ArrayList<byte[]>();
    BAD_JSON.forEach(text -> all.add(text.getBytes(StandardCharsets.UTF_8)));
    all.add(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'});
    all.add(new byte[] {'"', (byte) 0xc3});
    all.add("{\"a\":1}".getBytes(StandardCharsets.UTF_16));
    all.add(new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf});
    return all;
  }

  private void assertOurWords() {
    assertThat(sentences)
        .isNotEmpty()
        .allSatisfy(
            sentence -> assertThat(sentence).isNotBlank().doesNotContainPattern(LIBRARY_WORDS));
  }

  @Test
  void readersOfJsonSpeakForThemselves() throws IOException {
    Path file = directory.resolve("integrations.json");
    for (byte[] json : badJson()) {
      try {
        sentences.add("" + StrictJson.parse(json));
      } catch (InvalidJsonException e) {
        sentences.add(e.getMessage());
      }
      for (Parsed parsed : List.of(UpdateReader.computed(json), UpdateReader.identified(json))) {
        sentences.add(((Parsed.Invalid) parsed).sentence());
      }
      Files.write(file, json);
      try {
        IntegrationsFile.read(file);
      } catch (InvalidFileException e) {
        sentences.add(e.getMessage());
      }
    }
    assertOurWords();
  }

  @Test
  void readersOfRulebooksSpeakForThemselves() throws IOException {
    byte[] workbook = RulebookFiles.shipped().tables().get("dedupe.drl.xlsx");
    var random = new Random(21);
    for (int i = 0; i < 200; i++) {
      byte[] damaged = workbook.clone();
      for (int n = 0; n < 8; n++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      refusals("dedupe.drl.xlsx", damaged);
    }
    for (String text :
        List.of("a,\"b\nc", "a,\"b\"c", "a;b;c", "a\tb", "\u0000", "\"", "RuleTable,\"", "x")) {
      refusals("more.drl.csv", text.getBytes(StandardCharsets.UTF_8));
      refusals("more.drl.csv", text.getBytes(StandardCharsets.UTF_16LE));
    }
    for (String yaml :
        List.of(
            "properties: [",
            "\tproperties: []",
            "properties: [}",
            "a: b: c",
            "properties: &a [*b]",
            "properties: 'x",
            "%YAML 9\n---\n",
            "!!java.lang.String x",
            "properties: !!js/x []",
            "\u0001",
            "? [",
            "--- a\n--- b",
            "[".repeat(3_000),
            "properties: []\nproperties: []\n")) {
      refusals("safety.yaml", yaml.getBytes(StandardCharsets.UTF_8));
    }
    refusals("safety.yaml", new byte[] {'a', ':', (byte) 0xff});
    assertOurWords();
  }

  @Test
  void readersOfDrlSpeakForThemselves() throws IOException {
    Path drl = Files.createDirectory(directory.resolve("drl"));
    for (String source :
        List.of(
            "rule x when",
            "package p\nrule \"x\" when $s : Facts( then end",
            "package p\nimport no.such.Thing\nrule \"x\" when Thing() then end",
            "package p\nimport dev.oncegate.rules.engine.Facts\ndialect \"mvel\"\n"
                + "rule \"x\" when $s : Facts(nothing == \"x\") then $s.reason(\"x\"); end",
            "package p\nimport dev.oncegate.rules.engine.Facts\ndialect \"mvel\"\n"
                + "rule \"x\" when $s : Facts(tier == \"any\") then $s.reason(\"x\"); end",
            "<html/>")) {
      Files.writeString(drl.resolve("x.drl"), source);
      add(RulebookLoader.load(RulebookFiles.ofDirectories(Path.of("decision-tables"), drl)));
    }
    assertThat(sentences).hasSizeGreaterThan(4);
    assertOurWords();
  }

  private void refusals(String name, byte[] bytes) {
    var files = new TreeMap<>(RulebookFiles.shipped().tables());
    files.put(name, bytes);
    add(RulebookLoader.load(RulebookFiles.of(files)));
  }

  private void add(LoadResult load) {
    RulebookStatus.troubles(load).forEach(trouble -> sentences.add(trouble.toString()));
  }
}

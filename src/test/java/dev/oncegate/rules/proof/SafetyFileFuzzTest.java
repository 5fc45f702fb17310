package dev.oncegate.rules.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oncegate.fuzz.ByteMutator;
import dev.oncegate.fuzz.FuzzRun;
import dev.oncegate.fuzz.Tokens;
import dev.oncegate.rules.sheet.TableProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whatever bytes are in the file, they are properties, or sentences say why not. */
class SafetyFileFuzzTest {
  private static final int LONGEST = 8_000;
  private static final long MOST_BYTES = 64 << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void everyFileIsPropertiesOrSentences() throws IOException {
    var files = new ByteMutator(samples(), Tokens.YAML, LONGEST);
    new FuzzRun("safety", 10_000, 1, MOST_BYTES).run(files::next, SafetyFileFuzzTest::check);
  }

  private static List<byte[]> samples() throws IOException {
    var samples = new ArrayList<byte[]>();
    String shipped = Files.readString(Path.of("decision-tables/safety.yaml"));
    samples.add(shipped.getBytes(StandardCharsets.UTF_8));
    // One property each, so that most inputs are short, and a change is more likely to matter.
    String[] properties = shipped.split("\n(?=  - name)", -1);
    for (int i = 1; i < properties.length; i++) {
      samples.add(("properties:\n" + properties[i]).getBytes(StandardCharsets.UTF_8));
    }
    samples.add("properties: []\n".getBytes(StandardCharsets.UTF_8));
    String manyWays =
        """
        properties:
          - name: "All kinds of words"
            always:
              situation: {destinationType: [a, 'b'], space: not_x, tier: !!str 1}
              verdict:
                selection: [ALL, LATEST]
                reason: >-
                  sent
                route: default
        """;
    samples.add(manyWays.getBytes(StandardCharsets.UTF_8));
    return samples;
  }

  private static void check(byte[] file) throws IOException {
    var problems = new ArrayList<TableProblem>();
    List<SafetyProperty> properties = SafetyFile.read(file, problems).properties();
    for (TableProblem problem : problems) {
      assertThat(problem.sentence()).isNotBlank();
    }
    if (!problems.isEmpty()) {
      return;
    }
    var again = new ArrayList<TableProblem>();
    assertThat(SafetyFile.read(written(properties), again).properties()).isEqualTo(properties);
    assertThat(again).isEmpty();
  }

  /** As JSON, which YAML has within it. */
  private static byte[] written(List<SafetyProperty> properties) throws IOException {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode list = root.putArray("properties");
    for (SafetyProperty property : properties) {
      ObjectNode claim =
          list.addObject()
              .put("name", property.sentence())
              .putObject(property.always() ? "always" : "never");
      words(claim.putObject("situation"), property.situation());
      words(claim.putObject("verdict"), property.verdict());
    }
    return JSON.writeValueAsBytes(root);
  }

  private static void words(ObjectNode node, Map<?, List<String>> conditions) {
    conditions.forEach(
        (key, words) -> {
          String name =
              key instanceof SafetyProperty.Aspect aspect ? aspect.word() : key.toString();
          ArrayNode list = node.putArray(name);
          words.forEach(list::add);
        });
  }
}

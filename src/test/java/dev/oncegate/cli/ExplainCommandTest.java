package dev.oncegate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {
  private static final String ENTERED = "{\"reason\":\"value_changed\"}";
  private static final String MERGE =
      "{\"reason\":\"profile_merge\",\"mergedProfiles\":["
          + "{\"profileId\":\"use_1\",\"wasMember\":false},{\"profileId\":\"use_2\",\"wasMember\":false}]}";

  @TempDir private Path directory;

  @Test
  void theStoryOfAProfileWithAMergeTellsEachRowTheNearestAndTheLedger() throws IOException {
    recording(
        update("m-1", "use_1", "spa_1", ENTERED),
        update("m-2", "use_9", "spa_1", ENTERED),
        update("m-3", "use_2", "spa_1", MERGE),
        update("m-4", "use_2", "spa_1", ENTERED));
    CommandRun run = explain("--profile", "use_2", "--destination", "dst_1");
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().replaceAll("rulebook [0-9a-f]+", "rulebook …"))
        .isEqualTo(
            """
            use_2 in aud_1 of space spa_1
            one with use_1

            rulebook …

            m-1  use_1  2026-11-22T10:00:00.000Z  (line 1)
              dst_1: SEND entered to email a@x.com, route default
                by dedupe.drl.xlsx!Dedupe!17: The profile entered, or its trait changed
                since destinationType=sendgrid space=spa_1 tier=business
                nearly dedupe.drl.xlsx!Dedupe!16, which says DROP already_sent
                  but alreadySent is no, not yes (dedupe.drl.xlsx!Dedupe!H16)

            m-3  use_2  2026-11-22T10:00:00.000Z  (line 3)
              dst_1: DROP already_sent
                by dedupe.drl.xlsx!Dedupe!16: The destination has this message for this profile already
                since trigger=profile_merge alreadySent=yes destinationType=sendgrid space=spa_1 tier=business
                nearly dedupe.drl.xlsx!Dedupe!15, which says DROP no_relevant_id
                  but relevantId is yes, not no (dedupe.drl.xlsx!Dedupe!G15)
                the ledger said: sent, computed at 2026-11-22T10:00:00.000Z; written by m-1 of use_1

            m-4  use_2  2026-11-22T10:00:00.000Z  (line 4)
              dst_1: DROP already_sent
                by dedupe.drl.xlsx!Dedupe!16: The destination has this message for this profile already
                since alreadySent=yes destinationType=sendgrid space=spa_1 tier=business
                nearly dedupe.drl.xlsx!Dedupe!15, which says DROP no_relevant_id
                  but relevantId is yes, not no (dedupe.drl.xlsx!Dedupe!G15)
                the ledger said: sent, computed at 2026-11-22T10:00:00.000Z; written by m-1 of use_1

            the ledger in the end
              dst_1: sent, computed at 2026-11-22T10:00:00.000Z; written by m-1 of use_1
            """);
  }

  @Test
  void asJsonItIsWhatTheServiceAnswers() throws IOException {
    recording(update("m-1", "use_1", "spa_1", ENTERED));
    CommandRun run = explain("--profile", "use_1", "--json");
    assertThat(run.out())
        .contains("\"profileId\" : \"use_1\"", "\"nearMiss\"", "\"ledger\"", "\"cell\"");
  }

  @Test
  void aProfileThatIsNotInTheRecordingIsNoStory() throws IOException {
    recording(update("m-1", "use_1", "spa_1", ENTERED));
    CommandRun run = explain("--profile", "use_7");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("no update of use_7").doesNotContain("Exception");
  }

  @Test
  void aComputationInTwoSpacesNeedsTheSpaceToBeSaid() throws IOException {
    recording(update("m-1", "use_1", "spa_1", ENTERED), update("m-2", "use_1", "spa_2", ENTERED));
    assertThat(explain("--profile", "use_1").err()).contains("say one of spa_1, spa_2");
    assertThat(explain("--profile", "use_1", "--space", "spa_2").out())
        .contains("use_1 in aud_1 of space spa_2");
  }

  @Test
  void whereNoServiceAnswersItSaysSo() {
    CommandRun run =
        CommandRun.of(
            "explain", "--profile", "p", "--computation", "c", "--url", "http://127.0.0.1:1");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("no service answers at http://127.0.0.1:1");
  }

  @Test
  void theTokenOfAFileIsSentToTheService() throws IOException {
    var authorization = new AtomicReference<String>();
    HttpServer service =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext(
        "/",
        exchange -> {
          authorization.set(exchange.getRequestHeaders().getFirst("Authorization"));
          exchange.sendResponseHeaders(403, -1);
          exchange.close();
        });
    service.start();
    try {
      Path file = Files.writeString(directory.resolve("token"), "og_secret\n");
      CommandRun run = asked(service, file);
      assertThat(authorization).hasValue("Bearer og_secret");
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err()).contains("says: status 403").doesNotContain("og_secret");

      Files.writeString(file, "two words");
      assertThat(asked(service, file).err()).contains("token holds no access token");
    } finally {
      service.stop(0);
    }
  }

  private static CommandRun asked(HttpServer service, Path tokenFile) {
    return CommandRun.of(
        "explain",
        "--profile",
        "p",
        "--computation",
        "c",
        "--url",
        "http://127.0.0.1:" + service.getAddress().getPort(),
        "--token-file",
        tokenFile.toString());
  }

  private CommandRun explain(String... more) throws IOException {
    var call =
        new ArrayList<>(
            List.of(
                "explain",
                "--computation",
                "aud_1",
                "--input",
                directory.resolve("updates.jsonl").toString(),
                "--config",
                RecordingOnDisk.integrations(directory).toString()));
    call.addAll(Arrays.asList(more));
    return CommandRun.of(call.toArray(String[]::new));
  }

  private void recording(String... updates) throws IOException {
    Files.writeString(directory.resolve("updates.jsonl"), String.join("\n", updates), UTF_8);
  }

  private static String update(String message, String profile, String space, String trigger) {
    return """
    {"messageId":"%s","spaceId":"%s","profileId":"%s",\
    "computation":{"id":"aud_1","key":"k","name":"n","type":"audience"},"value":true,\
    "trigger":%s,"computedAt":"2026-11-22T10:00:00Z",\
    "externalIds":[{"type":"email","id":"a@x.com"}]}"""
        .formatted(message, space, profile, trigger);
  }
}

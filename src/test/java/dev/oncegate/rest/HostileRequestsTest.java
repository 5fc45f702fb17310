package dev.oncegate.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.testkit.DatabaseForQuarkus;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no client sends that means well, byte for byte. */
@QuarkusTest
@QuarkusTestResource(DatabaseForQuarkus.class)
@NullUnmarked
class HostileRequestsTest {
  private static final String MULTIPART = "multipart/form-data; boundary=x";

  @TestHTTPResource private URL url;

  @Test
  void aBodyThatSaysItIsTooLongIsRefusedBeforeItComes() throws IOException {
    assertThat(answer("POST", "/api/spaces", "application/json", "", 3_000_000))
        .startsWith("HTTP/1.1 413")
        .contains("a body has at most 2097152 bytes here");
    assertThat(answer("POST", "/api/rulebooks", MULTIPART, "", 70_000_000))
        .startsWith("HTTP/1.1 413");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/spaces", "/api/connections/a", "/api/nowhere", "/q/health"})
  void aBodyWithoutAnEndIsCutOff(String path) throws IOException {
    assertThat(endless("POST", path, "application/json", " ")).isLessThan(700_000_000);
  }

  @Test
  void anUploadWithoutAnEndIsCutOff() throws IOException {
    String part = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n";
    assertThat(endless("POST", "/api/rulebooks", MULTIPART, part + "a".repeat(1_000)))
        .isLessThan(700_000_000);
    assertThat(
            endless(
                "POST",
                "/api/rulebooks",
                MULTIPART,
                "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n"))
        .isLessThan(700_000_000);
  }

  @Test
  void aBodyThatDripsEnds() throws Exception {
    long start = System.nanoTime();
    try (Socket socket = connected()) {
      OutputStream out = socket.getOutputStream();
      out.write(head("POST", "/api/spaces", "application/json", 1_000));
      socket.setSoTimeout(100);
      boolean isOpen = true;
      while (isOpen && System.nanoTime() - start < Duration.ofSeconds(60).toNanos()) {
        try {
          out.write(' ');
          isOpen = socket.getInputStream().read() >= 0;
        } catch (SocketTimeoutException _) {
          // Goes on dripping.
        } catch (SocketException _) {
          isOpen = false;
        }
      }
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isLessThan(DatabaseForQuarkus.BODY_WITHIN.plusSeconds(15));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[", "{\"a\":", "\"",
      })
  void depthIsRefusedWithASentence(String opening) throws IOException {
    String body = opening.repeat(400_000 / opening.length());
    assertThat(answer("POST", "/api/spaces", "application/json", body))
        .startsWith("HTTP/1.1 400")
        .contains("the body is not JSON");
  }

  @Test
  void aNameOfAFieldIsNotEchoedAsItIs() throws IOException {
    String body = "{\"id\":\"s\",\"" + "x".repeat(900) + "\\u001b\\r\\n\":1}";
    assertThat(answer("POST", "/api/spaces", "application/json", body))
        .startsWith("HTTP/1.1 400")
        .doesNotContain("x".repeat(300));
    assertThat(
            answer("POST", "/api/spaces", "application/json", "{\"" + "x".repeat(5_000) + "\":1}"))
        .startsWith("HTTP/1.1 400")
        .contains("a number or a name is too long");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/spaces/%00",
        "/api/spaces/%0d%0aX-Injected:%20yes",
        "/api/spaces/%zz",
        "/api/spaces/%ff%fe",
        "/api/spaces/..%2f..%2fetc%2fpasswd",
        "/api/../../../etc/passwd",
        "/api/rulebooks/x/files/..%2f..%2fetc%2fpasswd",
        "/api/parked/99999999999999999999:1",
        "/api/parked/0:99999999999999999999",
        "/api/explain?profile=%0d%0a&computation=%00",
        "/api/explain?profile=a&computation=b&since=%0aX",
        "/api/nowhere/%0d%0aX-Injected:%20yes",
        "/%0d%0aX-Injected:%20yes",
      })
  void noPathMakesAHeaderOrAStackTrace(String path) throws IOException {
    assertThat(answer("GET", path, "text/plain", "")).satisfies(HostileRequestsTest::isCalm);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--x",
        "--x--\r\n",
        "--x\r\n\r\n",
        "--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--\r\n",
        "--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\na\r\n--x--\r\n",
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../../a.drl.csv\"\r\n\r\na\r\n--x--\r\n",
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\u0000.drl.csv\"\r\n\r\na\r\n--x--\r\n",
        "--x\r\nContent-Disposition: form-data; name=\"author\"\r\nContent-Type: text/plain; charset=nope\r\n\r\na\r\n--x--\r\n",
        "--x\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: form-data; name=\"author\"\r\n\r\n!!!!\r\n--x--\r\n",
        "--x\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Disposition: form-data; name=\"author\"\r\n\r\n=zz\r\n--x--\r\n",
      })
  void noUploadMakesAStackTrace(String body) throws IOException {
    assertThat(answer("POST", "/api/rulebooks", MULTIPART, body))
        .satisfies(HostileRequestsTest::isCalm)
        .doesNotStartWith("HTTP/1.1 2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=\"",
        "application/json; charset=nope",
        "application/",
        "/",
        ";",
        "*/*",
      })
  void noContentTypeMakesAStackTrace(String type) throws IOException {
    assertThat(answer("POST", "/api/rulebooks", type, "--x--"))
        .satisfies(HostileRequestsTest::isCalm);
    assertThat(answer("POST", "/api/spaces", type, "{}")).satisfies(HostileRequestsTest::isCalm);
  }

  @Test
  void whatIsLoggedIsOnOneLine() {
    var record = new ExtLogRecord(Level.INFO, "a\r\nforged", getClass().getName());
    filter(LogManager.getLogManager().getLogger("").getHandlers(), record);
    assertThat(record.getMessage()).isEqualTo("aU+000DU+000Aforged");
  }

  /** As handlers do it, some of which have handlers of their own. */
  private static void filter(Handler[] handlers, ExtLogRecord record) {
    for (Handler handler : handlers) {
      if (handler.getFilter() != null) {
        assertThat(handler.getFilter().isLoggable(record)).isTrue();
      }
      if (handler instanceof ExtHandler outer) {
        filter(outer.getHandlers(), record);
      }
    }
  }

  private static void isCalm(String answer) {
    assertThat(answer)
        .startsWith("HTTP/1.1 ")
        .doesNotStartWith("HTTP/1.1 500")
        .doesNotContain("\tat ", "Exception", "dev.oncegate", "\nX-Injected", "root:x:");
  }

  private Socket connected() throws IOException {
    var socket = new Socket(url.getHost(), url.getPort());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static byte[] head(String method, String path, String type, long length) {
    String framing = length < 0 ? "Transfer-Encoding: chunked" : "Content-Length: " + length;
    return (method
            + " "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
            + type
            + "\r\nConnection: close\r\n"
            + framing
            + "\r\n\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private String answer(String method, String path, String type, String body) throws IOException {
    return answer(method, path, type, body, body.getBytes(StandardCharsets.UTF_8).length);
  }

  private String answer(String method, String path, String type, String body, long length)
      throws IOException {
    try (Socket socket = connected()) {
      OutputStream out = socket.getOutputStream();
      out.write(head(method, path, type, length));
      out.write(body.getBytes(StandardCharsets.UTF_8));
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** How much of a body without an end is taken before the connection is closed. */
  private long endless(String method, String path, String type, String text) throws IOException {
    byte[] bytes = text.repeat(1 + 16_000 / text.length()).getBytes(StandardCharsets.UTF_8);
    byte[] chunk =
        (Integer.toHexString(bytes.length)
                + "\r\n"
                + new String(bytes, StandardCharsets.UTF_8)
                + "\r\n")
            .getBytes(StandardCharsets.UTF_8);
    long sent = 0;
    try (Socket socket = connected()) {
      OutputStream out = socket.getOutputStream();
      out.write(head(method, path, type, -1));
      while (sent < 1_000_000_000) {
        out.write(chunk);
        sent += chunk.length;
      }
    } catch (SocketException _) {
      // Cut off.
    }
    return sent;
  }
}

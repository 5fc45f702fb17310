package dev.oncegate.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The real program in a process of its own, as {@code serve} starts it: the packaged service, on a
 * free port of 127.0.0.1, against the broker and the database of a test. Where the system property
 * {@value #NATIVE} names a native executable, that is the program.
 */
public final class ServiceProcess implements AutoCloseable {
  /** Names the native executable that is to be tested instead of the program on the JVM. */
  public static final String NATIVE = "oncegate.native";

  /** What a training run left beside the program; not used while another one makes it anew. */
  public static final String CACHE = "app.aot";

  /** How {@code ./oncegate} runs the program on the JVM. */
  public static final List<String> JVM =
      List.of(
          "--sun-misc-unsafe-memory-access=allow",
          "-XX:+UseParallelGC",
          "-XX:+UseCompactObjectHeaders");

  private static final Duration STOPS_WITHIN = Duration.ofSeconds(10);

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final int port;
  private final Path log;

  private ServiceProcess(Process process, int port, Path log) {
    this.process = process;
    this.port = port;
    this.log = log;
  }

  /**
   * Starts it, and does not wait for it.
   *
   * @param settings configuration by name, over what the servers give
   * @param log where its output goes
   * @param jvmOptions such as {@code -Xmx256m}
   */
  public static ServiceProcess start(
      EmbeddedBroker broker,
      EmbeddedDatabase database,
      Map<String, String> settings,
      Path log,
      String... jvmOptions) {
    String executable = System.getProperty(NATIVE);
    if (executable != null) {
      var all = new LinkedHashMap<>(connections(broker, database));
      all.putAll(settings);
      return start(List.of(executable), List.of(), all, log, jvmOptions);
    }
    Path root = Path.of(System.getProperty("oncegate.root", "."));
    return start(root.resolve("target/quarkus-app"), broker, database, settings, log, jvmOptions);
  }

  /**
   * Starts a program on the JVM other than the one that was just built.
   *
   * @param program the directory that holds its {@code quarkus-run.jar}
   */
  public static ServiceProcess start(
      Path program,
      EmbeddedBroker broker,
      EmbeddedDatabase database,
      Map<String, String> settings,
      Path log,
      String... jvmOptions) {
    var all = new LinkedHashMap<>(connections(broker, database));
    all.putAll(settings);
    return start(program, all, log, jvmOptions);
  }

  /**
   * Starts a program on the JVM with servers that the settings name.
   *
   * @param program the directory that holds its {@code quarkus-run.jar}
   */
  public static ServiceProcess start(
      Path program, Map<String, String> settings, Path log, String... jvmOptions) {
    var java = new ArrayList<String>();
    java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    java.addAll(JVM);
    Path cache = program.resolve(CACHE);
    if (Files.exists(cache)) {
      java.add("-XX:AOTCache=" + cache);
    }
    return start(
        java,
        List.of("-jar", program.resolve("quarkus-run.jar").toString()),
        settings,
        log,
        jvmOptions);
  }

  private static Map<String, String> connections(EmbeddedBroker broker, EmbeddedDatabase database) {
    return Map.of(
        "kafka.bootstrap.servers",
        broker.bootstrapServers(),
        "quarkus.datasource.jdbc.url",
        database.jdbcUrl(),
        "quarkus.datasource.username",
        EmbeddedDatabase.USER,
        "quarkus.datasource.password",
        EmbeddedDatabase.PASSWORD);
  }

  /** A native executable takes the options of a JVM too, right behind its name. */
  private static ServiceProcess start(
      List<String> beforeOptions,
      List<String> behindOptions,
      Map<String, String> settings,
      Path log,
      String... options) {
    int port = freePort();
    var all = new LinkedHashMap<String, String>();
    all.put("quarkus.http.host", "127.0.0.1");
    all.put("quarkus.http.port", Integer.toString(port));
    all.putAll(settings);
    var command = new ArrayList<>(beforeOptions);
    command.addAll(List.of(options));
    all.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(behindOptions);
    command.add("serve");
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      return new ServiceProcess(process, port, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /**
   * How many bytes of memory it has by now, or had at most: a line of Linux' {@code status} of it.
   *
   * @param what {@code VmRSS} or {@code VmHWM}
   */
  public long memory(String what) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid()), "status"))) {
      if (line.startsWith(what + ":")) {
        return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("Linux says nothing of " + what);
  }

  /** Of 127.0.0.1, where it answers. */
  public int port() {
    return port;
  }

  /** Waits until it says that it is ready; fails if it ends before, or takes longer. */
  public void awaitReady(Duration limit) {
    Await.until(
        "the service is ready (its log: " + log + ")",
        limit,
        () -> {
          if (!process.isAlive()) {
            throw new IllegalStateException(
                "the service ended with exit code " + process.exitValue() + ":\n" + lastLines());
          }
          try {
            return get("/q/health/ready").statusCode() == 200;
          } catch (IOException e) {
            return false;
          }
        });
  }

  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri(path)).GET());
  }

  /** Posts, and fails unless the answer is a success; answers with its body. */
  public String post(String path, String contentType, String body)
      throws IOException, InterruptedException {
    return succeed("POST", path, contentType, body);
  }

  /** Puts JSON, and fails unless the answer is a success. */
  public void put(String path, String json) throws IOException, InterruptedException {
    String _ = succeed("PUT", path, "application/json", json);
  }

  private String succeed(String method, String path, String contentType, String body)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(uri(path))
                .header("Content-Type", contentType)
                .method(method, BodyPublishers.ofString(body)));
    if (answer.statusCode() / 100 != 2) {
      throw new IllegalStateException(
          method + " " + path + ": " + answer.statusCode() + " " + answer.body() + "\nfor " + body);
    }
    return answer.body();
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
  }

  /** SIGKILL: it ends where it stands. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** Sends it a signal by name, such as {@code STOP} or {@code CONT}. */
  public void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
  }

  /** SIGTERM, and SIGKILL if it does not heed it. */
  @Override
  public void close() {
    stop(STOPS_WITHIN);
  }

  /** SIGTERM, and SIGKILL if it does not end in time. */
  public void stop(Duration limit) {
    process.destroy();
    try {
      if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void awaitEnd() {
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String lastLines() {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    } catch (IOException e) {
      return "its log cannot be read: " + e.getMessage();
    }
  }

  /** A port of 127.0.0.1 that nobody listens on. */
  public static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.oncegate.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The machine's own Chromium, without a window and without a network. */
public final class Chromium implements AutoCloseable {
  private static final String INSTALL =
      "needs Chromium and its driver; install them (Debian: apt install chromium chromium-driver)";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ChromeDriver driver;

  private Chromium(ChromeDriver driver) {
    this.driver = driver;
  }

  /**
   * Starts one. Skips the test that asks for it where none is installed, which CI ({@code CI=true})
   * does not excuse.
   */
  public static Chromium start() {
    File browser = onPath("chromium", "chromium-browser", "google-chrome");
    File itsDriver = onPath("chromedriver");
    if (browser == null || itsDriver == null) {
      if ("true".equals(System.getenv("CI"))) {
        throw new AssertionError("a browser test " + INSTALL);
      }
      System.err.println("A browser test is skipped: it " + INSTALL + ".");
      Assumptions.abort("it " + INSTALL);
    }
    var logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    var options = new ChromeOptions();
    options.setBinary(browser);
    options.setCapability("goog:loggingPrefs", logs);
    options.addArguments(
        "--headless=new",
        "--no-sandbox", // It cannot have one where the tests run as root.
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        // Nobody listens there: whatever asks for the network gets none.
        "--proxy-server=127.0.0.1:9",
        "--proxy-bypass-list=<-loopback>");
    var service = new ChromeDriverService.Builder().usingDriverExecutable(itsDriver).build();
    return new Chromium(new ChromeDriver(service, options));
  }

  private static @Nullable File onPath(String... names) {
    for (String name : names) {
      for (String directory : System.getenv("PATH").split(File.pathSeparator, -1)) {
        File file = new File(directory, name);
        if (file.canExecute() && file.isFile()) {
          return file;
        }
      }
    }
    return null;
  }

  /** How wide a page is shown from here on, in CSS pixels. */
  public void width(int pixels) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", pixels, "height", 900, "deviceScaleFactor", 1, "mobile", pixels < 700));
  }

  /** What the reader's system prefers: {@code light} or {@code dark}. */
  public void colours(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  public void open(URI page) {
    driver.get(page.toString());
  }

  /** What an expression of JavaScript says of the page. */
  public @Nullable Object ask(String expression) {
    return driver.executeScript("return " + expression);
  }

  /** Errors and warnings on the browser's console. */
  public List<String> complaints() {
    var complaints = new ArrayList<String>();
    for (LogEntry entry : driver.manage().logs().get(LogType.BROWSER)) {
      complaints.add(entry.getLevel() + " " + entry.getMessage());
    }
    return complaints;
  }

  /** Every address that was asked for since the last call. */
  public List<String> requests() throws IOException {
    var addresses = new ArrayList<String>();
    for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
      JsonNode message = JSON.readTree(entry.getMessage()).path("message");
      if (message.path("method").asText().equals("Network.requestWillBeSent")) {
        addresses.add(message.at("/params/request/url").asText());
      }
    }
    return addresses;
  }

  /** Writes a picture of the whole page, however long it is. */
  public void picture(Path file) throws IOException {
    var answer =
        driver.executeCdpCommand(
            "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, Base64.getDecoder().decode(String.valueOf(answer.get("data"))));
  }

  @Override
  public void close() {
    driver.quit();
  }
}

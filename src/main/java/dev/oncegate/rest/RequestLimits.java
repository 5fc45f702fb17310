package dev.oncegate.rest;

import dev.oncegate.rules.sheet.TableLimits;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Bounds how long a request's body may be, and how long it may take, whoever reads it or does not.
 * Bulk loads may be of any length; {@link NdjsonLines} bounds how slow they are.
 */
class RequestLimits {
  private static final Logger LOG = Logger.getLogger(RequestLimits.class);

  // Before authentication, so that it holds for those too who are refused.
  private static final int ORDER = -300;

  private static final Set<String> BULK_LOADS = Set.of("/api/external-ids", "/api/profile-merges");

  // Beside the files there are their names, the author and the note.
  private static final long RULEBOOK_BYTES = TableLimits.RULEBOOK_BYTES + (1L << 20);
  // More than is read, since a refusal of what was read says more.
  private static final long OTHER_BYTES = 2L * JsonBodyReader.MAX_BYTES;

  /** A rulebook may be that many times as slow as any other body. */
  private static final int SLOWNESS_OF_RULEBOOKS = 10;

  private static final Duration WATCHED_EVERY = Duration.ofMillis(200);

  /** How long a client has to read an answer that came before the end of its body. */
  private static final Duration LINGER = Duration.ofSeconds(5);

  /** What a body may be. */
  private record BodyLimit(long bytes, Duration within) {}

  private final RoutedProblems problems;
  private final BodyLimit rulebook;
  private final BodyLimit other;

  RequestLimits(RoutedProblems problems, HttpSettings settings) {
    Duration within = settings.bodyWithin();
    this.problems = problems;
    this.rulebook = new BodyLimit(RULEBOOK_BYTES, within.multipliedBy(SLOWNESS_OF_RULEBOOKS));
    this.other = new BodyLimit(OTHER_BYTES, within);
  }

  void register(@Observes Router router) {
    router.route().order(ORDER).handler(this::bound);
  }

  private void bound(RoutingContext routing) {
    HttpServerRequest request = routing.request();
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    boolean hasBody = length != null || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
    if (hasBody) {
      routing.addEndHandler(_ -> endSoon(routing));
    }
    if (request.uri().contains("%00")) {
      // Which no text in the database can have.
      refuse(routing, Response.Status.BAD_REQUEST, "an address has no zero byte");
      return;
    }
    if (hasBody && !BULK_LOADS.contains(routing.normalizedPath())) {
      BodyLimit limit = routing.normalizedPath().equals(RulebooksResource.PATH) ? rulebook : other;
      if (length != null && isMore(length, limit.bytes())) {
        refuse(
            routing,
            Response.Status.REQUEST_ENTITY_TOO_LARGE,
            "a body has at most " + limit.bytes() + " bytes here");
        return;
      }
      watch(routing, limit);
    }
    routing.next();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // Whom it does not reach is gone.
  private void refuse(RoutingContext routing, Response.Status status, String detail) {
    routing.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    problems.answer(routing.response(), Problem.of(status, detail));
  }

  /** Whoever reads the body may wait for it meanwhile, so that nobody else can answer. */
  private static void watch(RoutingContext routing, BodyLimit limit) {
    HttpServerRequest request = routing.request();
    long start = System.nanoTime();
    routing
        .vertx()
        .setPeriodic(
            WATCHED_EVERY.toMillis(),
            timer -> {
              if (request.isEnded() || routing.response().closed()) {
                routing.vertx().cancelTimer(timer);
              } else if (request.bytesRead() > limit.bytes()) {
                cutOff(routing, timer, "is longer than " + limit.bytes() + " bytes");
              } else if (System.nanoTime() - start > limit.within().toNanos()) {
                cutOff(routing, timer, "takes more than " + limit.within().toSeconds() + " s");
              }
            });
  }

  private static void cutOff(RoutingContext routing, long timer, String why) {
    routing.vertx().cancelTimer(timer);
    LOG.warnf("a body is cut off at %s: it %s", routing.normalizedPath(), why);
    close(routing);
  }

  /**
   * Lets a client that has its answer come to the end of its body, if that is near: many read an
   * answer only then.
   */
  private static void endSoon(RoutingContext routing) {
    HttpServerRequest request = routing.request();
    if (request.isEnded() || routing.response().closed()) {
      return;
    }
    routing.vertx().setTimer(LINGER.toMillis(), _ -> closeUnlessEnded(routing));
    long most = request.bytesRead() + OTHER_BYTES;
    request.handler(
        _ -> {
          if (request.bytesRead() > most) {
            close(routing);
          }
        });
    request.resume();
  }

  private static void closeUnlessEnded(RoutingContext routing) {
    if (!routing.request().isEnded()) {
      close(routing);
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // It is closed, now or before.
  private static void close(RoutingContext routing) {
    routing.request().connection().close();
  }

  private static boolean isMore(String length, long limit) {
    try {
      return Long.parseLong(length) > limit;
    } catch (NumberFormatException _) {
      // The server has refused what is no number.
      return true;
    }
  }
}

package dev.oncegate.bench;

import java.util.List;
import java.util.stream.Collectors;

/** What is configured: a space, its computations, and the destinations that all of them go to. */
final class World {
  static final String SPACE = "spa_bench";

  /** What people are told of. */
  record Computation(String id, String key, String name, String type) {
    boolean isTrait() {
      return type.endsWith("_trait");
    }
  }

  /** A destination with all its ids in one event. */
  record Destination(String id, String type, List<String> dedupesOn, String call) {}

  static final List<Computation> COMPUTATIONS =
      List.of(
          new Computation("aud_1", "big_spenders", "Big spenders", "audience"),
          new Computation("aud_2", "newsletter", "Reads the newsletter", "audience"),
          new Computation("jou_1", "welcome", "Welcome", "journey"),
          new Computation("trt_1", "orders", "Number of orders", "computed_trait"),
          new Computation("trt_2", "score", "Score", "sql_trait"));

  static final List<Destination> DESTINATIONS =
      List.of(
          new Destination("dst_braze", "braze", List.of("phone"), "identify"),
          new Destination("dst_sendgrid", "sendgrid", List.of("email"), "track"),
          new Destination("dst_warehouse", "warehouse", List.of(), "track"),
          new Destination("dst_webhook", "webhook", List.of(), "track"));

  private World() {}

  /** The {@code integrations.json} that peers read. */
  static String json() {
    String destinations =
        DESTINATIONS.stream()
            .map(
                it ->
                    """
                    {"id": "%s", "spaceId": "%s", "type": "%s", "name": "%s", "dedupesOn": [%s], \
                    "call": "%s"}\
                    """
                        .formatted(
                            it.id(),
                            SPACE,
                            it.type(),
                            it.id(),
                            listed(it.dedupesOn(), "\""),
                            it.call()))
            .collect(Collectors.joining(",\n    "));
    String connections =
        COMPUTATIONS.stream()
            .map(
                it ->
                    "{\"computationId\": \"%s\", \"destinationIds\": [%s]}"
                        .formatted(it.id(), listed(destinationIds(), "\"")))
            .collect(Collectors.joining(",\n    "));
    return """
    {
      "spaces": [{"id": "%s", "tier": "business"}],
      "destinations": [
        %s],
      "connections": [
        %s]
    }
    """
        .formatted(SPACE, destinations, connections);
  }

  /** The same for the service's database. */
  static String sql() {
    var sql = new StringBuilder("insert into space values ('" + SPACE + "', 'business');\n");
    for (Destination it : DESTINATIONS) {
      sql.append(
          """
          insert into destination (id, space_id, type, name, dedupes_on, call)
            values ('%s', '%s', '%s', '%s', array[%s]::text[], '%s');
          """
              .formatted(
                  it.id(), SPACE, it.type(), it.id(), listed(it.dedupesOn(), "'"), it.call()));
    }
    for (Computation it : COMPUTATIONS) {
      sql.append("insert into connection values ('%s');\n".formatted(it.id()));
      for (String destination : destinationIds()) {
        sql.append(
            "insert into connection_destination values ('%s', '%s');\n"
                .formatted(it.id(), destination));
      }
    }
    return sql.toString();
  }

  /** Another space's destinations, each with a computation of its own. */
  static String sqlOfOthers(int destinations) {
    return """
    insert into space values ('spa_other', 'free');
    insert into destination (id, space_id, type, name, dedupes_on)
      select 'other_' || i, 'spa_other', 'webhook', 'other ' || i, array['email']
      from generate_series(1, %1$d) i;
    insert into connection select 'other_aud_' || i from generate_series(1, %1$d) i;
    insert into connection_destination
      select 'other_aud_' || i, 'other_' || i from generate_series(1, %1$d) i;
    """
        .formatted(destinations);
  }

  /** What was sent long ago, to others: rows as the service writes them. */
  static String sqlOfLedger(long rows) {
    return """
    insert into send_ledger (
      subject_key, topic_id, topic_offset, computed_at, topic_partition, left_since,
      computed_nanos, space_id, computation_id, destination_ids, profile_id, message_id, value)
    select
      md5('other' || i)::uuid, '00000000-0000-4000-8000-000000000001', i, now(), i %% 4, false,
      0, 'spa_other', 'other_aud_' || i %% 10, array['other_' || i %% 10], 'other_' || i, 'other-' || i,
      ''
    from generate_series(1, %d) i;
    """
        .formatted(rows);
  }

  private static List<String> destinationIds() {
    return DESTINATIONS.stream().map(Destination::id).toList();
  }

  private static String listed(List<String> words, String quote) {
    return words.stream().map(it -> quote + it + quote).collect(Collectors.joining(", "));
  }
}

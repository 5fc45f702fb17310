package dev.oncegate.integrations;

import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.Resend;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A row of the table {@code destination}; words are stored as messages write them. */
@Entity
@Table(name = "destination")
public class DestinationEntity extends PanacheEntityBase {
  @Id public String id = "";

  @Column(name = "space_id")
  public String spaceId = "";

  public String type = "";
  public String name = "";
  public boolean enabled = true;

  @Column(name = "dedupes_on")
  public List<String> dedupesOn = List.of();

  public String call = "";

  @Column(name = "ids_per_event")
  public String idsPerEvent = "";

  @Column(name = "dedupe_scope")
  public String dedupeScope = "";

  public String resend = "";

  /**
   * What the row says.
   *
   * @throws IllegalArgumentException if it holds a word that is none of its column's
   */
  Destination toDestination() {
    return new Destination(
        id,
        spaceId,
        type,
        name,
        enabled,
        Set.copyOf(dedupesOn),
        Destination.Call.valueOf(constant(call)),
        Destination.IdsPerEvent.valueOf(constant(idsPerEvent)),
        Destination.DedupeScope.valueOf(constant(dedupeScope)),
        Resend.parse(resend));
  }

  /** As the audit tells of them: by the names that JSON has. */
  Map<String, Object> fields() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("id", id);
    fields.put("spaceId", spaceId);
    fields.put("type", type);
    fields.put("name", name);
    fields.put("enabled", enabled);
    fields.put("dedupesOn", dedupesOn);
    fields.put("call", call);
    fields.put("idsPerEvent", idsPerEvent);
    fields.put("dedupeScope", dedupeScope);
    fields.put("resend", resend);
    return fields;
  }

  void set(Destination destination) {
    id = destination.id();
    spaceId = destination.spaceId();
    type = destination.type();
    name = destination.name();
    enabled = destination.enabled();
    // Sorted, so that the same set is the same row.
    dedupesOn = destination.dedupesOn().stream().sorted().toList();
    call = word(destination.call());
    idsPerEvent = word(destination.idsPerEvent());
    dedupeScope = word(destination.dedupeScope());
    resend = destination.resend().word();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String constant(String word) {
    return word.toUpperCase(Locale.ROOT);
  }
}

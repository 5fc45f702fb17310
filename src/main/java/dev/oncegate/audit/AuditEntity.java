package dev.oncegate.audit;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A row of the table {@code audit}, to be looked at. */
@Entity
@Immutable
@Table(name = "audit")
public class AuditEntity extends PanacheEntityBase {
  @Id public long id;

  public Instant at = Instant.EPOCH;
  public String actor = "";
  public String source = "";
  public String action = "";

  @Column(name = "object_kind")
  public String objectKind = "";

  @Column(name = "object_id")
  public String objectId = "";

  @Column(name = "space_id")
  public @Nullable String spaceId;

  public @Nullable String before;
  public @Nullable String after;
  public @Nullable String reason;

  @Column(name = "previous_hash")
  public String previousHash = "";

  public String hash = "";

  AuditEntry toEntry() {
    return new AuditEntry(
        id,
        at,
        actor,
        source,
        action,
        objectKind,
        objectId,
        spaceId,
        before,
        after,
        reason,
        previousHash,
        hash);
  }
}

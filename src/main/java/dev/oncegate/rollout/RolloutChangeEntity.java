package dev.oncegate.rollout;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Generated;
import org.jspecify.annotations.Nullable;

/** A row of the table {@code rollout_change}. */
@Entity
@Table(name = "rollout_change")
public class RolloutChangeEntity extends PanacheEntityBase {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  public @Nullable Long id;

  /** The database's time, since instances need not agree on theirs. */
  @Generated
  @Column(name = "changed_at", insertable = false, updatable = false)
  public @Nullable Instant changedAt;

  public String author = "";
  public String subject = "";

  @Column(name = "from_value")
  public @Nullable String from;

  @Column(name = "to_value")
  public @Nullable String to;

  public String reason = "";

  RolloutChange toChange() {
    if (changedAt == null) {
      throw new IllegalStateException("a change that was read has its time");
    }
    return new RolloutChange(changedAt, author, subject, from, to, reason);
  }
}

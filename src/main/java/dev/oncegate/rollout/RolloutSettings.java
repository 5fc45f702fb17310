package dev.oncegate.rollout;

import dev.oncegate.audit.AuditLog;
import dev.oncegate.audit.AuditedChange;
import io.quarkus.hibernate.orm.panache.Panache;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.exception.ConstraintViolationException.ConstraintKind;
import org.jspecify.annotations.Nullable;

/**
 * Flags and gates as they are in the database, to look at them and to change them. Each change is
 * an entry of the audit.
 */
@ApplicationScoped
public class RolloutSettings {
  private final AuditLog audit;

  RolloutSettings(AuditLog audit) {
    this.audit = audit;
  }

  /** The flags that are set. */
  @Transactional
  public Map<RolloutFlag, String> flags() {
    Map<RolloutFlag, String> flags = new EnumMap<>(RolloutFlag.class);
    for (RolloutFlag flag : RolloutFlag.values()) {
      FlagEntity found = FlagEntity.findById(flag.word());
      if (found != null) {
        flags.put(flag, found.value);
      }
    }
    return flags;
  }

  /** The gates that are set: the default, tiers, spaces. */
  @Transactional
  public List<FlowGate> gates() {
    return GateEntity.<GateEntity>listAll().stream()
        .map(GateEntity::toGate)
        .sorted(
            Comparator.comparing((FlowGate gate) -> gate.scope().kind())
                .thenComparing(gate -> gate.scope().name()))
        .toList();
  }

  /**
   * Sets a flag.
   *
   * @param value as the flag keeps it
   */
  public void set(RolloutFlag flag, String value) {
    changing(
        () -> {
          FlagEntity found = FlagEntity.findById(flag.word(), LockModeType.PESSIMISTIC_WRITE);
          String before = found == null ? null : found.value;
          if (found == null) {
            found = new FlagEntity();
            found.name = flag.word();
          }
          found.value = value;
          found.persist();
          tell(change(flag, before, value));
        });
  }

  /** Sets a gate. */
  public void set(FlowGate gate) {
    changing(
        () -> {
          GateEntity.GateKey key = GateEntity.GateKey.of(gate.scope());
          GateEntity found = GateEntity.findById(key, LockModeType.PESSIMISTIC_WRITE);
          String before = found == null ? null : found.value;
          if (found == null) {
            found = new GateEntity();
            found.key = key;
          }
          found.value = gate.value();
          found.persist();
          tell(change("save", gate.scope(), before, gate.value()));
        });
  }

  /** Removes a gate, so that the tier's or the default one counts; false if there is none. */
  @Transactional
  public boolean remove(GateScope scope) {
    GateEntity found =
        GateEntity.findById(GateEntity.GateKey.of(scope), LockModeType.PESSIMISTIC_WRITE);
    if (found == null) {
      return false;
    }
    begin();
    found.delete();
    tell(change("delete", scope, found.value, null));
    return true;
  }

  private static AuditedChange change(
      RolloutFlag flag, @Nullable String before, @Nullable String after) {
    return new AuditedChange("save", "flag", flag.word(), null, fields(before), fields(after));
  }

  private static AuditedChange change(
      String action, GateScope scope, @Nullable String before, @Nullable String after) {
    String space = scope.kind() == GateScope.GateKind.SPACE ? scope.name() : null;
    return new AuditedChange(
        action, "gate", scope.toString(), space, fields(before), fields(after));
  }

  private static @Nullable Map<String, ?> fields(@Nullable String value) {
    return value == null ? null : Map.of("value", value);
  }

  private static void begin() {
    Panache.getSession().doWork(AuditLog::begin);
  }

  private void tell(AuditedChange change) {
    Panache.getSession().doWork(connection -> audit.append(connection, change));
  }

  /** Who sets what another sets at the same time waits for him, and then changes what he set. */
  private static void changing(Runnable change) {
    Runnable audited =
        () -> {
          begin();
          change.run();
        };
    try {
      QuarkusTransaction.requiringNew().run(audited);
    } catch (ConstraintViolationException e) {
      if (e.getKind() != ConstraintKind.UNIQUE) {
        throw e;
      }
      QuarkusTransaction.requiringNew().run(audited);
    }
  }
}

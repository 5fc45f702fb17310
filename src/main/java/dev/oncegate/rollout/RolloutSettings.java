package dev.oncegate.rollout;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.panache.common.Sort;
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
 * kept with who made it and why; to set what is set already changes nothing, and is not kept.
 */
@ApplicationScoped
public class RolloutSettings {

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

  /** The latest changes, the newest first. */
  @Transactional
  public List<RolloutChange> changes(int most) {
    return RolloutChangeEntity.<RolloutChangeEntity>findAll(Sort.descending("id"))
        .page(0, most)
        .stream()
        .map(RolloutChangeEntity::toChange)
        .toList();
  }

  /**
   * Sets a flag.
   *
   * @param value as the flag keeps it
   */
  public void set(RolloutFlag flag, String value, ChangeReason why) {
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
          keep("flag " + flag.word(), before, value, why);
        });
  }

  /** Sets a gate. */
  public void set(FlowGate gate, ChangeReason why) {
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
          keep("gate " + gate.scope(), before, gate.value(), why);
        });
  }

  /** Removes a gate, so that the tier's or the default one counts; false if there is none. */
  @Transactional
  public boolean remove(GateScope scope, ChangeReason why) {
    GateEntity found =
        GateEntity.findById(GateEntity.GateKey.of(scope), LockModeType.PESSIMISTIC_WRITE);
    if (found == null) {
      return false;
    }
    found.delete();
    keep("gate " + scope, found.value, null, why);
    return true;
  }

  private static void keep(
      String subject, @Nullable String from, @Nullable String to, ChangeReason why) {
    if (to != null && to.equals(from)) {
      return;
    }
    var change = new RolloutChangeEntity();
    change.author = why.author();
    change.subject = subject;
    change.from = from;
    change.to = to;
    change.reason = why.reason();
    change.persist();
  }

  /** Who sets what another sets at the same time waits for him, and then changes what he set. */
  private static void changing(Runnable change) {
    try {
      QuarkusTransaction.requiringNew().run(change);
    } catch (ConstraintViolationException e) {
      if (e.getKind() != ConstraintKind.UNIQUE) {
        throw e;
      }
      QuarkusTransaction.requiringNew().run(change);
    }
  }
}

package dev.oncegate.core.decide;

import dev.oncegate.core.update.ExternalId;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an address was called when addresses were compared by another rule. Rows of then stay in the
 * ledger as they are, so that an address is looked for under both.
 *
 * @param writers whose rows count, where others' addresses were called the same: {@code
 *     1-800-FLOWERS} and {@code 1-800-CONTACTS} were {@code 1800}; empty where everybody's count
 */
public record FormerAddress(SendKey.Subject.Address address, Set<String> writers) {
  public FormerAddress {
    writers = Set.copyOf(writers);
  }

  /**
   * What an address was called; null where it is called the same now.
   *
   * @param profiles the one that has it, and all that are one with it
   */
  public static @Nullable FormerAddress of(ExternalId id, Supplier<Set<String>> profiles) {
    var now = SendKey.Subject.Address.of(id);
    var address =
        new SendKey.Subject.Address(id.type(), AddressSpelling.formerly(id.type(), id.id()));
    if (address.equals(now)) {
      return null;
    }
    boolean isNobodyElses =
        !mayBeSeveral(address) || AddressSpelling.saysAsMuch(address.id(), now.id());
    return new FormerAddress(address, isNobodyElses ? Set.of() : profiles.get());
  }

  /** Whether different addresses may have been called so. */
  public static boolean mayBeSeveral(SendKey.Subject.Address former) {
    return former.type().equals("phone");
  }

  /** Whether a row of then counts that an update of this profile wrote. */
  public boolean counts(String writer) {
    return writers.isEmpty() || writers.contains(writer);
  }
}

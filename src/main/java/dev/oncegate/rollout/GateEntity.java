package dev.oncegate.rollout;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.Locale;

/** A row of the table {@code gate}. */
@Entity
@Table(name = "gate")
public class GateEntity extends PanacheEntityBase {

  /** Whom it is for. */
  @Embeddable
  public record GateKey(String scope, String name) {
    static GateKey of(GateScope scope) {
      return new GateKey(scope.kind().word(), scope.name());
    }
  }

  @EmbeddedId public GateKey key = new GateKey("", "");
  public String value = "";

  /**
   * What the row says.
   *
   * @throws IllegalArgumentException if it holds a word that is none of its column's
   */
  FlowGate toGate() {
    var kind = GateScope.GateKind.valueOf(key.scope().toUpperCase(Locale.ROOT));
    return new FlowGate(new GateScope(kind, key.name()), FlowGate.parse(value));
  }
}

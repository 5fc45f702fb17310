package dev.oncegate.integrations;

import dev.oncegate.core.update.Space;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of the table {@code space}. */
@Entity
@Table(name = "space")
public class SpaceEntity extends PanacheEntityBase {
  @Id public String id = "";
  public String tier = "";

  Space toSpace() {
    return new Space(id, tier);
  }

  void set(Space space) {
    id = space.id();
    tier = space.tier();
  }
}

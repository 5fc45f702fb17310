package dev.oncegate.rollout;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of the table {@code flag}. */
@Entity
@Table(name = "flag")
public class FlagEntity extends PanacheEntityBase {
  @Id public String name = "";
  public String value = "";
}

package dev.oncegate.integrations;

import dev.oncegate.core.update.Space;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.LinkedHashMap;
import java.util.Map;

/** A row of the table {@code space}. */
@Entity
@Table(name = "space")
public class SpaceEntity extends PanacheEntityBase {
  @Id public String id = "";
  public String tier = "";

  Space toSpace() {
    return new Space(id, tier);
  }

  /** As the audit tells of them: by the names that JSON has. */
  Map<String, Object> fields() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("id", id);
    fields.put("tier", tier);
    return fields;
  }

  void set(Space space) {
    id = space.id();
    tier = space.tier();
  }
}

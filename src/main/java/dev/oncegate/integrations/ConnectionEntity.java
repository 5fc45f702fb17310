package dev.oncegate.integrations;

import dev.oncegate.core.update.CodePoints;
import dev.oncegate.core.update.Integrations.Connection;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A row of the table {@code connection} and its rows of {@code connection_destination}. */
@Entity
@Table(name = "connection")
public class ConnectionEntity extends PanacheEntityBase {
  /** All of them, with what they lead to. */
  static final String ALL = "from ConnectionEntity c left join fetch c.destinationIds";

  /** The ids of those that lead to a destination. */
  static final String IDS_TO =
      "select c.computationId from ConnectionEntity c join c.destinationIds d where d = ?1"
          + " order by c.computationId";

  @Id
  @Column(name = "computation_id")
  public String computationId = "";

  @ElementCollection
  @CollectionTable(
      name = "connection_destination",
      joinColumns = @JoinColumn(name = "computation_id"))
  @Column(name = "destination_id")
  public Set<String> destinationIds = new HashSet<>();

  Connection toConnection() {
    return new Connection(
        computationId, destinationIds.stream().sorted(CodePoints::compare).toList());
  }

  /** As the audit tells of them: by the names that JSON has. */
  Map<String, Object> fields() {
    return Map.of("destinationIds", toConnection().destinationIds());
  }

  void set(Connection connection) {
    computationId = connection.computationId();
    destinationIds.retainAll(Set.copyOf(connection.destinationIds()));
    destinationIds.addAll(connection.destinationIds());
  }
}

package dev.oncegate.integrations;

import dev.oncegate.core.update.CodePoints;
import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.Integrations.Connection;
import dev.oncegate.core.update.Space;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Spaces, destinations and connections as they are in the database, for whoever looks at them or
 * changes them. What goes through here is valid in itself; what it refers to is checked here.
 */
@ApplicationScoped
@Transactional
public class Catalog {

  public List<Space> spaces() {
    return SpaceEntity.<SpaceEntity>listAll().stream()
        .map(SpaceEntity::space)
        .sorted(Comparator.comparing(Space::id, CodePoints::compare))
        .toList();
  }

  public Optional<Space> space(String id) {
    return SpaceEntity.<SpaceEntity>findByIdOptional(id).map(SpaceEntity::space);
  }

  public Saved save(Space space) {
    SpaceEntity found = SpaceEntity.findById(space.id());
    if (found != null) {
      found.take(space);
      return new Saved.Replaced();
    }
    var entity = new SpaceEntity();
    entity.take(space);
    entity.persist();
    return new Saved.Created();
  }

  /** A space with destinations stays. */
  public Removed removeSpace(String id) {
    long destinations = DestinationEntity.count("spaceId", id);
    if (destinations > 0) {
      return new Removed.InUse(destinations + " destinations are in it; remove them first");
    }
    return SpaceEntity.deleteById(id) ? new Removed.Gone() : new Removed.Unknown();
  }

  public List<Destination> destinations() {
    return DestinationEntity.<DestinationEntity>listAll().stream()
        .map(DestinationEntity::destination)
        .sorted(Destination.BY_ID)
        .toList();
  }

  public Optional<Destination> destination(String id) {
    return DestinationEntity.<DestinationEntity>findByIdOptional(id)
        .map(DestinationEntity::destination);
  }

  public Saved save(Destination destination) {
    if (SpaceEntity.findById(destination.spaceId()) == null) {
      return new Saved.Refused("spaceId", "there is no space " + destination.spaceId());
    }
    DestinationEntity found = DestinationEntity.findById(destination.id());
    if (found != null) {
      found.take(destination);
      return new Saved.Replaced();
    }
    var entity = new DestinationEntity();
    entity.take(destination);
    entity.persist();
    return new Saved.Created();
  }

  /** Connections no longer lead to it. */
  public Removed removeDestination(String id) {
    // The foreign key takes the connections' rows with it.
    return DestinationEntity.deleteById(id) ? new Removed.Gone() : new Removed.Unknown();
  }

  public List<Connection> connections() {
    return ConnectionEntity.<ConnectionEntity>listAll().stream()
        .map(ConnectionEntity::connection)
        .sorted(Comparator.comparing(Connection::computationId, CodePoints::compare))
        .toList();
  }

  public Optional<Connection> connection(String computationId) {
    return ConnectionEntity.<ConnectionEntity>findByIdOptional(computationId)
        .map(ConnectionEntity::connection);
  }

  public Saved save(Connection connection) {
    Set<String> known =
        DestinationEntity.<DestinationEntity>list("id in ?1", connection.destinationIds()).stream()
            .map(destination -> destination.id)
            .collect(Collectors.toSet());
    for (int i = 0; i < connection.destinationIds().size(); i++) {
      String id = connection.destinationIds().get(i);
      if (!known.contains(id)) {
        return new Saved.Refused("destinationIds[" + i + "]", "there is no destination " + id);
      }
    }
    ConnectionEntity found = ConnectionEntity.findById(connection.computationId());
    if (found != null) {
      found.destinationIds.retainAll(known);
      found.destinationIds.addAll(known);
      return new Saved.Replaced();
    }
    var entity = new ConnectionEntity();
    entity.computationId = connection.computationId();
    entity.destinationIds = new HashSet<>(known);
    entity.persist();
    return new Saved.Created();
  }

  public Removed removeConnection(String computationId) {
    return ConnectionEntity.deleteById(computationId) ? new Removed.Gone() : new Removed.Unknown();
  }
}

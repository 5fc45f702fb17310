package dev.oncegate.integrations;

import dev.oncegate.core.update.CodePoints;
import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.Integrations.Connection;
import dev.oncegate.core.update.Space;
import io.quarkus.hibernate.orm.panache.Panache;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.exception.ConstraintViolationException.ConstraintKind;

/**
 * Spaces, destinations and connections as they are in the database, to look at them and to change
 * them. What goes through here is valid in itself; what it refers to is checked here. To save what
 * is there already changes nothing.
 */
@ApplicationScoped
public class Catalog {

  @Transactional
  public List<Space> spaces() {
    return SpaceEntity.<SpaceEntity>listAll().stream()
        .map(SpaceEntity::toSpace)
        .sorted(Comparator.comparing(Space::id, CodePoints::compare))
        .toList();
  }

  @Transactional
  public Optional<Space> space(String id) {
    return SpaceEntity.<SpaceEntity>findByIdOptional(id).map(SpaceEntity::toSpace);
  }

  public SaveResult save(Space space) {
    return saving(
        () -> {
          SpaceEntity found = SpaceEntity.findById(space.id(), LockModeType.PESSIMISTIC_WRITE);
          if (found != null) {
            found.set(space);
            return new SaveResult.Replaced();
          }
          var entity = new SpaceEntity();
          entity.set(space);
          entity.persistAndFlush();
          return new SaveResult.Created();
        });
  }

  /** A space with destinations stays. */
  @Transactional
  public RemoveResult removeSpace(String id) {
    long destinations = DestinationEntity.count("spaceId", id);
    if (destinations > 0) {
      return new RemoveResult.InUse(destinations + " destinations are in it; remove them first");
    }
    return removed(SpaceEntity.delete("id", id));
  }

  @Transactional
  public List<Destination> destinations() {
    return DestinationEntity.<DestinationEntity>listAll().stream()
        .map(DestinationEntity::toDestination)
        .sorted(Destination.BY_ID)
        .toList();
  }

  @Transactional
  public Optional<Destination> destination(String id) {
    return DestinationEntity.<DestinationEntity>findByIdOptional(id)
        .map(DestinationEntity::toDestination);
  }

  public SaveResult save(Destination destination) {
    return saving(
        () -> {
          // Locked, so that nobody removes it before the destination is there.
          if (SpaceEntity.findById(destination.spaceId(), LockModeType.PESSIMISTIC_READ) == null) {
            return new SaveResult.RefusedField(
                "spaceId", "there is no space " + destination.spaceId());
          }
          DestinationEntity found =
              DestinationEntity.findById(destination.id(), LockModeType.PESSIMISTIC_WRITE);
          if (found != null) {
            found.set(destination);
            return new SaveResult.Replaced();
          }
          var entity = new DestinationEntity();
          entity.set(destination);
          entity.persistAndFlush();
          return new SaveResult.Created();
        });
  }

  /** Connections no longer lead to it. */
  @Transactional
  public RemoveResult removeDestination(String id) {
    // The foreign key takes the connections' rows with it.
    return removed(DestinationEntity.delete("id", id));
  }

  @Transactional
  public List<Connection> connections() {
    return ConnectionEntity.<ConnectionEntity>find(ConnectionEntity.ALL).stream()
        .map(ConnectionEntity::toConnection)
        .sorted(Comparator.comparing(Connection::computationId, CodePoints::compare))
        .toList();
  }

  @Transactional
  public Optional<Connection> connection(String computationId) {
    return ConnectionEntity.<ConnectionEntity>findByIdOptional(computationId)
        .map(ConnectionEntity::toConnection);
  }

  public SaveResult save(Connection connection) {
    return saving(
        () -> {
          List<String> ids = connection.destinationIds();
          int unknown =
              Panache.getSession().findMultiple(DestinationEntity.class, ids).indexOf(null);
          if (unknown >= 0) {
            return new SaveResult.RefusedField(
                "destinationIds[" + unknown + "]", "there is no destination " + ids.get(unknown));
          }
          ConnectionEntity found =
              ConnectionEntity.findById(connection.computationId(), LockModeType.PESSIMISTIC_WRITE);
          if (found != null) {
            found.set(connection);
            return new SaveResult.Replaced();
          }
          var entity = new ConnectionEntity();
          entity.set(connection);
          entity.persistAndFlush();
          return new SaveResult.Created();
        });
  }

  @Transactional
  public RemoveResult removeConnection(String computationId) {
    return removed(ConnectionEntity.delete("computationId", computationId));
  }

  /**
   * Saves in a transaction of its own. Who creates what another creates at the same time waits for
   * him, is then told that it is there, and replaces it.
   */
  private static SaveResult saving(Callable<SaveResult> change) {
    try {
      return QuarkusTransaction.requiringNew().call(change);
    } catch (ConstraintViolationException e) {
      if (e.getKind() != ConstraintKind.UNIQUE) {
        throw e;
      }
      return QuarkusTransaction.requiringNew().call(change);
    }
  }

  private static RemoveResult removed(long rows) {
    return rows > 0 ? new RemoveResult.Gone() : new RemoveResult.NotFound();
  }
}

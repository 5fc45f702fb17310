package dev.oncegate.integrations;

import dev.oncegate.audit.AuditLog;
import dev.oncegate.audit.AuditedChange;
import dev.oncegate.core.update.CodePoints;
import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.Integrations.Connection;
import dev.oncegate.core.update.Space;
import dev.oncegate.security.SpaceScope;
import io.quarkus.hibernate.orm.panache.Panache;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.exception.ConstraintViolationException.ConstraintKind;
import org.jspecify.annotations.Nullable;

/**
 * Spaces, destinations and connections as they are in the database, to look at them and to change
 * them. What goes through here is valid in itself; what it refers to is checked here. To save what
 * is there already changes nothing. What is outside of a scope does not exist for him who asks, and
 * stays as it is. Each change is an entry of the audit.
 */
@ApplicationScoped
public class Catalog {
  private static final String SAVE = "save";
  private static final String DELETE = "delete";
  private static final String SPACE = "space";
  private static final String DESTINATION = "destination";
  private static final String CONNECTION = "connection";
  private static final int CONNECTIONS_NAMED = 1_000;

  private final AuditLog audit;

  Catalog(AuditLog audit) {
    this.audit = audit;
  }

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
          String id = space.id();
          if (found != null) {
            Map<String, ?> before = found.fields();
            found.set(space);
            tell(new AuditedChange(SAVE, SPACE, id, id, before, found.fields()));
            return new SaveResult.Replaced();
          }
          var entity = new SpaceEntity();
          entity.set(space);
          entity.persistAndFlush();
          tell(new AuditedChange(SAVE, SPACE, id, id, null, entity.fields()));
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
    SpaceEntity found = SpaceEntity.findById(id, LockModeType.PESSIMISTIC_WRITE);
    if (found == null) {
      return new RemoveResult.NotFound();
    }
    begin();
    tell(new AuditedChange(DELETE, SPACE, id, id, found.fields(), null));
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

  public SaveResult save(Destination destination, SpaceScope scope) {
    return saving(
        () -> {
          // Locked, so that nobody removes it before the destination is there.
          if (!scope.contains(destination.spaceId())
              || SpaceEntity.findById(destination.spaceId(), LockModeType.PESSIMISTIC_READ)
                  == null) {
            return new SaveResult.RefusedField(
                "spaceId", "there is no space " + destination.spaceId());
          }
          DestinationEntity found =
              DestinationEntity.findById(destination.id(), LockModeType.PESSIMISTIC_WRITE);
          String id = destination.id();
          String space = destination.spaceId();
          if (found != null) {
            if (!scope.contains(found.spaceId)) {
              return new SaveResult.OutOfScope();
            }
            Map<String, ?> before = found.fields();
            found.set(destination);
            tell(new AuditedChange(SAVE, DESTINATION, id, space, before, found.fields()));
            return new SaveResult.Replaced();
          }
          var entity = new DestinationEntity();
          entity.set(destination);
          entity.persistAndFlush();
          tell(new AuditedChange(SAVE, DESTINATION, id, space, null, entity.fields()));
          return new SaveResult.Created();
        });
  }

  /** Connections no longer lead to it. */
  @Transactional
  public RemoveResult removeDestination(String id, SpaceScope scope) {
    DestinationEntity found = DestinationEntity.findById(id, LockModeType.PESSIMISTIC_WRITE);
    if (found == null || !scope.contains(found.spaceId)) {
      return new RemoveResult.NotFound();
    }
    begin();
    var before = new LinkedHashMap<String, Object>(found.fields());
    before.put(
        "connections",
        Panache.getSession()
            .createSelectionQuery(ConnectionEntity.IDS_TO, String.class)
            .setParameter(1, id)
            .setMaxResults(CONNECTIONS_NAMED)
            .list());
    tell(new AuditedChange(DELETE, DESTINATION, id, found.spaceId, before, null));
    // The foreign key takes the connections' rows with it.
    return removed(DestinationEntity.delete("id", id));
  }

  /** Of each, what leads to the scope's spaces; without those of which nothing does. */
  @Transactional
  public List<Connection> connections(SpaceScope scope) {
    Predicate<String> within = destinationsOf(scope);
    return ConnectionEntity.<ConnectionEntity>find(ConnectionEntity.ALL).stream()
        .map(ConnectionEntity::toConnection)
        .flatMap(it -> seen(it, scope, within).stream())
        .sorted(Comparator.comparing(Connection::computationId, CodePoints::compare))
        .toList();
  }

  @Transactional
  public Optional<Connection> connection(String computationId, SpaceScope scope) {
    return ConnectionEntity.<ConnectionEntity>findByIdOptional(computationId)
        .map(ConnectionEntity::toConnection)
        .flatMap(it -> seen(it, scope, destinationsOf(scope)));
  }

  /** What leads to other spaces than the scope's goes on doing so. */
  public SaveResult save(Connection connection, SpaceScope scope) {
    return saving(
        () -> {
          List<String> ids = connection.destinationIds();
          if (ids.isEmpty() && !scope.equals(SpaceScope.ALL)) {
            return new SaveResult.RefusedField(
                "destinationIds", "must name a destination; to remove it is another request");
          }
          List<@Nullable DestinationEntity> destinations = destinations(ids);
          for (int i = 0; i < ids.size(); i++) {
            DestinationEntity destination = destinations.get(i);
            if (destination == null || !scope.contains(destination.spaceId)) {
              return new SaveResult.RefusedField(
                  "destinationIds[" + i + "]", "there is no destination " + ids.get(i));
            }
          }
          ConnectionEntity found =
              ConnectionEntity.findById(connection.computationId(), LockModeType.PESSIMISTIC_WRITE);
          String id = connection.computationId();
          if (found != null) {
            Map<String, ?> fields = found.fields();
            Connection before = found.toConnection();
            Predicate<String> within = destinationsOf(scope);
            found.set(
                new Connection(
                    id,
                    Stream.concat(
                            ids.stream(), before.destinationIds().stream().filter(within.negate()))
                        .toList()));
            tell(new AuditedChange(SAVE, CONNECTION, id, spaceOf(found), fields, found.fields()));
            return seen(before, scope, within).isPresent()
                ? new SaveResult.Replaced()
                : new SaveResult.Created();
          }
          var entity = new ConnectionEntity();
          entity.set(connection);
          entity.persistAndFlush();
          tell(new AuditedChange(SAVE, CONNECTION, id, spaceOf(entity), null, entity.fields()));
          return new SaveResult.Created();
        });
  }

  /** What leads to other spaces than the scope's goes on doing so. */
  @Transactional
  public RemoveResult removeConnection(String computationId, SpaceScope scope) {
    ConnectionEntity found =
        ConnectionEntity.findById(computationId, LockModeType.PESSIMISTIC_WRITE);
    Predicate<String> within = destinationsOf(scope);
    if (found == null || seen(found.toConnection(), scope, within).isEmpty()) {
      return new RemoveResult.NotFound();
    }
    begin();
    Map<String, ?> before = found.fields();
    String space = spaceOf(found);
    found.destinationIds.removeIf(within);
    if (found.destinationIds.isEmpty()) {
      found.delete();
      tell(new AuditedChange(DELETE, CONNECTION, computationId, space, before, null));
    } else {
      tell(new AuditedChange(SAVE, CONNECTION, computationId, space, before, found.fields()));
    }
    return new RemoveResult.Gone();
  }

  private static Predicate<String> destinationsOf(SpaceScope scope) {
    return switch (scope) {
      case SpaceScope.AllSpaces _ -> _ -> true;
      case SpaceScope.NamedSpaces(Set<String> spaces) ->
          DestinationEntity.<DestinationEntity>stream("spaceId in ?1", spaces)
                  .map(it -> it.id)
                  .collect(Collectors.toSet())
              ::contains;
    };
  }

  /** One that leads nowhere is of no space, so that only he sees it who sees all. */
  private static Optional<Connection> seen(
      Connection connection, SpaceScope scope, Predicate<String> within) {
    List<String> ids = connection.destinationIds().stream().filter(within).toList();
    return ids.isEmpty() && !scope.equals(SpaceScope.ALL)
        ? Optional.empty()
        : Optional.of(new Connection(connection.computationId(), ids));
  }

  /** In the ids' order, with null for each that is not there. */
  private static List<@Nullable DestinationEntity> destinations(List<String> ids) {
    return Panache.getSession().findMultiple(DestinationEntity.class, ids);
  }

  /** The space that all its destinations are in; null if there are several, or none. */
  private static @Nullable String spaceOf(ConnectionEntity connection) {
    Set<String> spaces = new LinkedHashSet<>();
    destinations(List.copyOf(connection.destinationIds)).stream()
        .filter(Objects::nonNull)
        .forEach(it -> spaces.add(it.spaceId));
    return spaces.size() == 1 ? spaces.iterator().next() : null;
  }

  private static void begin() {
    Panache.getSession().doWork(AuditLog::begin);
  }

  private void tell(AuditedChange change) {
    Panache.getSession().doWork(connection -> audit.append(connection, change));
  }

  /**
   * Saves in a transaction of its own. Who creates what another creates at the same time waits for
   * him, is then told that it is there, and replaces it.
   */
  private static SaveResult saving(Callable<SaveResult> change) {
    Callable<SaveResult> audited =
        () -> {
          begin();
          return change.call();
        };
    try {
      return QuarkusTransaction.requiringNew().call(audited);
    } catch (ConstraintViolationException e) {
      if (e.getKind() != ConstraintKind.UNIQUE) {
        throw e;
      }
      return QuarkusTransaction.requiringNew().call(audited);
    }
  }

  private static RemoveResult removed(long rows) {
    return rows > 0 ? new RemoveResult.Gone() : new RemoveResult.NotFound();
  }
}

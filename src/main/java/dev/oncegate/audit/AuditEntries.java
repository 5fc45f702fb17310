package dev.oncegate.audit;

import io.quarkus.hibernate.orm.panache.Panache;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The entries of the audit, to look at, and to add to where a change has no transaction. */
@ApplicationScoped
public class AuditEntries {
  private final AuditLog log;

  AuditEntries(AuditLog log) {
    this.log = log;
  }

  /** Tells of what was changed in more than one transaction, or elsewhere. */
  @Transactional
  public void add(AuditedChange change) {
    Panache.getSession().doWork(connection -> log.append(connection, change));
  }

  /**
   * The newest entries that are asked for and are older than a given one.
   *
   * @param before the id of that one
   * @param most how many
   */
  @Transactional
  public List<AuditEntry> list(AuditFilter filter, long before, int most) {
    var query = new StringBuilder("from AuditEntity e where e.id < :last");
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("last", before);
    add(query, parameters, "e.at >= :earliest", "earliest", filter.from());
    add(query, parameters, "e.at < :latest", "latest", filter.to());
    add(query, parameters, "e.actor = :actor", "actor", filter.actor());
    add(query, parameters, "e.action = :action", "action", filter.action());
    add(query, parameters, "e.objectKind = :kind", "kind", filter.objectKind());
    add(query, parameters, "e.objectId = :object", "object", filter.objectId());
    add(query, parameters, "e.spaceId = :space", "space", filter.spaceId());
    add(query, parameters, "e.spaceId in :within", "within", filter.within());
    query.append(" order by e.id desc");
    List<AuditEntity> found =
        AuditEntity.<AuditEntity>find(query.toString(), parameters).range(0, most - 1).list();
    List<AuditEntry> entries = found.stream().map(AuditEntity::toEntry).toList();
    // Who reads all of them, page by page, does not have all in memory.
    Panache.getSession().clear();
    return entries;
  }

  private static void add(
      StringBuilder query,
      Map<String, Object> parameters,
      String condition,
      String name,
      @Nullable Object value) {
    if (value != null) {
      query.append(" and ").append(condition);
      parameters.put(name, value);
    }
  }
}

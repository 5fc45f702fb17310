package dev.oncegate.app;

import dev.oncegate.audit.AuditLog;
import dev.oncegate.audit.AuditVerifier;
import dev.oncegate.audit.CurrentActor;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import javax.sql.DataSource;

/** The audit as beans. */
final class AuditBeans {
  private AuditBeans() {}

  @Produces
  @Singleton
  static AuditLog auditLog(CurrentActor actor) {
    return new AuditLog(actor::origin);
  }

  @Produces
  @Singleton
  static AuditVerifier auditVerifier(DataSource dataSource) {
    return new AuditVerifier(dataSource);
  }
}

package dev.oncegate.audit;

import java.sql.Connection;
import java.sql.SQLException;

/** An entry to be written in the transaction of the change it tells of. */
@FunctionalInterface
public interface AuditNote {
  /** Of what needs no entry: a part of a load that has one at its end. */
  AuditNote NONE = _ -> {};

  void write(Connection connection) throws SQLException;
}

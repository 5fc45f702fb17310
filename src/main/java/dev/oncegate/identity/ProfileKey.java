package dev.oncegate.identity;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;

/** A profile of a space. */
record ProfileKey(String spaceId, String profileId) {

  /** Sets a statement's first two parameters to the keys' columns. */
  static void bind(PreparedStatement statement, Collection<ProfileKey> keys) throws SQLException {
    Connection connection = statement.getConnection();
    statement.setArray(
        1,
        connection.createArrayOf(
            "text", keys.stream().map(ProfileKey::spaceId).toArray(String[]::new)));
    statement.setArray(
        2,
        connection.createArrayOf(
            "text", keys.stream().map(ProfileKey::profileId).toArray(String[]::new)));
  }
}

package dev.oncegate.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrimaryAndStandbyIT {

  @Test
  void whatWasConfirmedIsThereWhoeverIsPrimary() throws SQLException {
    try (var pair = PrimaryAndStandby.start()) {
      EmbeddedDatabase first = pair.primary();
      execute(pair, "create table confirmed (by_whom text)");
      execute(pair, "insert into confirmed values ('first')");

      pair.promote();
      assertThat(pair.primary()).isNotSameAs(first);
      execute(pair, "insert into confirmed values ('second')");

      pair.rejoin();
      pair.swap();
      assertThat(pair.primary()).isSameAs(first);
      execute(pair, "insert into confirmed values ('first again')");

      pair.demote();
      try (Connection both = first.dataSource().getConnection();
          Statement statement = both.createStatement()) {
        assertThatThrownBy(() -> statement.execute("delete from confirmed"))
            .hasMessageContaining("read-only");
      }
      pair.promote();
      assertThat(confirmed(pair)).containsExactly("first", "second", "first again");
    }
  }

  private static void execute(PrimaryAndStandby pair, String sql) throws SQLException {
    try (Connection connection = connect(pair);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> confirmed(PrimaryAndStandby pair) throws SQLException {
    var all = new ArrayList<String>();
    try (Connection connection = connect(pair);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select by_whom from confirmed")) {
      while (row.next()) {
        all.add(row.getString(1));
      }
    }
    return all;
  }

  private static Connection connect(PrimaryAndStandby pair) throws SQLException {
    // The driver would believe for a while that the primary is still where it was.
    return DriverManager.getConnection(
        pair.jdbcUrl() + "&hostRecheckSeconds=0", EmbeddedDatabase.USER, EmbeddedDatabase.PASSWORD);
  }
}

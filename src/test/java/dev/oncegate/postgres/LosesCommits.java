package dev.oncegate.postgres;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Connections that break in the moment in which the server has committed, before it could say. */
record LosesCommits(DataSource real) {

  DataSource dataSource() {
    return standIn(DataSource.class, real, "getConnection", this::connection);
  }

  private Object connection(Object answer) {
    return standIn(
        Connection.class,
        (Connection) answer,
        "commit",
        _ -> {
          throw new SQLException("Connection reset", "08006");
        });
  }

  private interface After {
    Object call(Object answer) throws SQLException;
  }

  private static <T> T standIn(Class<T> type, T real, String method, After after) {
    InvocationHandler handler =
        (Object _, Method called, Object[] arguments) -> {
          try {
            Object answer = called.invoke(real, arguments);
            return called.getName().equals(method) ? after.call(answer) : answer;
          } catch (InvocationTargetException e) {
            throw e.getTargetException();
          }
        };
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}

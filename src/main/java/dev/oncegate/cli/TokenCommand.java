package dev.oncegate.cli;

import dev.oncegate.audit.AuditSource;
import dev.oncegate.audit.ChangeOrigin;
import dev.oncegate.codec.WordParser;
import dev.oncegate.core.DependencyUnavailableException;
import dev.oncegate.security.AccessToken;
import dev.oncegate.security.AccessTokenTable;
import dev.oncegate.security.CreatedToken;
import dev.oncegate.security.Grant;
import dev.oncegate.security.NewToken;
import dev.oncegate.security.Role;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes, lists and revokes access tokens in the service's database. */
@Command(
    name = "token",
    description = {
      "Access tokens: create, list, revoke. Reads where the database is from the same settings as",
      "serve, so that the first token can be made before the service takes any.",
      "Exit code 1: there is one of that name, or none."
    },
    mixinStandardHelpOptions = true)
public final class TokenCommand {
  @Option(
      names = "--jdbc-url",
      paramLabel = "URL",
      description = "Where PostgreSQL is; by default the setting quarkus.datasource.jdbc.url.")
  private @Nullable String jdbcUrl;

  @Spec private @Nullable CommandSpec spec;

  @Command(
      description = "Makes a token and prints it, once and never again.",
      mixinStandardHelpOptions = true)
  int create(
      @Option(
              names = "--name",
              required = true,
              paramLabel = "NAME",
              description = "By which its holder is known.")
          String name,
      @Option(
              names = "--role",
              required = true,
              paramLabel = "ROLE",
              description = "viewer, editor, operator or admin; each includes those before it.")
          String role,
      @Option(
              names = "--space",
              paramLabel = "ID",
              description = "Only in this space; can be given several times.")
          @Nullable List<String> spaces,
      @Option(
              names = "--expires",
              paramLabel = "TIME",
              description = "After how long it expires, such as P90D; without it, never.")
          @Nullable String expires)
      throws UnusableInputException {
    NewToken wanted = wanted(name, role, spaces, expires);
    return with(
        table -> {
          CreatedToken created = table.create(wanted, origin());
          if (created == null) {
            err().println("there is a token named " + name);
            return 1;
          }
          out().println(created.secret());
          Instant until = created.token().expiresAt();
          err()
              .printf(
                  "The token %s (%s) is valid %s. It is shown only now. Send it as Authorization:"
                      + " Bearer, or put it into ONCEGATE_TOKEN.%n",
                  name,
                  wordsOf(created.token()),
                  until == null ? "until it is revoked" : "until " + until);
          return 0;
        });
  }

  private static NewToken wanted(
      String name, String role, @Nullable List<String> spaces, @Nullable String expires)
      throws UnusableInputException {
    try {
      Role parsed = WordParser.constant(role, Role.values());
      List<Grant> grants =
          spaces == null
              ? List.of(new Grant(parsed, null))
              : spaces.stream()
                  .map(space -> Grant.parse(new Grant(parsed, space).word()))
                  .distinct()
                  .toList();
      return new NewToken(name, grants, expires == null ? null : NewToken.validFor(expires));
    } catch (IllegalArgumentException e) {
      throw new UnusableInputException(String.valueOf(e.getMessage()));
    }
  }

  @Command(description = "All tokens, a line each, without the secret.")
  int list() throws UnusableInputException {
    return with(
        table -> {
          for (AccessToken token : table.all()) {
            out()
                .printf(
                    "%s  %s  made %s by %s  expires %s  used %s%n",
                    token.name(),
                    wordsOf(token),
                    token.createdAt(),
                    token.createdBy(),
                    orNever(token.expiresAt()),
                    orNever(token.lastUsedAt()));
          }
          return 0;
        });
  }

  @Command(description = "Revokes a token; it is dead on every instance within two seconds.")
  int revoke(@Parameters(paramLabel = "NAME") String name) throws UnusableInputException {
    return with(
        table -> {
          boolean revoked = table.revoke(name, origin());
          out().println(revoked ? name + " is revoked" : "there is no token named " + name);
          return revoked ? 0 : 1;
        });
  }

  private static ChangeOrigin origin() {
    return new ChangeOrigin(System.getProperty("user.name", ""), AuditSource.COMMAND, null);
  }

  private int with(Function<AccessTokenTable, Integer> use) throws UnusableInputException {
    DatabaseSettings database = DatabaseSettings.of(jdbcUrl);
    database.check();
    try {
      return use.apply(new AccessTokenTable(database.source(), InstantSource.system()));
    } catch (DependencyUnavailableException e) {
      throw e.getCause() instanceof SQLException sql
          ? database.unusable(sql)
          : new UnusableInputException(String.valueOf(e.getMessage()), e);
    } finally {
      out().flush();
      err().flush();
    }
  }

  private static String wordsOf(AccessToken token) {
    var words = new StringJoiner(",");
    token.grants().forEach(grant -> words.add(grant.word()));
    return words.toString();
  }

  private static String orNever(@Nullable Instant instant) {
    return instant == null ? "never" : instant.toString();
  }

  private PrintWriter out() {
    return CommandOutput.of(spec);
  }

  private PrintWriter err() {
    return CommandOutput.errors(spec);
  }
}

package dev.oncegate.security;

import java.security.Principal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whom a request comes from, and what he may do.
 *
 * @param name the token's; {@value #OF_ISSUER} and the name that an issuer gave; or {@value #LOCAL}
 *     where no token is needed
 */
public record Caller(String name, List<Grant> grants) implements Principal {
  /** Everybody, where nobody has to say who he is. */
  public static final String LOCAL = "local";

  /** How names begin that an OIDC issuer gave, so that none is taken for a token's. */
  static final String OF_ISSUER = "oidc:";

  public Caller {
    grants = List.copyOf(grants);
  }

  static Caller local() {
    return new Caller(LOCAL, List.of(new Grant(Role.ADMIN, null)));
  }

  @Override
  public String getName() {
    return name;
  }

  /** Where he holds the role, or one that includes it. */
  public SpaceScope scopeOf(Role role) {
    var ids = new HashSet<String>();
    for (Grant grant : grants) {
      if (grant.role().includes(role)) {
        if (grant.spaceId() == null) {
          return SpaceScope.ALL;
        }
        ids.add(grant.spaceId());
      }
    }
    return new SpaceScope.NamedSpaces(ids);
  }

  /** Whether he may give it to others, and take it from them. */
  public boolean administers(Grant grant) {
    SpaceScope scope = scopeOf(Role.ADMIN);
    return grant.spaceId() == null
        ? scope instanceof SpaceScope.AllSpaces
        : scope.contains(grant.spaceId());
  }

  /** What endpoints may ask for and he has: the words of {@link RoleName}. */
  Set<String> roleNames() {
    var names = new HashSet<String>();
    for (Grant grant : grants) {
      for (Role role : Role.values()) {
        if (grant.role().includes(role)) {
          names.add(role.word());
          if (grant.spaceId() == null) {
            names.add(role.word() + RoleName.OF_ALL);
          }
        }
      }
    }
    return names;
  }
}

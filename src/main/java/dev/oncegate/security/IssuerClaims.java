package dev.oncegate.security;

import dev.oncegate.codec.Identifier;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Reads what a token of an OIDC issuer says of its holder, once the token is known to be true. */
final class IssuerClaims {
  /** What the claim of spaces says for all of them. */
  private static final String ALL_SPACES = "*";

  private IssuerClaims() {}

  /**
   * Whom the token is about.
   *
   * @param roles what the issuer says his roles are; words that are no roles here are passed over
   * @param spacesClaim a claim, or a path such as {@code oncegate/spaces} to one within others
   * @throws RefusedException if his name is no name
   */
  static Caller caller(JsonWebToken token, Set<String> roles, String spacesClaim) {
    String name = token.getName();
    String fault = name == null ? "is missing" : Identifier.fault(name);
    if (fault != null) {
      throw new RefusedException(
          Refusal.invalid("the holder's name in the issuer's token " + fault));
    }
    return new Caller(Caller.OF_ISSUER + name, grants(roles, claim(token, spacesClaim)));
  }

  private static List<Grant> grants(Set<String> roles, Set<String> spaces) {
    Optional<Role> highest =
        Arrays.stream(Role.values())
            .filter(role -> roles.contains(role.word()))
            .max(Comparator.naturalOrder());
    if (highest.isEmpty()) {
      return List.of();
    }
    if (spaces.contains(ALL_SPACES)) {
      return List.of(new Grant(highest.get(), null));
    }
    return spaces.stream()
        .filter(space -> Identifier.fault(space) == null)
        .map(space -> new Grant(highest.get(), space))
        .toList();
  }

  private static Set<String> claim(JsonWebToken token, String path) {
    // Names of claims can be addresses, with slashes of their own.
    Object whole = token.getClaim(path);
    if (whole != null) {
      return texts(whole);
    }
    String[] steps = path.split("/", -1);
    Object found = token.getClaim(steps[0]);
    for (int i = 1; i < steps.length; i++) {
      found = found instanceof JsonObject object ? object.get(steps[i]) : null;
    }
    return texts(found);
  }

  /** A text, or those of a list, in order. */
  private static Set<String> texts(@Nullable Object claim) {
    var texts = new TreeSet<String>();
    switch (claim) {
      case JsonArray list -> list.forEach(item -> texts.addAll(texts(item)));
      case JsonString text -> texts.add(text.getString());
      case String text -> texts.add(text);
      case null, default -> {
        // It is no claim of this kind, and names no space.
      }
    }
    return texts;
  }
}

package dev.oncegate.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;

class IssuerClaimsTest {
  private static final String SPACES = "oncegate_spaces";

  @Test
  void theNameSaysThatAnIssuerGaveIt() {
    assertThat(caller(claims(), Set.of(), SPACES).name()).isEqualTo("oidc:ann");
  }

  @Test
  void theHighestRoleIsHeldInTheNamedSpaces() {
    JwtClaims claims = claims();
    claims.setClaim(SPACES, List.of("spa_2", "spa_1", 7, "", "a\u0000b"));
    assertThat(caller(claims, Set.of("viewer", "editor", "boss"), SPACES).grants())
        .extracting(Grant::word)
        .containsExactly("editor:spa_1", "editor:spa_2");
  }

  @Test
  void oneSpaceNeedsNoList() {
    JwtClaims claims = claims();
    claims.setClaim(SPACES, "spa_1");
    assertThat(caller(claims, Set.of("viewer"), SPACES).grants())
        .containsExactly(new Grant(Role.VIEWER, "spa_1"));
  }

  @Test
  void aStarIsAllSpaces() {
    JwtClaims claims = claims();
    claims.setClaim(SPACES, List.of("*"));
    assertThat(caller(claims, Set.of("operator"), SPACES).grants())
        .containsExactly(new Grant(Role.OPERATOR, null));
  }

  @Test
  void withoutTheClaimThereIsNoSpace() {
    assertThat(caller(claims(), Set.of("admin"), SPACES).grants()).isEmpty();
    JwtClaims odd = claims();
    odd.setClaim(SPACES, Map.of("spa_1", true));
    assertThat(caller(odd, Set.of("admin"), SPACES).grants()).isEmpty();
  }

  @Test
  void theClaimCanBeWithinAnotherOrHaveSlashesOfItsOwn() {
    JwtClaims claims = claims();
    claims.setClaim("oncegate", Map.of("spaces", List.of("spa_1")));
    claims.setClaim("https://x.example/spaces", List.of("spa_2"));
    assertThat(caller(claims, Set.of("viewer"), "oncegate/spaces").grants())
        .containsExactly(new Grant(Role.VIEWER, "spa_1"));
    assertThat(caller(claims, Set.of("viewer"), "https://x.example/spaces").grants())
        .containsExactly(new Grant(Role.VIEWER, "spa_2"));
    assertThat(caller(claims, Set.of("viewer"), "oncegate/no/spaces").grants()).isEmpty();
  }

  @Test
  void aNameThatCannotBeKeptIsRefused() {
    JwtClaims claims = claims();
    claims.setClaim("upn", "a\u0000b");
    assertThatThrownBy(() -> caller(claims, Set.of(), SPACES))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("must not contain");
  }

  private static Caller caller(JwtClaims claims, Set<String> roles, String spacesClaim) {
    return IssuerClaims.caller(new DefaultJWTCallerPrincipal(claims), roles, spacesClaim);
  }

  private static JwtClaims claims() {
    var claims = new JwtClaims();
    claims.setSubject("0815");
    claims.setClaim("preferred_username", "ann");
    return claims;
  }
}

package dev.oncegate.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallerTest {
  @Test
  void noTokenHasANameThatAnotherGoesBy() {
    for (String name : List.of("local", "directory", "oidc:ann")) {
      assertThat(NewToken.faultOfName(name)).startsWith("must not be");
    }
    assertThat(NewToken.faultOfName("oidc")).isNull();
  }

  @Test
  void aRoleIncludesThoseBeforeIt() {
    assertThat(caller("operator").roleNames())
        .containsExactlyInAnyOrder(
            "viewer",
            "viewer of all spaces",
            "editor",
            "editor of all spaces",
            "operator",
            "operator of all spaces");
  }

  @Test
  void aRoleInOneSpaceIsNoneInAllSpaces() {
    Caller caller = caller("admin:spa_1");
    assertThat(caller.roleNames())
        .containsExactlyInAnyOrder("viewer", "editor", "operator", "admin");
    assertThat(caller.scopeOf(Role.EDITOR).contains("spa_1")).isTrue();
    assertThat(caller.scopeOf(Role.EDITOR).contains("spa_2")).isFalse();
  }

  @Test
  void eachSpaceHasTheRoleThatIsGrantedInIt() {
    Caller caller = caller("editor:spa_1", "viewer:spa_2");
    assertThat(caller.scopeOf(Role.VIEWER).contains("spa_2")).isTrue();
    assertThat(caller.scopeOf(Role.EDITOR).contains("spa_2")).isFalse();
    assertThat(caller("editor:spa_1", "viewer").scopeOf(Role.VIEWER)).isEqualTo(SpaceScope.ALL);
  }

  @Test
  void anAdminOfOneSpaceGivesWhatIsOfThatSpace() {
    Caller caller = caller("admin:spa_1", "editor");
    assertThat(caller.administers(Grant.parse("admin:spa_1"))).isTrue();
    assertThat(caller.administers(Grant.parse("viewer:spa_2"))).isFalse();
    assertThat(caller.administers(Grant.parse("viewer"))).isFalse();
    assertThat(caller("admin").administers(Grant.parse("admin"))).isTrue();
  }

  @Test
  void aGrantIsReadAsItIsWritten() {
    assertThat(Grant.parse("editor")).isEqualTo(new Grant(Role.EDITOR, null));
    // Ids of spaces may have colons.
    assertThat(Grant.parse("editor:a:b")).isEqualTo(new Grant(Role.EDITOR, "a:b"));
    assertThat(Grant.parse("editor:a:b").word()).isEqualTo("editor:a:b");
    assertThatThrownBy(() -> Grant.parse("editr")).hasMessageContaining("did you mean editor?");
    assertThatThrownBy(() -> Grant.parse("editor:"))
        .hasMessage("the space of a grant must not be empty");
  }

  private static Caller caller(String... grants) {
    return new Caller("ci", Arrays.stream(grants).map(Grant::parse).toList());
  }
}

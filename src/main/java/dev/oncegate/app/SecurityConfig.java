package dev.oncegate.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Who may come in without a token; docs/security.md explains it. */
@ConfigMapping(prefix = "oncegate.security")
public interface SecurityConfig {

  /** Whether everybody may do everything. */
  @WithDefault("false")
  boolean open();

  /** Whether a token is needed also where the service listens to this host only. */
  @WithDefault("false")
  boolean required();

  /** The claim of an OIDC issuer's tokens that names the spaces of a role; {@code *} is all. */
  @WithDefault("oncegate_spaces")
  String spacesClaim();
}

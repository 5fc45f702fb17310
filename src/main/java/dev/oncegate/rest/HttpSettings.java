package dev.oncegate.rest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The settings of the API; docs/settings.md explains each. */
@ConfigMapping(prefix = "oncegate.http")
interface HttpSettings {

  /** How long the body of a request may take, other than a bulk load. */
  @WithDefault("30S")
  Duration bodyWithin();
}

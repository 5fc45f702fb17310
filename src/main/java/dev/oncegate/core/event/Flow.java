package dev.oncegate.core.event;

import java.util.Locale;

/** The two ways to decide an update; both stay runnable. */
public enum Flow {
  /** Every destination gets every external id of every update. */
  LEGACY,
  /** The rulebook decides, and destinations that dedupe get a message once. */
  DEDUPE;

  private final String word = name().toLowerCase(Locale.ROOT);

  /** As events and gates write it. */
  public String word() {
    return word;
  }
}

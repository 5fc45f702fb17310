package dev.oncegate.security;

import java.util.Locale;

/** What somebody may do. Each role includes those before it. */
public enum Role {
  /** Looks. */
  VIEWER,
  /** Changes tables, destinations, connections and ids. */
  EDITOR,
  /** Puts rulebooks in force, and handles what is parked. */
  OPERATOR,
  /** Changes spaces, and gives others what they may do. */
  ADMIN;

  boolean includes(Role other) {
    return compareTo(other) >= 0;
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}

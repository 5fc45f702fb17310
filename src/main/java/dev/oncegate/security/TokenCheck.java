package dev.oncegate.security;

/** What a secret is worth. */
sealed interface TokenCheck {

  /** It is this caller's. */
  record ValidToken(Caller caller) implements TokenCheck {}

  /** It was this token's, until it expired. */
  record ExpiredToken(String name) implements TokenCheck {}

  /** It never was one, or was revoked. */
  record UnknownToken() implements TokenCheck {}
}

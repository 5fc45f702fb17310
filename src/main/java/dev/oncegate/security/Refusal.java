package dev.oncegate.security;

/**
 * Why a request is refused.
 *
 * @param status of the answer
 * @param sentence without any secret
 * @param maySignIn whether a person can come in by signing in, again or for the first time
 */
record Refusal(int status, String sentence, boolean maySignIn) {
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int UNAVAILABLE = 503;

  /** Of somebody who brings nothing that lets him in. */
  static Refusal unknown(String sentence) {
    return new Refusal(UNAUTHORIZED, sentence, true);
  }

  /** Of what would be refused the next time too. */
  static Refusal invalid(String sentence) {
    return new Refusal(UNAUTHORIZED, sentence, false);
  }

  /** Of what a page of somebody else makes a browser ask. */
  static Refusal foreign(String sentence) {
    return new Refusal(FORBIDDEN, sentence, false);
  }

  /** Of what nobody can tell at the moment. */
  static Refusal unavailable(String sentence) {
    return new Refusal(UNAVAILABLE, sentence, false);
  }

  String title() {
    return switch (status) {
      case UNAUTHORIZED -> "Unauthorized";
      case FORBIDDEN -> "Forbidden";
      default -> "Service Unavailable";
    };
  }
}

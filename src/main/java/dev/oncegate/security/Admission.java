package dev.oncegate.security;

import java.util.regex.Pattern;

/** Who needs no token. */
public enum Admission {
  /** Nobody. */
  WITH_TOKEN,
  /** Programs and people of this host, since the service listens to no others. */
  LOCAL,
  /** Everybody, because a setting says so. */
  OPEN;

  private static final Pattern THIS_HOST =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?(::1|0:0:0:0:0:0:0:1)]?");

  /**
   * What the settings say.
   *
   * @param host that the service listens on
   * @param open {@code oncegate.security.open}
   * @param required {@code oncegate.security.required}
   */
  public static Admission of(String host, boolean open, boolean required) {
    if (open && required) {
      throw new IllegalArgumentException(
          "oncegate.security.open=true lets everybody in, and oncegate.security.required=true and"
              + " an OIDC issuer nobody without a token; say only one of them");
    }
    if (required) {
      return WITH_TOKEN;
    }
    if (isThisHost(host)) {
      return LOCAL;
    }
    return open ? OPEN : WITH_TOKEN;
  }

  /** Whether a name or address means only the host that it is used on. */
  public static boolean isThisHost(String host) {
    return THIS_HOST.matcher(host).matches();
  }
}

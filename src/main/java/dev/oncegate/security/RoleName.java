package dev.oncegate.security;

/**
 * What endpoints ask for, in {@code @RolesAllowed}: a role in any space, for what belongs to a
 * space or is for everybody to see; or a role in all spaces, for what concerns all of them.
 */
public final class RoleName {
  public static final String VIEWER = "viewer";
  public static final String EDITOR = "editor";
  public static final String OPERATOR = "operator";
  public static final String ADMIN = "admin";

  public static final String VIEWER_OF_ALL = VIEWER + RoleName.OF_ALL;
  public static final String EDITOR_OF_ALL = EDITOR + RoleName.OF_ALL;
  public static final String OPERATOR_OF_ALL = OPERATOR + RoleName.OF_ALL;

  static final String OF_ALL = " of all spaces";

  private RoleName() {}
}

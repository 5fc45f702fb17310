package dev.oncegate.core.decide;

/**
 * The way by which an event leaves; its word is part of a topic's name.
 *
 * @param word {@code default}, or another of lower-case letters, digits, {@code -}, {@code _} and
 *     {@code .}
 */
public record Route(String word) {
  public static final Route DEFAULT = new Route("default");

  public Route {
    WordGuard.requireWord("route", word, "-_.");
  }

  @Override
  public String toString() {
    return word;
  }
}

package dev.oncegate.core.update;

import java.util.List;

/**
 * The enabled destinations that a computation of a space is connected to.
 *
 * @param destinations sorted by id, since everything that is published follows this order
 */
public record Connected(Space space, List<Destination> destinations) {
  public Connected {
    destinations = destinations.stream().sorted(Destination.BY_ID).toList();
  }
}

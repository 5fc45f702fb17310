package dev.oncegate.bench.peer.byhand;

/** An external id; its texts are stretches of the update's. Used again for the next update. */
final class Id {
  long type;
  long value;
  final Instants.Created created = new Instants.Created();
}

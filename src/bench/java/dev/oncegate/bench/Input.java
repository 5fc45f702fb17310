package dev.oncegate.bench;

/**
 * Updates on a topic, for as many turns as there are.
 *
 * @param warmUp how many of them come first and are not measured
 * @param expectation what must come of all of them
 */
record Input(String topic, long warmUp, long measured, Expectation expectation) {
  long all() {
    return warmUp + measured;
  }
}

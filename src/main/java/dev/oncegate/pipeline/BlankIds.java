package dev.oncegate.pipeline;

import org.jboss.logging.Logger;

/** The external ids of a batch that do not count, since nothing of them is seen. */
final class BlankIds {
  private static final Logger LOG = Logger.getLogger(BlankIds.class);

  private int count;

  void add(int more) {
    count += more;
  }

  /** Says so once, and never which. */
  void published(Stage stage, StageMeters meters) {
    if (count > 0) {
      meters.blankIds(stage, count);
      LOG.warnf(
          "%d external ids in a batch of the stage %s are empty or invisible, and do not count",
          count, stage.word());
    }
  }
}

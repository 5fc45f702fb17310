package dev.oncegate.pipeline;

import java.util.List;

/** What is different between the two entrances of the sync stage. */
interface SyncEntrance {

  /** An update with more events than this is counted before it is routed. */
  int eventLimit();

  /** Says of each item of a batch, which is not empty, what becomes of it. */
  List<SyncItem> route(List<SyncItem> items);

  /** Called when everybody can read what was decided. */
  void published(List<SyncItem> items);
}

package dev.oncegate.cli;

import java.util.concurrent.CountDownLatch;

/**
 * While it is open, Ctrl-C and SIGTERM only ask a command to come to its end, and the process waits
 * for that. Where that is how the command is meant to end, its exit code is 0.
 */
final class Interruption implements AutoCloseable {
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook;
  private volatile boolean done;

  private Interruption(Runnable stop) {
    hook = new Thread(() -> stopAndWait(stop), "interruption");
  }

  static Interruption stops(Runnable stop) {
    var interruption = new Interruption(stop);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  private void stopAndWait(Runnable stop) {
    stop.run();
    try {
      ended.await();
      if (done) {
        Runtime.getRuntime().halt(0);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Says that the command has come to its end, and left nothing undone. */
  void done() {
    done = true;
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The process is ending, and waits for this.
    }
    ended.countDown();
  }
}

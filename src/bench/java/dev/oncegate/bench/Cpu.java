package dev.oncegate.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The CPU time of processes, user's and system's, as Linux counts it. */
final class Cpu {
  private static final double TICKS_PER_SECOND = 100;
  // Of proc(5)'s stat, counted behind the command's name, which may have blanks.
  private static final int USER = 11;
  private static final int SYSTEM = 12;
  private static final int CHILDRENS_USER = 13;
  private static final int CHILDRENS_SYSTEM = 14;

  private Cpu() {}

  static double secondsOf(long pid) {
    return ticks(pid, USER, SYSTEM) / TICKS_PER_SECOND;
  }

  /** Of a process with its children, those that have ended too. */
  static double secondsOfFamily(long parent) {
    long ticks = ticks(parent, USER, SYSTEM, CHILDRENS_USER, CHILDRENS_SYSTEM);
    for (ProcessHandle child :
        ProcessHandle.of(parent).stream().flatMap(ProcessHandle::children).toList()) {
      ticks += ticks(child.pid(), USER, SYSTEM);
    }
    return ticks / TICKS_PER_SECOND;
  }

  /** The largest amount of memory it has had, in bytes. */
  static long peakMemoryOf(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
      if (line.startsWith("VmHWM:")) {
        return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("Linux says nothing of the memory of process " + pid);
  }

  private static long ticks(long pid, int... fields) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      long ticks = 0;
      for (int field : fields) {
        ticks += Long.parseLong(words[field]);
      }
      return ticks;
    } catch (NoSuchFileException _) {
      // It has ended just now; its parent counts it.
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

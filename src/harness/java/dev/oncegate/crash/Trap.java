package dev.oncegate.crash;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.IncompatibleThreadStateException;
import com.sun.jdi.Method;
import com.sun.jdi.ObjectReference;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.StringReference;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.Value;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.VMDisconnectEvent;
import com.sun.jdi.request.BreakpointRequest;
import com.sun.jdi.request.EventRequest;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/**
 * Catches a process in the act: a debugger that stops the thread that comes to a point, so that the
 * process can be killed or frozen right there. The program has nothing built in for it.
 */
final class Trap implements AutoCloseable {
  private static final String PROBE = "dev.oncegate.pipeline.StepProbe";
  private static final String COMMIT_ANSWERED =
      "org.apache.kafka.clients.producer.internals.TransactionManager$EndTxnHandler";

  private static final Duration BETWEEN_KNOCKS = Duration.ofMillis(50);

  /** Where a process can be caught. */
  enum Point {
    BEFORE_LEDGER_COMMIT,
    BETWEEN_COMMITS,
    /** Events and offsets are sent, the commit is not yet asked for. */
    INSIDE_KAFKA_COMMIT,
    /** The broker has committed, and nobody in the process knows. */
    KAFKA_COMMIT_UNHEARD
  }

  private final VirtualMachine machine;
  private final Point point;

  private Trap(VirtualMachine machine, Point point) {
    this.machine = machine;
    this.point = point;
  }

  /** What a JVM has to be started with to be trapped later. */
  static String jvmOption(int port) {
    return "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,quiet=y,address=127.0.0.1:"
        + port;
  }

  /**
   * Sets a trap in a process that may only just have been started.
   *
   * @throws IOException if it does not let a debugger in within the limit
   */
  static Trap set(int port, Point point, Duration limit) throws IOException {
    AttachingConnector sockets =
        Bootstrap.virtualMachineManager().attachingConnectors().stream()
            .filter(it -> it.transport().name().equals("dt_socket"))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("this JDK has no debugger's socket"));
    Map<String, Connector.Argument> arguments = sockets.defaultArguments();
    argument(arguments, "hostname").setValue("127.0.0.1");
    argument(arguments, "port").setValue(Integer.toString(port));
    try {
      var trap = new Trap(attach(sockets, arguments, limit), point);
      trap.arm();
      return trap;
    } catch (IllegalConnectorArgumentsException e) {
      throw new IllegalStateException(e);
    } catch (VMDisconnectedException e) {
      throw new IOException("the process ended before it was trapped", e);
    }
  }

  private static VirtualMachine attach(
      AttachingConnector sockets, Map<String, Connector.Argument> arguments, Duration limit)
      throws IOException, IllegalConnectorArgumentsException {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      try {
        return sockets.attach(arguments);
      } catch (ConnectException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
        LockSupport.parkNanos(BETWEEN_KNOCKS.toNanos());
      }
    }
  }

  private static Connector.Argument argument(
      Map<String, Connector.Argument> arguments, String name) {
    return Objects.requireNonNull(arguments.get(name), name);
  }

  private void arm() {
    boolean unheard = point == Point.KAFKA_COMMIT_UNHEARD;
    List<ReferenceType> types = machine.classesByName(unheard ? COMMIT_ANSWERED : PROBE);
    for (ReferenceType type : types) {
      for (Method method : type.methods()) {
        if (method.name().startsWith(unheard ? "handleResponse" : "lambda$")) {
          BreakpointRequest request =
              machine.eventRequestManager().createBreakpointRequest(method.location());
          request.setSuspendPolicy(EventRequest.SUSPEND_EVENT_THREAD);
          request.enable();
        }
      }
    }
  }

  /** Whether a thread came to the point in time; then it stands there until the trap is closed. */
  boolean hasCaught(Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    try {
      while (System.nanoTime() < end) {
        EventSet events = machine.eventQueue().remove(Math.max(1, limit.toMillis()));
        if (events == null) {
          return false;
        }
        for (Event event : events) {
          if (event instanceof VMDisconnectEvent) {
            return false;
          }
          if (event instanceof BreakpointEvent stop && isIt(stop.thread())) {
            return true;
          }
        }
        events.resume();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (VMDisconnectedException _) {
      return false;
    }
    return false;
  }

  private boolean isIt(ThreadReference thread) {
    if (point == Point.KAFKA_COMMIT_UNHEARD) {
      return true;
    }
    try {
      Value passed = thread.frame(0).getArgumentValues().get(0);
      return passed instanceof ObjectReference constant
          && point.name().equals(nameOf(constant))
          // Both stages commit to Kafka; only the one that decides has the ledger's commit before.
          && thread.name().contains("sync");
    } catch (IncompatibleThreadStateException e) {
      throw new IllegalStateException("a stopped thread runs", e);
    }
  }

  private static String nameOf(ObjectReference constant) {
    Value name = constant.getValue(constant.referenceType().fieldByName("name"));
    return name instanceof StringReference text ? text.value() : "";
  }

  /** Lets go of the process, if it still is there. */
  @Override
  public void close() {
    try {
      machine.dispose();
    } catch (VMDisconnectedException _) {
      // It was killed where it stood.
      return;
    }
  }
}

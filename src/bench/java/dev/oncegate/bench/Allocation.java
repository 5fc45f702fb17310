package dev.oncegate.bench;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** How much a JVM has allocated so far, asked from outside. */
final class Allocation implements AutoCloseable {
  private final JMXConnector connector;
  private final MBeanServerConnection server;
  private final ObjectName threads;

  private Allocation(JMXConnector connector) throws IOException, JMException {
    this.connector = connector;
    this.server = connector.getMBeanServerConnection();
    this.threads = new ObjectName("java.lang:type=Threading");
  }

  @SuppressWarnings("BanJNDI") // The other end is a process that the bench has started itself.
  static Allocation of(long pid) throws IOException, AttachNotSupportedException, JMException {
    VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
    try {
      var address = new JMXServiceURL(machine.startLocalManagementAgent());
      return new Allocation(JMXConnectorFactory.connect(address));
    } finally {
      machine.detach();
    }
  }

  long bytes() throws IOException, JMException {
    return (Long) server.getAttribute(threads, "TotalThreadAllocatedBytes");
  }

  @Override
  public void close() throws IOException {
    connector.close();
  }
}

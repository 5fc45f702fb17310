package dev.oncegate.testkit;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.protocol.ApiKeys;
import org.jspecify.annotations.Nullable;

/** Stands before a broker and can hold back its answer to one request of one client. */
public final class GoBetween implements AutoCloseable {
  private static final int WAITING = 50;
  // A request begins with its key, its version and its number.
  private static final int BEFORE_CLIENT = 2 + 2 + 4;

  private record Held(ApiKeys request, String client) {}

  private final ServerSocket entrance;
  private final List<Connection> connections = new CopyOnWriteArrayList<>();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch letGo = new CountDownLatch(1);
  private volatile @Nullable Held held;

  /** One that listens, and does not know the broker yet. */
  public GoBetween() throws IOException {
    entrance = new ServerSocket(0, WAITING, InetAddress.getLoopbackAddress());
  }

  /** What the broker is to tell its clients instead of its own address. */
  public String listener() {
    return "PLAINTEXT://127.0.0.1:" + entrance.getLocalPort();
  }

  /** Takes connections for this broker from now on. */
  public void standBefore(EmbeddedBroker broker) {
    int port = Integer.parseInt(broker.bootstrapServers().replaceFirst(".*:", ""));
    Thread.ofVirtual().start(() -> take(port));
  }

  /** Holds back the answer to a client's next request of a kind, and all that come after it. */
  public void hold(ApiKeys request, String client) {
    held = new Held(request, client);
  }

  /** Waits until the broker is asked for what is held back. */
  public void awaitAsked() throws InterruptedException {
    asked.await();
  }

  /** Holds nothing back any more. */
  public void letGo() {
    held = null;
    letGo.countDown();
  }

  private boolean isHeld(byte[] request) {
    ByteBuffer header = ByteBuffer.wrap(request);
    short key = header.getShort();
    int length = header.position(BEFORE_CLIENT).getShort();
    if (length < 0) {
      return false;
    }
    var client = new String(request, header.position(), length, StandardCharsets.UTF_8);
    return new Held(ApiKeys.forId(key), client).equals(held);
  }

  private void take(int port) {
    try {
      while (true) {
        Socket client = entrance.accept();
        var connection = new Connection(client, new Socket(InetAddress.getLoopbackAddress(), port));
        connections.add(connection);
        Thread.ofVirtual().start(connection::requests);
        Thread.ofVirtual().start(connection::answers);
      }
    } catch (IOException _) {
      // It is closed.
    }
  }

  private final class Connection {
    private final Socket client;
    private final Socket broker;
    private volatile boolean holds;

    Connection(Socket client, Socket broker) {
      this.client = client;
      this.broker = broker;
    }

    void requests() {
      try (client;
          broker) {
        var from = new DataInputStream(client.getInputStream());
        var to = new DataOutputStream(broker.getOutputStream());
        while (true) {
          byte[] request = new byte[from.readInt()];
          from.readFully(request);
          if (isHeld(request)) {
            holds = true;
            asked.countDown();
          }
          to.writeInt(request.length);
          to.write(request);
        }
      } catch (IOException _) {
        // One of the two hung up.
      }
    }

    void answers() {
      try (client;
          broker) {
        InputStream from = broker.getInputStream();
        OutputStream to = client.getOutputStream();
        byte[] buffer = new byte[1 << 16];
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
          if (holds) {
            letGo.await();
          }
          to.write(buffer, 0, read);
        }
      } catch (IOException | InterruptedException _) {
        // One of the two hung up.
      }
    }

    void close() {
      try {
        client.close();
        broker.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    letGo();
    entrance.close();
    connections.forEach(Connection::close);
  }
}

import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * mongo-java-server on 127.0.0.1, for tests where no mongod is at hand. It keeps everything in memory.
 * Usage: java -cp "JARS/*" MongoStandIn.java
 * Prints "PORT n" when it listens; ends when its standard input closes.
 */
public class MongoStandIn {
  public static void main(String[] args) throws Exception {
    // Its newest preset names wire version 8; the current Node.js driver asks for 9 (MongoDB 4.4) or more.
    MongoBackend backend = new OneByOne().version(new MongoVersion() {
      public List<Integer> getVersionArray() { return List.of(4, 4, 0); }
      public int getWireVersion() { return 9; }
    });
    MongoServer server = new MongoServer(backend);
    server.bind(new InetSocketAddress("127.0.0.1", 0));
    System.out.println("PORT " + server.getLocalAddress().getPort());
    while (System.in.read() != -1) { }
    server.shutdown();
  }

  /** Its collections are made without locks: two first writes at once now and then end in "Unknown error: null". */
  private static class OneByOne extends MemoryBackend {
    @Override
    public synchronized Document handleMessage(MongoMessage message) {
      return super.handleMessage(message);
    }
  }
}

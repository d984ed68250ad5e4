package example;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.multiprocess.MultiProcess;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

// snippet: server
@MultiProcess
class PriceServerTest {

    static String address;

    @BeforeAll
    static void startServer(Processes processes, ProcessQueue<Integer> ports) throws InterruptedException {
        processes.with(o -> o.daemon(true)).start("prices", () -> {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                exchange.sendResponseHeaders(200, 2);
                exchange.getResponseBody().write("42".getBytes());
                exchange.close();
            });
            server.start();
            ports.put(server.getAddress().getPort());
            new CountDownLatch(1).await(); // until the class has ended
        });
        address = "http://localhost:" + ports.take() + "/";
    }

    @Test
    void answersTheTest() throws IOException {
        assertThat(get(address)).isEqualTo("42");
    }

    @Test
    void answersAChildOfATest(Processes processes) {
        String server = address; // a static field has no value in another JVM
        assertThat(processes.start("client", () -> get(server)).result()).isEqualTo("42");
    }

    static String get(String address) throws IOException {
        try (InputStream answer = URI.create(address).toURL().openStream()) {
            return new String(answer.readAllBytes());
        }
    }
}
// end

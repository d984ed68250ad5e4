package example;

import static java.net.http.HttpResponse.BodyHandlers.ofString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.multiprocess.ChildProcess;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessGroup;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

/** Clients of a frozen HTTP server time out, and are answered when the server continues. */
class HttpServerSampleTests {

    /** The program under test. */
    static class PriceServer {

        public static void main(String[] arguments) throws IOException {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                exchange.sendResponseHeaders(200, 2);
                exchange.getResponseBody().write("42".getBytes());
                exchange.close();
            });
            server.start();
            System.out.println("listens on port " + server.getAddress().getPort());
        }
    }

    @MultiProcessTest(timeout = "30s")
    void serverIsFrozen_clientsTimeOutAndAreAnsweredLater(Processes processes, ProcessQueue<String> events)
            throws Exception {
        ChildProcess<Void> server = processes.startMain("server", PriceServer.class);
        String port =
                server.awaitOutput(Pattern.compile("listens on port (\\d+)")).group(1);
        URI address = URI.create("http://localhost:" + port + "/");
        assertThat(get(address, Duration.ofSeconds(20))).isEqualTo("42");

        server.pause();
        ChildProcess<String> patient = processes.start("patient", () -> {
            events.put("patient asks");
            return get(address, Duration.ofSeconds(20));
        });
        assertThat(events.take()).isEqualTo("patient asks");
        ProcessGroup<String> impatient = processes.start(2, "impatient", index -> {
            assertThatThrownBy(() -> get(address, Duration.ofSeconds(1))).isInstanceOf(HttpTimeoutException.class);
            events.put("impatient " + index + " asks again");
            return get(address, Duration.ofSeconds(20));
        });
        assertThat(Set.of(events.take(), events.take()))
                .containsExactlyInAnyOrder("impatient 0 asks again", "impatient 1 asks again");
        assertThat(patient.isAlive()).isTrue();

        server.resume();
        assertThat(patient.result()).isEqualTo("42");
        assertThat(impatient.results()).containsExactly("42", "42");
    }

    static String get(URI address, Duration timeout) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address).timeout(timeout).build();
        return HttpClient.newHttpClient().send(request, ofString()).body();
    }
}

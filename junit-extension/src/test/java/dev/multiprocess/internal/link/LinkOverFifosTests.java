package dev.multiprocess.internal.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.internal.call.CallRequest;
import dev.multiprocess.internal.call.Reply;
import dev.multiprocess.internal.thread.SystemCalls;
import dev.multiprocess.internal.wire.Connection;
import dev.multiprocess.internal.wire.ConnectionLoop;
import dev.multiprocess.internal.wire.FrameHandler;
import dev.multiprocess.internal.wire.LinkPort;
import dev.multiprocess.internal.wire.PrivateDirectory;
import dev.multiprocess.internal.wire.ProtocolException;
import dev.multiprocess.kit.PrivateDirectories;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A link that is listened for before there is a child. */
@Timeout(20)
@EnabledOnOs(OS.LINUX)
class LinkOverFifosTests {

    private static final int FRAME_LIMIT = 1_000_000;
    private static final String NAME = "link-1";

    private final ExecutorService writers = Executors.newCachedThreadPool();
    private final BlockingQueue<String> heardByTestJvm = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> heardByChild = new LinkedBlockingQueue<>();
    private PrivateDirectory directory;
    private LinkServer server;

    @BeforeAll
    static void expectRefusals() {
        Logger.getLogger(LinkServer.class.getName()).setLevel(Level.OFF);
    }

    @AfterAll
    static void reportRefusalsAgain() {
        Logger.getLogger(LinkServer.class.getName()).setLevel(null);
    }

    @BeforeEach
    void make() throws IOException, InterruptedException {
        directory = PrivateDirectories.withFifos(NAME);
    }

    @AfterEach
    void close() throws IOException {
        server.drainAndClose();
        writers.shutdown();
        directory.delete();
        assertThat(directory.path()).doesNotExist();
    }

    private void listen(LinkServer.Calling calling) throws IOException {
        server = LinkServer.listen(new LinkPort(directory, NAME), writers, FRAME_LIMIT, calling);
    }

    private LinkClient call() throws IOException {
        return LinkClient.open(directory, NAME, 1, FRAME_LIMIT, new Obeying(), new SystemCalls());
    }

    @Test
    void childIsThere_begins_andReturns() throws Exception {
        listen(link -> {
            heardByTestJvm.add("called");
            link.begin();
            return new Listening();
        });
        LinkClient client = call();
        client.awaitBegin();
        client.started();
        client.returned("a result".getBytes(StandardCharsets.UTF_8));

        assertThat(heardByTestJvm.take()).isEqualTo("called");
        assertThat(heardByTestJvm.take()).isEqualTo("started");
        assertThat(heardByTestJvm.take()).isEqualTo("returned a result");
    }

    @Test
    void testJvmAsks_andIsAnswered() throws Exception {
        listen(link -> new Listening());
        LinkClient client = call();
        client.started();
        heardByTestJvm.take();

        assertThat(server.threadDump().get(10, TimeUnit.SECONDS)).isEqualTo("stacks");
        server.interrupt();
        assertThat(heardByChild.take()).isEqualTo("interrupt");
    }

    @Test
    void childGoesDown_takesNoJobAnyMore() throws Exception {
        listen(link -> new Listening());
        LinkClient client = call();
        client.takeNoJob();
        client.exiting("signal");
        assertThat(heardByTestJvm.take()).isEqualTo("exiting by signal");
        server.send(new Job("late", 0, List.of(), FRAME_LIMIT, List.of(), List.of(), "", new byte[0]));

        // Answered in their order.
        assertThat(server.threadDump().get(10, TimeUnit.SECONDS)).isEqualTo("stacks");
        assertThat(heardByTestJvm).doesNotContain("taken");
    }

    @Test
    void childThatIsNotExpected_loses() throws Exception {
        listen(link -> {
            throw new ProtocolException("child 7 is not expected");
        });
        call();

        assertThat(heardByChild.take()).isEqualTo("lost");
        assertThat(heardByTestJvm).isEmpty();
    }

    @Test
    void firstWordIsAnother_endsTheLink() throws Exception {
        listen(link -> new Listening());
        ReentrantLock lock = new ReentrantLock();
        BlockingQueue<String> closed = new LinkedBlockingQueue<>();
        Connection.call(
                directory,
                NAME,
                lock,
                FRAME_LIMIT,
                (ConnectionLoop.HandlerFactory) connection -> {
                    connection.send(LinkProtocol.STARTED);
                    return new Closing(closed);
                },
                new SystemCalls());

        assertThat(closed.take()).isEqualTo("was closed by the other side");
        assertThat(heardByTestJvm).isEmpty();
    }

    private record Closing(BlockingQueue<String> closed) implements FrameHandler {

        @Override
        public void onFrame(int type, ByteBuffer body) {
            closed.add("frame " + type);
        }

        @Override
        public void onClosed(String reason, boolean clean) {
            closed.add(reason);
        }
    }

    /** Notes what the child says. */
    private final class Listening implements LinkListener {

        @Override
        public void ready() {}

        @Override
        public void taken() {
            heardByTestJvm.add("taken");
        }

        @Override
        public void noted(String text) {}

        @Override
        public void started() {
            heardByTestJvm.add("started");
        }

        @Override
        public void returned(byte[] result) {
            heardByTestJvm.add("returned " + new String(result, StandardCharsets.UTF_8));
        }

        @Override
        public void threw(byte[] failure) {}

        @Override
        public void exiting(String caller) {
            heardByTestJvm.add("exiting by " + caller);
        }

        @Override
        public CompletableFuture<Reply> called(CallRequest request) {
            return new CompletableFuture<>();
        }

        @Override
        public void closed(String reason) {
            heardByTestJvm.add("closed");
        }
    }

    /** Notes what the child is told to do. */
    private final class Obeying implements LinkClient.Orders {

        @Override
        public CompletableFuture<Reply> called(CallRequest request) {
            return new CompletableFuture<>();
        }

        @Override
        public void stop() {
            heardByChild.add("stop");
        }

        @Override
        public void interrupt() {
            heardByChild.add("interrupt");
        }

        @Override
        public String threadDump() {
            return "stacks";
        }

        @Override
        public void save(Runnable saved) {
            saved.run();
        }

        @Override
        public String census() {
            return "";
        }

        @Override
        public boolean isEnding() {
            return false;
        }

        @Override
        public void lost() {
            heardByChild.add("lost");
        }
    }
}

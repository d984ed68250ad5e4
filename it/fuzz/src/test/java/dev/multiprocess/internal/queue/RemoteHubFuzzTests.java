package dev.multiprocess.internal.queue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.multiprocess.QueueStatistics;
import dev.multiprocess.corpus.Corpus;
import dev.multiprocess.internal.bell.Doorbell;
import dev.multiprocess.internal.wire.Feed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** What the test JVM says on a child's pipe to a queue. */
class RemoteHubFuzzTests {

    /** No thread waits, so that it never has a socket. */
    private static final Doorbell DOORBELL = new Doorbell(Path.of("nowhere"), 1);

    @FuzzTest
    void pipe(byte[] input) throws IOException {
        ReentrantLock lock = new ReentrantLock();
        try (Feed feed = new Feed(lock, connection -> new RemoteHub(1, lock, connection, DOORBELL))) {
            feed.end(input);
        }
        try {
            Statistics.decode(input);
        } catch (UncheckedIOException e) {
            // They are cut short, or a name is no text.
        }
    }

    @Test
    void seeds_areWhatTheTestJvmSends() throws IOException {
        QueueStatistics statistics =
                new QueueStatistics(2, 1, 0, 0, 1, 0, 10, Map.of("writer", 2L), Map.of("reader", 1L));
        Corpus.check(
                RemoteHubFuzzTests.class,
                "pipe",
                Map.of(
                        "opened",
                        Feed.sent(tester -> tester.send(PipeProtocol.OPENED, opened("/nowhere"))),
                        "opened-nameless",
                        Feed.sent(tester -> tester.send(PipeProtocol.OPENED, opened("\0"))),
                        "wake",
                        Feed.sent(tester -> tester.send(PipeProtocol.WAKE)),
                        "statistics",
                        Feed.sent(tester -> tester.send(
                                PipeProtocol.ANSWER,
                                ByteBuffer.allocate(Integer.BYTES),
                                Statistics.encode(statistics)))));
    }

    private static ByteBuffer opened(String folder) {
        return ByteBuffer.allocate(64)
                .putInt(1)
                .putInt(10)
                .putLong(1 << 20)
                .putInt(folder.length())
                .put(PipeProtocol.text(folder))
                .put(PipeProtocol.text("orders"))
                .flip();
    }
}

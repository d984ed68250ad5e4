package dev.multiprocess.internal.link;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.multiprocess.corpus.Corpus;
import dev.multiprocess.internal.call.CallRequest;
import dev.multiprocess.internal.call.Reply;
import dev.multiprocess.internal.wire.Feed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What the test JVM says on a child's link. */
class LinkClientFuzzTests {

    @FuzzTest
    void link(byte[] input) throws IOException {
        LinkClient link = new LinkClient(1, new Obedient());
        try (Feed feed = new Feed(link.lock, link)) {
            feed.end(input);
        }
    }

    @Test
    void seeds_areWhatTheTestJvmSends() throws IOException {
        Job job = new Job(
                "worker-1",
                0,
                List.of("a.Customizer"),
                1 << 20,
                List.of("queue:1"),
                List.of(new byte[3]),
                "log:1:64:1:a/dev/shm/b",
                new byte[9]);
        Corpus.check(
                LinkClientFuzzTests.class,
                "link",
                Map.of(
                        "job",
                        Feed.sent(tester -> tester.send(LinkProtocol.JOB, ByteBuffer.wrap(job.encode()))),
                        "job-that-lies",
                        Feed.sent(tester -> tester.send(LinkProtocol.JOB, jobOf(Integer.MAX_VALUE))),
                        "orders",
                        Feed.sent(tester -> {
                            tester.send(LinkProtocol.INTERRUPT);
                            tester.send(LinkProtocol.STOP);
                        }),
                        "questions",
                        Feed.sent(tester -> {
                            tester.send(LinkProtocol.DUMP_ASKED, LinkProtocol.number(1));
                            tester.send(LinkProtocol.CENSUS_ASKED, LinkProtocol.number(2));
                            tester.send(LinkProtocol.SAVE_ASKED, LinkProtocol.number(3));
                        }),
                        "reply",
                        Feed.sent(tester -> {
                            CallFrames frames = new CallFrames(
                                    LinkProtocol.CALLED,
                                    LinkProtocol.REPLY,
                                    LinkProtocol.FORGOTTEN,
                                    LinkProtocol.DISTURBED,
                                    tester::send);
                            frames.reply(1, new Reply(false, new byte[] {2, 0}));
                            frames.call(1, new CallRequest(0, 7, "shared:3:5:java.util.List", new byte[] {2, 0}));
                            frames.interrupt(1);
                            frames.cancel(1);
                        })));
    }

    /** A job that announces that many bytes of state. */
    private static ByteBuffer jobOf(int bytes) {
        return ByteBuffer.allocate(22)
                .putShort((short) 0)
                .putInt(0)
                .putInt(0)
                .putInt(1 << 20)
                .putInt(0)
                .putInt(bytes)
                .flip();
    }

    /** Does nothing that would last. */
    private static final class Obedient implements LinkClient.Orders {

        @Override
        public CompletableFuture<Reply> called(CallRequest request) {
            return new CompletableFuture<>();
        }

        @Override
        public void stop() {}

        @Override
        public void interrupt() {}

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
            return "stuck";
        }

        @Override
        public boolean isEnding() {
            return false;
        }

        @Override
        public void lost() {}
    }
}

package dev.multiprocess.internal.link;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.multiprocess.corpus.Corpus;
import dev.multiprocess.internal.call.CallRequest;
import dev.multiprocess.internal.call.Reply;
import dev.multiprocess.internal.diagnose.Census;
import dev.multiprocess.internal.diagnose.Wait;
import dev.multiprocess.internal.wire.Feed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a child says on its link. */
class LinkServerFuzzTests {

    @FuzzTest
    void link(byte[] input) throws IOException {
        LinkServer link = new LinkServer(new Silent());
        try (Feed feed = new Feed(link.lock, link)) {
            link.threadDump();
            link.save();
            CompletableFuture<String> census = link.census();
            feed.end(input);
            if (!census.isCompletedExceptionally()) {
                Census.decode(census.join());
            }
        }
    }

    @Test
    void seeds_areWhatAChildSends() throws IOException {
        String census = new Census(
                        Optional.empty(),
                        List.of(new Wait(1, Wait.Kind.TAKE, "2", List.of(3, 4), "main", 0, 0, 150, true)))
                .encode();
        Corpus.check(
                LinkServerFuzzTests.class,
                "link",
                Map.of(
                        "task",
                        Feed.sent(child -> {
                            child.send(LinkProtocol.READY);
                            child.send(LinkProtocol.TAKEN);
                            child.send(LinkProtocol.NOTE, LinkProtocol.text("a line"));
                            child.send(LinkProtocol.STARTED);
                            child.send(LinkProtocol.RESULT, LinkProtocol.text("a result"));
                        }),
                        "failure",
                        Feed.sent(child -> {
                            child.send(LinkProtocol.STARTED);
                            child.send(LinkProtocol.FAILURE, LinkProtocol.text("an exception"));
                            child.send(LinkProtocol.EXITING, LinkProtocol.text("a stack"));
                        }),
                        "answers",
                        Feed.sent(child -> {
                            child.send(LinkProtocol.DUMP, LinkProtocol.number(1), LinkProtocol.text("stacks"));
                            child.send(LinkProtocol.SAVED, LinkProtocol.number(2));
                            child.send(LinkProtocol.DUMP, LinkProtocol.number(3), LinkProtocol.text(census));
                        }),
                        "call",
                        Feed.sent(child -> {
                            CallFrames frames = new CallFrames(
                                    LinkProtocol.CALL,
                                    LinkProtocol.ANSWER,
                                    LinkProtocol.FORGET,
                                    LinkProtocol.DISTURB,
                                    child::send);
                            frames.call(1, new CallRequest(3, 1, "shared:0:5:java.util.List", new byte[] {2, 0}));
                            frames.interrupt(1);
                            frames.cancel(1);
                            frames.reply(2, new Reply(true, new byte[] {2, 0}));
                        }),
                        "call-that-lies",
                        Feed.sent(child -> child.send(
                                LinkProtocol.CALL,
                                ByteBuffer.allocate(16)
                                        .putInt(1)
                                        .putInt(3)
                                        .putInt(1)
                                        .putInt(Integer.MAX_VALUE)
                                        .flip())),
                        "call-of-nothing",
                        Feed.sent(child -> child.send(LinkProtocol.CALL))));
    }

    /** All that counts here is that it can be called. */
    private static final class Silent implements LinkListener {

        @Override
        public void ready() {}

        @Override
        public void taken() {}

        @Override
        public void noted(String text) {}

        @Override
        public void started() {}

        @Override
        public void returned(byte[] result) {}

        @Override
        public void threw(byte[] failure) {}

        @Override
        public void exiting(String caller) {}

        @Override
        public CompletableFuture<Reply> called(CallRequest request) {
            return new CompletableFuture<>();
        }

        @Override
        public void closed(String reason) {}
    }
}

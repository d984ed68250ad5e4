package dev.multiprocess.internal.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.junit.Lifecycle;
import dev.multiprocess.corpus.Corpus;
import dev.multiprocess.internal.bell.Doorbell;
import dev.multiprocess.internal.elements.Element;
import dev.multiprocess.internal.queue.PipeProtocol;
import dev.multiprocess.internal.queue.Question;
import dev.multiprocess.internal.slots.SharedQueue;
import dev.multiprocess.internal.slots.Taken;
import dev.multiprocess.internal.wire.Feed;
import dev.multiprocess.internal.wire.PrivateDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a child says on its pipe to a queue, in which another child has put two elements. */
class HubPipeFuzzTests {

    private static final int OTHER = 1;
    private static final int CHILD = 2;

    private PrivateDirectory directory;
    private Path folder;

    @BeforeEach
    void makeRoom() throws IOException {
        directory = PrivateDirectory.create();
        folder = directory.queueFolders().get(0).resolve("queue");
    }

    @AfterEach
    void cleanUp() throws IOException {
        directory.delete();
    }

    @FuzzTest(lifecycle = Lifecycle.PER_TEST)
    void pipe(byte[] input) throws IOException {
        Doorbell doorbell = new Doorbell(directory.path(), 0);
        HubQueue queue = new HubQueue(1, "q", 4, 1 << 20, folder, folder, doorbell);
        try {
            queue.openWriter(queue.participant(OTHER, "other"));
            int other = queue.join(queue.participant(OTHER, "other"));
            try (SharedQueue ofOther = SharedQueue.open(queue.address(other), queue.localHub(), doorbell)) {
                ofOther.put(new Element("first".getBytes(StandardCharsets.UTF_8), true));
                ofOther.put(new Element("second".getBytes(StandardCharsets.UTF_8), true));
            }
            HubPipe[] pipe = new HubPipe[1];
            Feed feed = new Feed(queue.lock, connection -> {
                pipe[0] = new HubPipe(queue, connection, CHILD, "child");
                return pipe[0];
            });
            try (feed) {
                queue.add(pipe[0]);
                pipe[0].open();
                feed.end(input);
            }
            queue.ended(CHILD, false);
            assertThat(queue.statistics().putBy()).containsEntry("other", 2L);
            queue.closeWriter(queue.participant(OTHER, "other"));
            assertThat(endOf(queue)).isNotEqualTo(Taken.Outcome.EMPTY);
        } finally {
            queue.end();
        }
    }

    /** Takes all there is: what comes then must be an end. */
    private static Taken.Outcome endOf(HubQueue queue) {
        try {
            Taken taken = queue.localAccess().take(0, true);
            while (taken.outcome() == Taken.Outcome.ELEMENT) {
                taken = queue.localAccess().take(0, true);
            }
            return taken.outcome();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void seeds_areWhatAChildSends() throws IOException {
        Map<String, byte[]> seeds = new LinkedHashMap<>();
        seeds.put("wake-all", Feed.sent(child -> child.send(PipeProtocol.WAKE_ALL)));
        for (Question question : Question.values()) {
            seeds.put(
                    "ask-" + question.name().toLowerCase(Locale.ROOT),
                    Feed.sent(child -> child.send(PipeProtocol.ASK, asked(1, question.ordinal(), 1))));
        }
        seeds.put("all", Feed.sent(child -> {
            for (Question question : Question.values()) {
                child.send(PipeProtocol.ASK, asked(2, question.ordinal(), 0));
            }
        }));
        seeds.put("ask-unknown", Feed.sent(child -> child.send(PipeProtocol.ASK, asked(1, -1, 0))));
        seeds.put("withdraw-twice", Feed.sent(child -> {
            int withdraw = Question.WITHDRAW_WRITER.ordinal();
            child.send(PipeProtocol.ASK, asked(1, withdraw, 0));
            child.send(PipeProtocol.ASK, asked(2, withdraw, 0));
        }));
        Corpus.check(HubPipeFuzzTests.class, "pipe", seeds);
    }

    private static ByteBuffer asked(int call, int question, long argument) {
        return ByteBuffer.allocate(Integer.BYTES + 1 + Long.BYTES)
                .putInt(call)
                .put((byte) question)
                .putLong(argument)
                .flip();
    }
}

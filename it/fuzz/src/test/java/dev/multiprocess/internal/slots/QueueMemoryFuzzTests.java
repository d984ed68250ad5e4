package dev.multiprocess.internal.slots;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.junit.Lifecycle;
import dev.multiprocess.corpus.Corpus;
import dev.multiprocess.internal.bell.Doorbell;
import dev.multiprocess.internal.elements.Element;
import dev.multiprocess.internal.memory.HeadWord;
import dev.multiprocess.internal.memory.PutWord;
import dev.multiprocess.internal.memory.SlotFile;
import dev.multiprocess.internal.memory.WaitKind;
import dev.multiprocess.internal.wire.PrivateDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Words in the memory of a queue that no process of ours has written. */
class QueueMemoryFuzzTests {

    private static final int WRITER = 1;
    private static final int READER = 2;
    private static final int CAPACITY = 100;
    private static final long BUDGET = 1 << 20;

    /** The files that words are changed in, and how many of their first words. */
    private static final List<String> FILES = List.of("header", "slots-0", "arena-1-0");

    private static final int[] WORDS = {192, 64, 16};
    private static final int EDIT_BYTES = 2 + Long.BYTES;

    private static final int HEAD = 32;

    private PrivateDirectory directory;
    private Doorbell doorbell;
    private Path folder;

    @BeforeEach
    void makeRoom() throws IOException {
        directory = PrivateDirectory.create();
        folder = directory.queueFolders().get(0).resolve("queue");
        doorbell = new Doorbell(directory.path(), 1);
    }

    private SharedQueue.QueueAddress address(int participant) {
        return new SharedQueue.QueueAddress(1, "q", folder, folder, participant, CAPACITY, BUDGET);
    }

    @AfterEach
    void cleanUp() throws IOException {
        doorbell.close();
        directory.delete();
    }

    /**
     * Each ten bytes are one change: the file, the word and its new value; a fourth file stands for cutting one off.
     */
    @FuzzTest(lifecycle = Lifecycle.PER_TEST)
    void memory(byte[] input) throws IOException {
        QueueMemoryOwner keeper = QueueMemoryOwner.create(folder, folder, "q");
        HubAccess home = new KeeperHub(keeper);
        SharedQueue writer = SharedQueue.open(address(keeper.addParticipant()), home, doorbell);
        SharedQueue reader = SharedQueue.open(address(keeper.addParticipant()), home, doorbell);
        try {
            fill(keeper, writer, reader);
            boolean frozen = damage(input);
            if (!frozen) {
                use(reader);
                use(writer);
            }
            keep(keeper);
            openAnew(home, frozen);
        } finally {
            writer.close();
            reader.close();
            keeper.close();
            PrivateDirectory.deleteFolder(folder);
        }
    }

    private static void fill(QueueMemoryOwner keeper, SharedQueue writer, SharedQueue reader) {
        for (int i = 0; i < 4; i++) {
            writer.put(new Element(new byte[i], true));
            writer.put(new Element(new byte[20], true));
            reader.put(new Element(new byte[3], true));
        }
        reader.take(false);
        reader.take(false);
        keeper.remove(6);
        keeper.recycle();
        reader.take(false);
    }

    /** Returns whether the head is frozen, which processes may wait for and only the test JVM knows to be wrong. */
    private boolean damage(byte[] input) throws IOException {
        boolean frozen = false;
        ByteBuffer edits = ByteBuffer.wrap(input);
        while (edits.remaining() >= EDIT_BYTES) {
            int file = Byte.toUnsignedInt(edits.get()) % (FILES.size() + 1);
            int word = Byte.toUnsignedInt(edits.get());
            byte[] value = new byte[Long.BYTES];
            edits.get(value);
            boolean cuts = file == FILES.size();
            Path target = folder.resolve(FILES.get(cuts ? word % FILES.size() : file));
            try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
                if (cuts) {
                    // Not shorter: the operating system would end a process that has it mapped.
                    channel.write(ByteBuffer.allocate(1), channel.size());
                } else {
                    int changed = word % WORDS[file];
                    channel.write(ByteBuffer.wrap(value), (long) changed * Long.BYTES);
                    frozen = file == 0 && changed == HEAD ? value[Long.BYTES - 1] < 0 : frozen;
                }
            }
        }
        return frozen;
    }

    private static void use(SharedQueue queue) {
        orderly(queue::size);
        orderly(queue::isClosed);
        orderly(() -> queue.page(0, 1 << 20));
        for (WaitKind kind : WaitKind.values()) {
            orderly(() -> queue.isStuck(kind, 10));
        }
        for (int length : new int[] {1, 20, 100_000}) {
            orderly(() -> queue.put(new Element(new byte[length], true)));
        }
        for (int i = 0; i < 15; i++) {
            orderly(() -> queue.take(true));
        }
        orderly(() -> queue.put(new Element(new byte[20], true)));
    }

    private static void keep(QueueMemoryOwner keeper) {
        orderly(keeper::recycle);
        orderly(keeper::size);
        orderly(keeper::isClosed);
        orderly(keeper::isStreamEnded);
        orderly(() -> keeper.remove(9));
        orderly(() -> keeper.ended(WRITER));
        orderly(() -> keeper.changeState(true, true));
        orderly(() -> keeper.waiting(READER, WaitKind.TAKE));
        orderly(() -> assertThat(keeper.addParticipant()).isEqualTo(3));
        orderly(keeper::end);
        orderly(keeper::ledger);
    }

    private void openAnew(HubAccess home, boolean frozen) {
        try (SharedQueue opened = SharedQueue.open(address(3), home, doorbell)) {
            if (!frozen) {
                use(opened);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("must have");
        } catch (RuntimeException e) {
            assertOrderly(e);
        }
    }

    private static void orderly(Runnable use) {
        try {
            use.run();
        } catch (RuntimeException e) {
            assertOrderly(e);
        }
    }

    private static void assertOrderly(RuntimeException e) {
        String message = String.valueOf(e.getMessage());
        boolean told = e instanceof UncheckedIOException
                || message.contains(" is damaged: ")
                || message.contains(" elements can be removed from the middle ");
        if (!told) {
            throw e;
        }
    }

    private record KeeperHub(QueueMemoryOwner keeper) implements HubAccess {

        @Override
        public void wakeAll() {}

        @Override
        public void recycle() {
            keeper.recycle();
        }

        @Override
        public List<String> brokenBy() {
            return List.of("writer");
        }
    }

    @Test
    void seeds_changeEachKindOfWord() throws IOException {
        Map<String, byte[]> seeds = new LinkedHashMap<>();
        seeds.put("unchanged", new byte[0]);
        Map<String, Integer> words = new LinkedHashMap<>();
        words.put("tail", 16);
        words.put("head", HEAD);
        words.put("recycled", 48);
        words.put("recycled-cost", 49);
        words.put("segments", 64);
        words.put("state", 80);
        words.put("participants", 81);
        words.put("takers", 96);
        words.put("putters", 112);
        words.put("cell", 160);
        words.forEach((name, word) -> {
            seeds.put(name + "-none", edit(0, word, 0));
            seeds.put(name + "-some", edit(0, word, 40));
            seeds.put(name + "-most", edit(0, word, Long.MAX_VALUE));
            seeds.put(name + "-negative", edit(0, word, -1));
        });
        seeds.put("head-behind-tail", edit(0, HEAD, HeadWord.of(40, 0)));
        seeds.put("head-behind-slots", edit(0, HEAD, HeadWord.of(5000, 0)));
        seeds.put("head-with-holes", edit(0, HEAD, HeadWord.of(3, 1000)));
        for (int slot = 3; slot < 13; slot += 3) {
            seeds.put("slot-" + slot + "-unput", edit(1, 2 * slot, 0));
            seeds.put("slot-" + slot + "-closed", edit(1, 2 * slot, PutWord.CLOSED));
            seeds.put("slot-" + slot + "-in-file", edit(1, 2 * slot, PutWord.inFile(1, 1)));
            seeds.put("slot-" + slot + "-nowhere", edit(1, 2 * slot, PutWord.inArena(1, 7, 0, 10)));
            seeds.put("slot-" + slot + "-outside", edit(1, 2 * slot, PutWord.inArena(1, 0, PutWord.LONG, 10)));
            seeds.put("slot-" + slot + "-long", edit(1, 2 * slot, PutWord.inArena(1, 0, 0, PutWord.LONG)));
            seeds.put("slot-" + slot + "-stranger", edit(1, 2 * slot, PutWord.inline(4000, new byte[2])));
            seeds.put("slot-" + slot + "-taken", edit(1, 2 * slot + 1, 2));
            seeds.put("slot-" + slot + "-taken-by-stranger", edit(1, 2 * slot + 1, Long.MAX_VALUE));
            seeds.put("slot-" + slot + "-removed", edit(1, 2 * slot + 1, SlotFile.REMOVED));
        }
        seeds.put("long-element", join(edit(1, 6, PutWord.inArena(1, 0, 0, PutWord.LONG)), edit(2, 0, 1L << 31)));
        seeds.put("other-size-header", edit(3, 0, 0));
        seeds.put("other-size-slots", edit(3, 1, 0));
        seeds.put("other-size-arena", edit(3, 2, 0));
        Corpus.check(QueueMemoryFuzzTests.class, "memory", seeds);
    }

    private static byte[] edit(int file, int word, long value) {
        return ByteBuffer.allocate(EDIT_BYTES)
                .put((byte) file)
                .put((byte) word)
                .putLong(Long.reverseBytes(value))
                .array();
    }

    private static byte[] join(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }
}

package dev.multiprocess.internal.slots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiprocess.internal.elements.Element;
import dev.multiprocess.internal.memory.HeadWord;
import dev.multiprocess.internal.memory.QueueMemory;
import dev.multiprocess.internal.memory.SharedFile;
import dev.multiprocess.internal.memory.SlotFiles;
import dev.multiprocess.internal.memory.WaitKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several ends of one queue's memory in one JVM; the killing of real processes is tested with whole queues. */
@Timeout(60)
class SharedQueueTests extends SharedQueueTestBase {

    private static byte[] number(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }

    private static int number(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getInt();
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        if (length > 0) {
            // As a serializer does, and not what says that they are raw.
            bytes[0] = 0;
        }
        return bytes;
    }

    private static Element element(byte[] bytes) {
        return new Element(bytes, false);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 5, 15, 16, 1 << 10, (1 << 22) - 3, (1 << 22) - 2, (1 << 22) - 1, 5 << 20, 70 << 20})
    void rawElementOfAnyLength_arrivesAsItWas(int length) throws IOException {
        SharedQueue writer = make(10, NO_BUDGET);
        SharedQueue reader = end();
        Element raw = new Element(filled(length, 3), true);

        assertThat(writer.put(raw)).isEqualTo(PutOutcome.PUT);
        assertThat(writer.put(raw)).isEqualTo(PutOutcome.PUT);

        assertThat(reader.page(0, 1).get(0).element().bytes()).isEqualTo(raw.bytes());
        Element taken = reader.take(false).element;
        assertThat(taken.raw()).isTrue();
        assertThat(taken.bytes()).isEqualTo(raw.bytes());
        assertThat(reader.take(false).element.bytes()).isEqualTo(raw.bytes());
    }

    @ParameterizedTest
    @ValueSource(
            ints = {0, 1, 5, 6, 16, 17, 1 << 10, 1 << 16, (1 << 22) - 2, (1 << 22) - 1, 1 << 22, 5 << 20, 70 << 20})
    void elementOfAnyLength_arrivesAsItWas(int length) throws IOException {
        SharedQueue writer = make(UNBOUNDED, NO_BUDGET);
        SharedQueue reader = end();

        for (int i = 0; i < 3; i++) {
            assertThat(writer.put(element(filled(length, i + 100)))).isEqualTo(PutOutcome.PUT);
        }

        assertThat(reader.size()).isEqualTo(3);
        for (int i = 0; i < 3; i++) {
            assertThat(reader.take(false).element.bytes()).isEqualTo(filled(length, i + 100));
        }
        assertThat(reader.take(false)).isEqualTo(Taken.EMPTY);
        assertThat(keeper.ledger().takenBy(2)).isEqualTo(3);
    }

    @Test
    void elementTooLargeForSharedMemory_hasAFileUntilItIsTaken() throws IOException {
        SharedQueue queue = make(2, NO_BUDGET);
        byte[] large = filled(65 << 20, 1);

        assertThat(queue.put(element(large))).isEqualTo(PutOutcome.PUT);
        assertThat(queue.put(element(number(7)))).isEqualTo(PutOutcome.PUT);
        assertThat(queue.put(element(large))).isEqualTo(PutOutcome.FULL);
        assertThat(overflow()).isDirectoryContaining("glob:**element-1-1");
        assertThat(keeper.ledger().bytes()).isGreaterThan(65 << 20);

        assertThat(queue.take(false).element.bytes()).isEqualTo(large);
        keeper.recycle();
        assertThat(overflow()).isEmptyDirectory();
        assertThat(number(queue.take(false).element.bytes())).isEqualTo(7);
    }

    @Test
    void directoryOfTheTestJvmIsDeleted_largeElementDoesNotMakeItAgain() throws IOException {
        SharedQueue queue = make(UNBOUNDED, NO_BUDGET);
        Path deleted = directory.resolve("private");
        Files.delete(deleted);

        assertThat(queue.put(element(filled(65 << 20, 1)))).isEqualTo(PutOutcome.NO_ROOM);
        assertThat(deleted).doesNotExist();
    }

    @Test
    void thereIsNoRoomAnywhere_putSaysSo() throws IOException {
        SharedQueue queue = make(UNBOUNDED, NO_BUDGET);
        Files.createDirectories(overflow().getParent());
        Files.createFile(overflow());

        assertThat(queue.put(element(filled(65 << 20, 1)))).isEqualTo(PutOutcome.NO_ROOM);
        assertThat(queue.put(element(number(7)))).isEqualTo(PutOutcome.PUT);
        assertThat(number(queue.take(false).element.bytes())).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100, UNBOUNDED})
    void severalWritersAndReaders_eachElementOnceAndEachWritersInOrder(int mostElements) throws Exception {
        make(mostElements, NO_BUDGET);
        int writers = 3;
        int each = 40_000;
        ConcurrentHashMap<Integer, Integer> seen = new ConcurrentHashMap<>();
        AtomicInteger left = new AtomicInteger(writers * each);
        ExecutorService threads = Executors.newCachedThreadPool();
        List<Future<?>> all = new ArrayList<>();
        for (int w = 0; w < writers; w++) {
            SharedQueue writer = end();
            int first = w * each;
            all.add(threads.submit(() -> {
                for (int i = 0; i < each; i++) {
                    // Every third needs an arena.
                    byte[] bytes = i % 3 == 0 ? Arrays.copyOf(number(first + i), 100) : number(first + i);
                    while (writer.put(element(bytes)) == PutOutcome.FULL) {
                        Thread.onSpinWait();
                    }
                    assertThat(writer.size()).isBetween(0, mostElements);
                }
            }));
        }
        for (int r = 0; r < 2; r++) {
            SharedQueue reader = end();
            all.add(threads.submit(() -> {
                int[] last = new int[writers];
                while (left.get() > 0) {
                    Taken taken = reader.take(false);
                    if (taken.outcome() == Taken.Outcome.ELEMENT) {
                        int number = number(taken.element.bytes());
                        assertThat(seen.put(number, number)).as("taken before").isNull();
                        assertThat(number % each + 1).as("in order").isGreaterThan(last[number / each]);
                        last[number / each] = number % each + 1;
                        left.decrementAndGet();
                    }
                }
            }));
        }
        for (Future<?> one : all) {
            one.get();
        }
        threads.shutdown();

        assertThat(seen).hasSize(writers * each);
        Ledger ledger = keeper.ledger();
        assertThat(ledger.size()).isZero();
        assertThat(ledger.putBy(2)).isEqualTo(each);
        assertThat(ledger.takenBy(5) + ledger.takenBy(6)).isEqualTo(writers * each);
    }

    @Test
    void capacityReached_putIsRefusedUntilOneIsTaken() throws IOException {
        SharedQueue writer = make(2, NO_BUDGET);
        SharedQueue other = end();

        assertThat(writer.put(element(number(1)))).isEqualTo(PutOutcome.PUT);
        assertThat(other.put(element(number(2)))).isEqualTo(PutOutcome.PUT);
        assertThat(writer.put(element(number(3)))).isEqualTo(PutOutcome.FULL);
        assertThat(other.put(element(number(3)))).isEqualTo(PutOutcome.FULL);

        assertThat(number(other.take(false).element.bytes())).isEqualTo(1);
        assertThat(writer.put(element(number(3)))).isEqualTo(PutOutcome.PUT);
        assertThat(other.put(element(number(4)))).isEqualTo(PutOutcome.FULL);
    }

    @Test
    void elementRemovedFromTheMiddle_makesRoomAndIsSkipped() throws IOException {
        SharedQueue queue = make(3, NO_BUDGET);
        for (int i = 1; i <= 3; i++) {
            queue.put(element(number(i)));
        }

        assertThat(keeper.remove(2)).isTrue();
        assertThat(keeper.remove(2)).isFalse();
        assertThat(keeper.remove(9)).isFalse();

        assertThat(queue.size()).isEqualTo(2);
        assertThat(queue.page(0, 1000)).extracting(Element.Placed::sequence).containsExactly(1L, 3L);
        assertThat(queue.put(element(number(4)))).isEqualTo(PutOutcome.PUT);
        assertThat(queue.put(element(number(5)))).isEqualTo(PutOutcome.FULL);
        assertThat(Stream.generate(() -> queue.take(false)).limit(3).map(taken -> number(taken.element.bytes())))
                .containsExactly(1, 3, 4);
        assertThat(queue.size()).isZero();
        assertThat(keeper.ledger().removed()).isEqualTo(1);
    }

    @Test
    void removingWhileOthersTake_eachElementGoesOneWayOnly() throws Exception {
        SharedQueue writer = make(UNBOUNDED, NO_BUDGET);
        SharedQueue reader = end();
        int count = 20_000;
        for (int i = 0; i < count; i++) {
            writer.put(element(number(i)));
        }
        ExecutorService thread = Executors.newSingleThreadExecutor();
        Future<Integer> taken = thread.submit(() -> {
            int number = 0;
            while (reader.take(false).outcome() == Taken.Outcome.ELEMENT) {
                number++;
            }
            return number;
        });
        int removed = 0;
        for (int i = count; i > 0; i--) {
            synchronized (keeper) {
                removed += keeper.remove(i) ? 1 : 0;
            }
        }

        assertThat(taken.get() + removed).isEqualTo(count);
        assertThat(writer.size()).isZero();
        assertThat(keeper.ledger().removed()).isEqualTo(removed);
        thread.shutdown();
    }

    @Test
    void closedQueue_refusesPutsAndGivesTheRest() throws IOException {
        SharedQueue queue = make(UNBOUNDED, NO_BUDGET);
        queue.put(element(number(1)));

        keeper.end();

        assertThat(queue.isClosed()).isTrue();
        assertThat(queue.put(element(number(2)))).isEqualTo(PutOutcome.CLOSED);
        assertThat(queue.size()).isEqualTo(1);
        assertThat(number(queue.take(false).element.bytes())).isEqualTo(1);
        assertThat(queue.take(false).outcome()).isEqualTo(Taken.Outcome.CLOSED);
    }

    @Test
    void fileOfUsedSlotsIsMadeOnceMore_nobodyLooksForElementsThere() throws IOException {
        SharedQueue fast = make(Integer.MAX_VALUE, NO_BUDGET);
        SharedQueue slow = end();
        fast.put(element(number(1)));
        assertThat(slow.take(false).outcome()).isEqualTo(Taken.Outcome.ELEMENT);
        for (int i = 0; i < SlotFiles.start(3); i++) {
            fast.put(element(number(i)));
            fast.take(false);
        }
        keeper.recycle();
        Path used = keeper.folder().resolve("slots-1");
        assertThat(used).doesNotExist();

        // As a writer does that was stopped in the middle of it.
        SharedFile.create(used, SlotFiles.bytes(1)).close();
        fast.put(element(number(2)));

        assertThat(number(slow.take(false).element.bytes())).isEqualTo(2);
    }

    @Test
    void streamEnded_isSeenAfterTheLastElementByThoseWhoLookForIt() throws IOException {
        SharedQueue queue = make(UNBOUNDED, NO_BUDGET);
        queue.put(element(number(1)));
        keeper.changeState(true, false);

        assertThat(number(queue.take(true).element.bytes())).isEqualTo(1);
        assertThat(queue.take(false)).isEqualTo(Taken.EMPTY);
        assertThat(queue.take(true).outcome()).isEqualTo(Taken.Outcome.END);

        keeper.changeState(true, true);
        assertThat(queue.take(true).brokenBy()).containsExactly("writer");

        keeper.changeState(false, false);
        assertThat(queue.take(true)).isEqualTo(Taken.EMPTY);
    }

    @Test
    void budgetUsedUp_onlyAnEmptyQueueTakesMore() throws IOException {
        SharedQueue queue = make(UNBOUNDED, 10_000);

        int put = 0;
        while (queue.put(element(filled(936, put))) == PutOutcome.PUT) {
            put++;
        }

        assertThat(put).isEqualTo(10);
        queue.take(false);
        assertThat(queue.put(element(filled(936, 1)))).isEqualTo(PutOutcome.PUT);
        assertThat(queue.put(element(filled(1, 1)))).isEqualTo(PutOutcome.FULL);
        while (queue.take(false) != Taken.EMPTY) {
            // Until it is empty.
        }
        assertThat(queue.put(element(filled(50_000, 1)))).isEqualTo(PutOutcome.PUT);
        assertThat(queue.put(element(filled(1, 1)))).isEqualTo(PutOutcome.FULL);
    }

    @Test
    void readerFailsWhileItCopies_nothingIsTaken() throws IOException {
        SharedQueue writer = make(UNBOUNDED, NO_BUDGET);
        SharedQueue reader = end();
        writer.put(element(filled(100, 1)));
        writer.put(element(filled(100, 2)));
        Path arena = keeper.folder().resolve("arena-1-0");
        Path away = directory.resolve("away");
        Files.move(arena, away);

        assertThatThrownBy(() -> reader.take(false))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("elements of a queue cannot be read");
        Files.move(away, arena);

        assertThat(reader.size()).isEqualTo(2);
        assertThat(reader.take(false).element.bytes()).isEqualTo(filled(100, 1));
        assertThat(reader.take(false).element.bytes()).isEqualTo(filled(100, 2));
    }

    @Test
    void readersRaceForTheSameElements_eachGetsWholeOnes() throws Exception {
        SharedQueue writer = make(50, NO_BUDGET);
        int count = 30_000;
        ExecutorService threads = Executors.newCachedThreadPool();
        AtomicInteger left = new AtomicInteger(count);
        List<Future<?>> readers = new ArrayList<>();
        for (int r = 0; r < 3; r++) {
            SharedQueue reader = end();
            readers.add(threads.submit(() -> {
                while (left.get() > 0) {
                    Taken taken = reader.take(false);
                    if (taken.outcome() == Taken.Outcome.ELEMENT) {
                        int first = taken.element.bytes()[1];
                        assertThat(taken.element.bytes()).isEqualTo(filled(taken.element.bytes().length, first));
                        assertThat(taken.element.bytes().length).isEqualTo(500 + first);
                        left.decrementAndGet();
                    }
                }
            }));
        }
        for (int i = 0; i < count; i++) {
            while (writer.put(element(filled(500 + i % 100, i % 100))) == PutOutcome.FULL) {
                Thread.onSpinWait();
            }
        }
        for (Future<?> reader : readers) {
            reader.get();
        }
        threads.shutdown();
    }

    @Test
    void writerDiesBeforeItHasPut_whatItWasAboutToDoesNotCount() throws IOException {
        SharedQueue queue = make(UNBOUNDED, 10_000);
        SharedQueue dying = end();
        dying.put(element(filled(936, 1)));
        QueueMemory memory = QueueMemory.open(keeper.folder(), overflow(), "q");
        memory.publishCostPutBy(2, 9_000);
        assertThat(queue.put(element(filled(936, 2)))).isEqualTo(PutOutcome.PUT);
        assertThat(queue.put(element(filled(936, 3)))).isEqualTo(PutOutcome.FULL);

        keeper.ended(2);

        assertThat(queue.put(element(filled(936, 3)))).isEqualTo(PutOutcome.PUT);
        memory.close();
    }

    @Test
    void headIsFrozenByAStranger_nobodyWaitsForEver() throws IOException {
        SharedQueue queue = make(1, NO_BUDGET);
        try (QueueMemory memory = QueueMemory.open(keeper.folder(), overflow(), "q")) {
            memory.moveHead(memory.head(), HeadWord.frozen(memory.head()));
        }

        assertThatThrownBy(queue::size)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageEndingWith(" is damaged: the test JVM seems to remove an element, and does not end");
        assertThatThrownBy(() -> keeper.recycle()).hasMessageEndingWith("it is frozen, and not by the test JVM");
    }

    @Test
    void fileHasAnotherSize_itIsNotMapped() throws IOException {
        make(1, NO_BUDGET);
        // Longer: a shorter one would end this process, which has it mapped already.
        Files.write(keeper.folder().resolve("slots-0"), new byte[16], StandardOpenOption.APPEND);

        assertThatThrownBy(this::end).rootCause().hasMessageContaining("slots-0 must have 16384 bytes: size=16400");
    }

    @Test
    void noRoomForMoreSlots_putSaysSoAndTheRestCanBeTaken() throws IOException {
        SharedQueue queue = make(UNBOUNDED, NO_BUDGET);
        int last = SlotFiles.length(0) - 1;
        for (int i = 0; i < last; i++) {
            assertThat(queue.put(element(number(i)))).isEqualTo(PutOutcome.PUT);
        }
        Path away = directory.resolve("away");
        Files.move(keeper.folder(), away);

        assertThat(queue.put(element(number(last)))).isEqualTo(PutOutcome.NO_ROOM);
        assertThat(queue.size()).isEqualTo(last);
        Files.move(away, keeper.folder());

        assertThat(queue.put(element(number(last)))).isEqualTo(PutOutcome.PUT);
        for (int i = 0; i <= last; i++) {
            assertThat(number(queue.take(false).element.bytes())).isEqualTo(i);
        }
    }

    @Test
    void noRoomForAnArena_elementsGoThroughTheHeap() throws IOException {
        SharedQueue queue = make(UNBOUNDED, NO_BUDGET);
        Files.createFile(keeper.folder().resolve("arena-1-0"));

        assertThat(queue.put(element(filled(100, 1)))).isEqualTo(PutOutcome.PUT);
        assertThat(queue.put(element(number(2)))).isEqualTo(PutOutcome.PUT);

        assertThat(queue.page(0, 1000))
                .extracting(placed -> placed.element().bytes())
                .containsExactly(filled(100, 1), number(2));
        assertThat(keeper.ledger().bytes()).isEqualTo(104);
        assertThat(queue.take(false).element.bytes()).isEqualTo(filled(100, 1));
        assertThat(queue.take(false).element.bytes()).isEqualTo(number(2));
        assertThat(keeper.ledger().putBy(1)).isEqualTo(2);
    }

    @Test
    void slotsThatNobodyNeeds_areDeleted() throws IOException {
        SharedQueue queue = make(UNBOUNDED, NO_BUDGET);
        for (int i = 0; i < 200_000; i++) {
            queue.put(element(number(i)));
            assertThat(number(queue.take(false).element.bytes())).isEqualTo(i);
        }

        keeper.recycle();

        try (Stream<Path> files = Files.list(keeper.folder())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .filteredOn(name -> name.startsWith("slots"))
                    .hasSizeLessThanOrEqualTo(2);
        }
        SharedQueue late = end();
        queue.put(element(number(7)));
        assertThat(late.size()).isEqualTo(1);
        assertThat(number(late.take(false).element.bytes())).isEqualTo(7);
        assertThat(late.put(element(number(8)))).isEqualTo(PutOutcome.PUT);
    }

    @Test
    void threadWaits_itIsWokenByTheChangeItWaitsFor() throws Exception {
        SharedQueue writer = make(UNBOUNDED, NO_BUDGET);
        SharedQueue reader = end();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        Future<byte[]> taken = thread.submit(() -> {
            reader.beginWait(WaitKind.TAKE);
            while (true) {
                long since = reader.arm(WaitKind.TAKE);
                Taken next = reader.take(false);
                if (next != Taken.EMPTY) {
                    reader.endWait(WaitKind.TAKE);
                    return next.element.bytes();
                }
                reader.await(since, Long.MAX_VALUE);
            }
        });
        while (keeper.waiting(2, WaitKind.TAKE) == 0) {
            Thread.onSpinWait();
        }

        writer.put(element(number(5)));

        assertThat(number(taken.get())).isEqualTo(5);
        assertThat(keeper.waiting(2, WaitKind.TAKE)).isZero();
        thread.shutdown();
    }
}

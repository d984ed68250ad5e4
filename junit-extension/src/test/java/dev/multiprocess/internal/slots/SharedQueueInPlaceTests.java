package dev.multiprocess.internal.slots;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.internal.elements.Element;
import dev.multiprocess.internal.memory.QueueMemory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Elements that are written and read where they are. */
@Timeout(60)
class SharedQueueInPlaceTests extends SharedQueueTestBase {

    private static final int ROOM_BYTES = 1 << 16;

    private static Claimed claimed(SharedQueue queue, int length, int value) {
        Claimed claim = queue.claim(length);
        assertThat(claim.outcome()).isEqualTo(PutOutcome.PUT);
        fill(claim.buffer(), value);
        return claim;
    }

    private static void fill(ByteBuffer buffer, int value) {
        for (int i = 0; i < buffer.limit(); i++) {
            buffer.put(i, (byte) (value + i));
        }
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        fill(ByteBuffer.wrap(bytes), value);
        return bytes;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(0, bytes);
        return bytes;
    }

    private static void put(SharedQueue queue, int length, int value) {
        assertThat(queue.put(claimed(queue, length, value))).isEqualTo(PutOutcome.PUT);
    }

    private static void putCopy(SharedQueue queue, int length, int value) {
        assertThat(queue.put(new Element(filled(length, value), true))).isEqualTo(PutOutcome.PUT);
    }

    private static Taken.Shown look(SharedQueue queue) {
        return queue.look(false).shown;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 7, 8, 100, 1 << 16, (1 << 22) - 10, (1 << 22) - 9, (1 << 22) - 8, 5 << 20})
    void claimedElementOfAnyLength_isTakenOrLookedAtAsItWas(int length) throws IOException {
        SharedQueue writer = make(10, NO_BUDGET);
        SharedQueue reader = end();
        put(writer, length, 1);
        put(writer, length, 2);
        putCopy(writer, length, 3);

        assertThat(reader.page(0, 1).get(0).element().bytes()).isEqualTo(filled(length, 1));
        Element taken = reader.take(false).element;
        assertThat(taken.raw()).isTrue();
        assertThat(taken.bytes()).isEqualTo(filled(length, 1));
        Taken.Shown shown = look(reader);
        assertThat(bytes(shown.bytes())).isEqualTo(filled(length, 2));
        assertThat(shown.bytes().isReadOnly()).isTrue();
        reader.done(shown);
        Taken copy = reader.look(false);
        assertThat(copy.shown == null ? copy.element.bytes() : bytes(copy.shown.bytes()))
                .isEqualTo(filled(length, 3));
        assertThat(keeper.ledger().takenBy(2)).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 1000, (1 << 22) - 10, (1 << 22) - 8})
    void claimedElement_beginsAtAMultipleOfEightInNativeOrder(int length) throws IOException {
        SharedQueue queue = make(10, NO_BUDGET);
        Claimed claim = claimed(queue, length, 1);

        assertThat(claim.buffer().alignmentOffset(0, 8)).isZero();
        assertThat(claim.buffer().order()).isEqualTo(ByteOrder.nativeOrder());
        queue.put(claim);
        ByteBuffer shown = look(queue).bytes();
        assertThat(shown.alignmentOffset(0, 8)).isZero();
        assertThat(shown.order()).isEqualTo(ByteOrder.nativeOrder());
    }

    @Test
    void elementLargerThanAnyArena_isCopied() throws IOException {
        SharedQueue queue = make(10, NO_BUDGET);
        int length = 65 << 20;
        put(queue, length, 1);

        Taken taken = queue.look(false);
        assertThat(taken.shown).isNull();
        assertThat(taken.element.bytes()).isEqualTo(filled(length, 1));
    }

    @Test
    void claims_areInTheOrderInWhichTheyArePut() throws IOException {
        SharedQueue queue = make(10, NO_BUDGET);
        Claimed first = claimed(queue, 100, 1);
        Claimed second = claimed(queue, 100, 2);
        putCopy(queue, 100, 3);
        assertThat(queue.size()).isEqualTo(1);
        assertThat(queue.put(second)).isEqualTo(PutOutcome.PUT);
        assertThat(queue.put(first)).isEqualTo(PutOutcome.PUT);

        for (int value : new int[] {3, 2, 1}) {
            assertThat(queue.take(false).element.bytes()).isEqualTo(filled(100, value));
        }
    }

    @Test
    void claim_countsAgainstTheBudgetUntilItIsTakenOrGivenBack() throws IOException {
        SharedQueue writer = make(UNBOUNDED, 3 * Element.cost(Element.alignedLength(1000)));
        SharedQueue other = end();
        Claimed first = claimed(writer, 1000, 1);
        Claimed second = claimed(writer, 1000, 2);
        Claimed third = claimed(writer, 1000, 3);
        assertThat(writer.claim(1000).outcome()).isEqualTo(PutOutcome.FULL);
        assertThat(other.claim(1000).outcome()).isEqualTo(PutOutcome.FULL);
        assertThat(writer.isClaimStuck(1000)).isTrue();

        writer.giveBack(second);
        assertThat(writer.isClaimStuck(1000)).isFalse();
        assertThat(other.claim(1000).outcome()).isEqualTo(PutOutcome.PUT);

        assertThat(writer.put(first)).isEqualTo(PutOutcome.PUT);
        assertThat(writer.put(third)).isEqualTo(PutOutcome.PUT);
        assertThat(writer.claim(1000).outcome()).isEqualTo(PutOutcome.FULL);
        Taken.Shown looked = look(other);
        assertThat(writer.claim(1000).outcome())
                .as("what is looked at counts as given")
                .isEqualTo(PutOutcome.PUT);
        other.done(looked);
    }

    @Test
    void claimAboveTheBudget_fitsOnlyWhereNothingIs() throws IOException {
        SharedQueue queue = make(UNBOUNDED, 1000);
        Claimed large = claimed(queue, 5000, 1);
        assertThat(queue.claim(0).outcome()).isEqualTo(PutOutcome.FULL);

        queue.giveBack(large);
        queue.giveBack(large);
        put(queue, 5000, 2);
        assertThat(queue.claim(5000).outcome()).isEqualTo(PutOutcome.FULL);
        assertThat(queue.take(false).element.bytes()).isEqualTo(filled(5000, 2));
        put(queue, 5000, 3);
    }

    @Test
    void processThatEnds_givesItsClaimsBackAndKeepsNothingItLookedAt() throws IOException {
        SharedQueue dying = make(UNBOUNDED, 3000);
        SharedQueue writer = end();
        claimed(dying, 2000, 1);
        assertThat(writer.claim(2000).outcome()).isEqualTo(PutOutcome.FULL);

        keeper.ended(1);
        put(writer, 2000, 2);
        SharedQueue looking = end();
        look(looking);
        keeper.ended(3);
        for (int i = 0; i < 100; i++) {
            put(writer, 2000, i);
            assertThat(writer.take(false).element.bytes()).isEqualTo(filled(2000, i));
        }
        assertThat(arenas()).as("arenas of two writers").isEqualTo(2);
    }

    @Test
    void readersThatLookAtOnce_keepNothingThatAnotherHasTaken() throws Exception {
        SharedQueue writer = make(UNBOUNDED, NO_BUDGET);
        List<SharedQueue> readers = List.of(end(), end());
        int elements = 20_000;
        AtomicInteger left = new AtomicInteger(elements);
        AtomicInteger copies = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(readers.size());
        try {
            List<Future<?>> all = new ArrayList<>();
            for (SharedQueue reader : readers) {
                all.add(threads.submit(() -> {
                    while (left.get() > 0) {
                        Taken taken = reader.look(false);
                        if (taken.shown != null) {
                            reader.done(taken.shown);
                        }
                        if (taken != Taken.EMPTY) {
                            copies.addAndGet(taken.shown == null ? 1 : 0);
                            left.decrementAndGet();
                        }
                    }
                }));
            }
            for (int i = 0; i < elements; i++) {
                put(writer, 50, i);
            }
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(copies).as("elements for which no cell was left").hasValue(0);
        try (QueueMemory memory = QueueMemory.open(keeper.folder(), overflow(), "q")) {
            for (long position = 0; position < elements; position++) {
                assertThat(memory.looks.include(position)).isFalse();
            }
        }
    }

    @Test
    void queueIsFullOrClosed_claimIsStillTheWriters() throws IOException {
        SharedQueue queue = make(1, NO_BUDGET);
        Claimed claim = claimed(queue, 100, 1);
        putCopy(queue, 100, 2);

        assertThat(queue.put(claim)).isEqualTo(PutOutcome.FULL);
        assertThat(queue.isFull()).isTrue();
        queue.take(false);
        assertThat(queue.put(claim)).isEqualTo(PutOutcome.PUT);
        Claimed late = claimed(queue, 100, 3);
        keeper.end();
        assertThat(queue.put(late)).isEqualTo(PutOutcome.CLOSED);
        assertThat(queue.claim(1).outcome()).isEqualTo(PutOutcome.CLOSED);
        queue.giveBack(late);
        assertThat(queue.take(false).element.bytes()).isEqualTo(filled(100, 1));
        assertThat(queue.take(false).outcome()).isEqualTo(Taken.Outcome.CLOSED);
    }

    @Test
    void bytesThatAreLookedAt_stayWhateverIsPutAndRecycled() throws IOException {
        SharedQueue writer = make(UNBOUNDED, NO_BUDGET);
        SharedQueue reader = end();
        List<Taken.Shown> looked = new ArrayList<>();
        List<byte[]> expected = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            put(writer, ROOM_BYTES / 20, i);
            Taken.Shown shown = look(reader);
            if (i % 100 == 7) {
                looked.add(shown);
                expected.add(filled(ROOM_BYTES / 20, i));
            } else {
                reader.done(shown);
            }
            if (i % 50 == 0) {
                keeper.recycle();
            }
        }

        for (int i = 0; i < looked.size(); i++) {
            assertThat(bytes(looked.get(i).bytes())).isEqualTo(expected.get(i));
            reader.done(looked.get(i));
        }
    }

    @Test
    void roomIsUsedAgain_whenItsReadersAreDone() throws IOException {
        SharedQueue queue = make(UNBOUNDED, NO_BUDGET);
        for (int i = 0; i < 1000; i++) {
            put(queue, ROOM_BYTES / 5, i);
            Taken.Shown shown = look(queue);
            assertThat(bytes(shown.bytes())).isEqualTo(filled(ROOM_BYTES / 5, i));
            queue.done(shown);
            queue.giveBack(claimed(queue, ROOM_BYTES / 5, i));
        }
        assertThat(arenas()).as("arenas").isEqualTo(1);
    }

    private long arenas() throws IOException {
        try (var files = java.nio.file.Files.list(keeper.folder())) {
            return files.filter(file -> file.getFileName().toString().startsWith("arena-"))
                    .count();
        }
    }

    @Test
    void moreLooksThanThereAreCells_areCopies() throws IOException {
        SharedQueue queue = make(UNBOUNDED, NO_BUDGET);
        List<Taken> taken = new ArrayList<>();
        for (int i = 0; i < 520; i++) {
            put(queue, 100, i);
            taken.add(queue.look(false));
        }

        assertThat(taken.stream().filter(each -> each.shown != null)).hasSize(511);
        for (int i = 0; i < taken.size(); i++) {
            Taken each = taken.get(i);
            assertThat(each.shown == null ? each.element.bytes() : bytes(each.shown.bytes()))
                    .isEqualTo(filled(100, i));
        }
    }

    @Test
    void endIsClosed_openClaimsAndLooksHarmNothing() throws IOException {
        SharedQueue queue = make(UNBOUNDED, NO_BUDGET);
        put(queue, 100, 1);
        Taken.Shown shown = look(queue);
        Claimed claim = claimed(queue, 100, 2);
        ByteBuffer room = claim.buffer();

        queue.close();
        queue.done(shown);
        queue.giveBack(claim);
        assertThat(queue.put(claim)).isEqualTo(PutOutcome.CLOSED);
        // It throws, or the bytes are still there, but this JVM lives.
        for (ByteBuffer left : List.of(room, shown.bytes())) {
            try {
                assertThat(left.get(0)).isIn((byte) 1, (byte) 2);
            } catch (IllegalStateException e) {
                assertThat(e).hasMessageContaining("closed");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void randomPutsClaimsAndLooks_giveEachElementInItsOrder(long seed) throws IOException {
        Random random = new Random(seed);
        SharedQueue writer = make(50, 400_000);
        SharedQueue reader = end();
        Deque<byte[]> expected = new ArrayDeque<>();
        List<Claimed> claims = new ArrayList<>();
        List<byte[]> claimedBytes = new ArrayList<>();
        List<Taken.Shown> looks = new ArrayList<>();
        List<byte[]> lookedAt = new ArrayList<>();
        for (int step = 0; step < 20_000; step++) {
            int length = random.nextInt(10) == 0 ? random.nextInt(100_000) : random.nextInt(2000);
            int value = random.nextInt(100);
            switch (random.nextInt(6)) {
                case 0 -> {
                    if (writer.put(new Element(filled(length, value), true)) == PutOutcome.PUT) {
                        expected.addLast(filled(length, value));
                    }
                }
                case 1 -> {
                    Claimed claim = writer.claim(length);
                    if (claim.outcome() == PutOutcome.PUT) {
                        fill(claim.buffer(), value);
                        claims.add(claim);
                        claimedBytes.add(filled(length, value));
                    }
                }
                case 2 -> {
                    if (!claims.isEmpty()) {
                        int which = random.nextInt(claims.size());
                        if (random.nextInt(4) == 0) {
                            writer.giveBack(claims.remove(which));
                            claimedBytes.remove(which);
                        } else if (writer.put(claims.get(which)) == PutOutcome.PUT) {
                            claims.remove(which);
                            expected.addLast(claimedBytes.remove(which));
                        }
                    }
                }
                case 3 -> {
                    Taken taken = reader.take(false);
                    assertThat(taken == Taken.EMPTY ? null : taken.element.bytes())
                            .isEqualTo(expected.pollFirst());
                }
                case 4 -> {
                    Taken taken = reader.look(false);
                    byte[] first = expected.pollFirst();
                    if (taken == Taken.EMPTY || taken.shown == null) {
                        assertThat(taken == Taken.EMPTY ? null : taken.element.bytes())
                                .isEqualTo(first);
                    } else {
                        looks.add(taken.shown);
                        lookedAt.add(first);
                    }
                }
                default -> {
                    if (!looks.isEmpty()) {
                        int which = random.nextInt(looks.size());
                        assertThat(Arrays.equals(bytes(looks.get(which).bytes()), lookedAt.remove(which)))
                                .as("step %d of seed %d", step, seed)
                                .isTrue();
                        reader.done(looks.remove(which));
                    }
                }
            }
        }
    }
}

package dev.multiprocess.internal.queue;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiprocess.ProcessQueue;
import dev.multiprocess.UnreadableElementException;
import java.io.Externalizable;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be thrown in the middle of a put or a take: an operation that throws has changed nothing. */
@Timeout(600)
class ThrownInTheMiddleTests {

    private static final int OVERFLOWS = Boolean.getBoolean("nightly") ? 10_000 : 500;
    private static final int STACK_BYTES = 256 << 10;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private TwoSides sides;

    @BeforeEach
    void open() throws IOException {
        sides = new TwoSides();
    }

    @AfterEach
    void close() throws IOException {
        sides.close();
        threads.shutdownNow();
    }

    // ---- stack overflows

    /** Does something on ever less stack, until there is none. */
    private static final class LittleStack {

        private final Runnable action;
        private final int first;
        private int deepest;
        private int overflows;

        LittleStack(Runnable action, int first) {
            this.action = action;
            this.first = first;
        }

        /** Begins a few hundred frames before the end, at another place each time, so that it comes anywhere. */
        static int run(Runnable action, int extra) throws InterruptedException {
            int[] overflows = new int[1];
            Thread thread = new Thread(
                    null,
                    () -> {
                        LittleStack measured = new LittleStack(() -> {}, Integer.MAX_VALUE);
                        measured.descend();
                        LittleStack used = new LittleStack(action, measured.deepest - 150 - extra);
                        used.descend();
                        overflows[0] = used.overflows;
                    },
                    "little-stack",
                    STACK_BYTES);
            thread.start();
            thread.join();
            return overflows[0];
        }

        private void descend() {
            try {
                descend(0);
            } catch (StackOverflowError e) {
                // As it had to.
            }
        }

        private void descend(int depth) {
            deepest = depth;
            if (depth >= first) {
                try {
                    action.run();
                } catch (StackOverflowError e) {
                    overflows++;
                }
            }
            descend(depth + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "longer than what a slot has room for"})
    void takesThatOverflowTheStack_loseNothing(String suffix) throws Exception {
        ProcessQueue<String> queue = sides.queue(Integer.MAX_VALUE);
        ProcessQueue<String> child = sides.child(1, TwoSides.handle(queue)).see(queue);
        // What is taken is kept without a call, which might overflow the stack itself.
        String[] taken = new String[1 << 20];
        int[] count = new int[1];
        long seed = System.nanoTime();
        System.out.println("seed of overflowing takes: " + seed);
        Random random = new Random(seed);
        int put = 0;
        for (int overflows = 0; overflows < OVERFLOWS && count[0] < taken.length - 1; ) {
            while (queue.size() < 1_000) {
                queue.put(put++ + suffix);
            }
            overflows += LittleStack.run(
                    () -> {
                        if (count[0] < taken.length - 1) {
                            taken[count[0]] = child.poll();
                            count[0] += taken[count[0]] == null ? 0 : 1;
                        }
                    },
                    random.nextInt(100));
        }
        List<String> all = new ArrayList<>(Arrays.asList(taken).subList(0, count[0]));
        all.addAll(child.drain());

        assertThat(all)
                .containsExactlyElementsOf(
                        IntStream.range(0, put).mapToObj(i -> i + suffix).toList());
        // No lock was left behind.
        assertThat(CompletableFuture.supplyAsync(child::poll, threads).get(10, SECONDS))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "longer than what a slot has room for"})
    void putsThatOverflowTheStack_havePutOrHaveNot(String suffix) throws Exception {
        ProcessQueue<String> queue = sides.queue(Integer.MAX_VALUE);
        ProcessQueue<String> child = sides.child(1, TwoSides.handle(queue)).see(queue);
        long seed = System.nanoTime();
        System.out.println("seed of overflowing puts: " + seed);
        Random random = new Random(seed);
        int[] next = new int[1];
        BitSet put = new BitSet();
        String[] elements =
                IntStream.range(0, 1 << 20).mapToObj(i -> i + suffix).toArray(String[]::new);
        boolean[] done = new boolean[elements.length];
        for (int overflows = 0; overflows < OVERFLOWS && next[0] < elements.length; ) {
            overflows += LittleStack.run(
                    () -> {
                        if (next[0] < elements.length) {
                            int number = next[0]++;
                            done[number] = child.offer(elements[number]);
                        }
                    },
                    random.nextInt(100));
        }
        for (int i = 0; i < next[0]; i++) {
            put.set(i, done[i]);
        }

        assertThat(queue.statistics().put()).isEqualTo(put.cardinality());
        assertThat(queue.drain())
                .containsExactlyElementsOf(
                        put.stream().mapToObj(i -> elements[i]).toList());
        assertThat(CompletableFuture.supplyAsync(() -> child.offer("one more"), threads)
                        .get(10, SECONDS))
                .isTrue();
    }

    // ---- code of the elements

    /** Refuses to be rebuilt while it is told to. */
    record Refusing(int number) {

        private static volatile RuntimeException refusal;

        Refusing {
            if (number > 0 && refusal != null) {
                throw refusal;
            }
        }
    }

    /** Writes itself, and does not read itself. */
    public static final class OneWay implements Externalizable {

        private static final long serialVersionUID = 1L;

        /** As its kind needs. */
        public OneWay() {}

        @Override
        public void writeExternal(ObjectOutput out) {}

        @Override
        public void readExternal(ObjectInput in) throws IOException {
            throw new InvalidObjectException("not here");
        }
    }

    @Test
    void constructorOfARecordThrowsInTheReader_failureNamesQueueWriterAndClass() throws Exception {
        ProcessQueue<Refusing> queue = sides.queue(10);
        sides.child(1, TwoSides.handle(queue)).see(queue).put(new Refusing(1));
        queue.put(new Refusing(0));
        Refusing.refusal = new IllegalArgumentException("no more than 0");
        try {
            assertThatThrownBy(queue::peek).isInstanceOf(UnreadableElementException.class);
            assertThatThrownBy(queue::take)
                    .isInstanceOfSatisfying(UnreadableElementException.class, e -> {
                        assertThat(e.queueName()).isEqualTo("q");
                        assertThat(e.writer()).isEqualTo("child-1");
                        assertThat(e.className()).contains(Refusing.class.getName());
                    })
                    .hasCause(Refusing.refusal)
                    .hasMessage("element of queue 'q' that 'child-1' has put cannot be read here: the constructor of"
                            + " record " + Refusing.class.getName()
                            + " refused its components: java.lang.IllegalArgumentException: no more than 0");
        } finally {
            Refusing.refusal = null;
        }
        assertThat(queue.take().number()).isZero();
    }

    @Test
    void readExternalThrowsInTheReader_failureNamesQueueWriterAndClass() throws Exception {
        ProcessQueue<Object> queue = sides.queue(10);
        ProcessQueue<Object> child = sides.child(1, TwoSides.handle(queue)).see(queue);
        queue.put(new OneWay());
        queue.put("next");

        assertThatThrownBy(() -> child.reader().take())
                .isInstanceOfSatisfying(UnreadableElementException.class, e -> {
                    assertThat(e.writer()).isEqualTo("test JVM");
                    assertThat(e.className()).contains(OneWay.class.getName());
                })
                .hasRootCauseMessage("not here");
        assertThat(child.take()).isEqualTo("next");
    }

    /** Needs more memory than there is to be rebuilt, as long as it is told so. */
    record Large(String text) {

        private static volatile boolean tooLarge;

        Large {
            if (tooLarge) {
                throw new OutOfMemoryError("made up");
            }
        }
    }

    @Test
    void readerHasNoMemoryForAnElement_nextTakeGetsIt() throws Exception {
        ProcessQueue<Large> queue = sides.queue(10);
        ProcessQueue<Large> child = sides.child(1, TwoSides.handle(queue)).see(queue);
        queue.put(new Large("first"));
        queue.put(new Large("second"));
        Large.tooLarge = true;
        try {
            assertThatThrownBy(child::poll).isInstanceOf(OutOfMemoryError.class);
            assertThatThrownBy(child::drain).isInstanceOf(OutOfMemoryError.class);
        } finally {
            Large.tooLarge = false;
        }

        assertThat(child.drain()).containsExactly(new Large("first"), new Large("second"));
    }

    @Test
    void collectionRefusesWhatIsDrainedToIt_nextTakeGetsIt() throws Exception {
        ProcessQueue<String> queue = sides.queue(10);
        queue.addAll(List.of("first", "second", "third"));
        List<String> full = new ArrayList<>() {
            @Override
            public boolean add(String element) {
                if (size() == 1) {
                    throw new IllegalStateException("full");
                }
                return super.add(element);
            }
        };

        assertThatThrownBy(() -> queue.drainTo(full)).hasMessage("full");

        assertThat(full).containsExactly("first");
        assertThat(queue.reader().take()).contains("second");
        assertThat(queue.take()).isEqualTo("third");
    }
}

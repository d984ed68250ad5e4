package dev.multiprocess.memory;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.MultiProcess;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import dev.multiprocess.internal.objects.Handle;
import dev.multiprocess.internal.segment.SegmentId;
import dev.multiprocess.kit.Children;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** Memory that processes share (M1, M2, M4). */
@Tag("fork")
@Timeout(120)
class SharedMemoryTests {

    private static final int ARENAS = 22;

    private static SharedMemory ofEndedTest;
    private static ByteBuffer viewOfEndedTest;

    static Path file(SharedMemory memory) {
        return SegmentId.of(((Handle) memory).handleId()).file();
    }

    private static boolean hasArenas() {
        return Runtime.version().feature() >= ARENAS;
    }

    // ---- M1

    static void add(SharedMemory memory, int times) {
        for (int i = 0; i < times; i++) {
            memory.getAndAddInt(4, 1);
            memory.getAndAddLong(8, 3);
            int before = memory.getInt(16);
            for (int seen; (seen = memory.compareAndExchangeInt(16, before, before + 1)) != before; ) {
                before = seen;
            }
            long expected;
            do {
                expected = memory.getLongVolatile(24);
            } while (!memory.compareAndSetLong(24, expected, expected + 1));
        }
    }

    @MultiProcessTest(timeout = "60s")
    void fourProcessesAdd_noneIsLost(Processes processes, @Bytes("32") SharedMemory memory) {
        int times = 50_000;
        processes.start(4, "adder", () -> add(memory, times)).join();

        assertThat(memory.getInt(0)).isZero();
        assertThat(memory.getInt(4)).isEqualTo(4 * times);
        assertThat(memory.getLong(8)).isEqualTo(4L * 3 * times);
        assertThat(memory.getInt(16)).isEqualTo(4 * times);
        assertThat(memory.getLong(24)).isEqualTo(4L * times);
    }

    @MultiProcessTest(timeout = "60s")
    void whatWasWrittenBefore_isSeenWithTheReleasedValue(Processes processes, @Bytes("64k") SharedMemory memory) {
        int rounds = 20_000;
        ChildProcess<Void> echo = processes.start("echo", () -> {
            for (int round = 1; round <= rounds; round++) {
                while (memory.getIntAcquire(0) != round) {
                    Thread.onSpinWait();
                }
                memory.setLong(1024, memory.getLong(512) + 1);
                memory.setIntRelease(256, round);
            }
        });

        for (int round = 1; round <= rounds; round++) {
            memory.setLong(512, 7L * round);
            memory.setIntRelease(0, round);
            while (memory.getIntAcquire(256) != round) {
                Thread.onSpinWait();
            }
            assertThat(memory.getLong(1024)).isEqualTo(7L * round + 1);
        }
        echo.join();
    }

    @MultiProcessTest
    void buffers_showTheSameBytesInNativeOrder(Processes processes, @Bytes("1k") SharedMemory memory) {
        memory.setInt(100, 0x01020304);

        assertThat(processes
                        .start("child", () -> {
                            ByteBuffer part = memory.buffer(100, 4);
                            int seen = part.getInt(0);
                            part.putInt(0, seen + 1);
                            return List.of(seen, part.capacity(), part.order() == ByteOrder.nativeOrder());
                        })
                        .result())
                .isEqualTo(List.of(0x01020304, 4, true));
        ByteBuffer all = memory.buffer();
        assertThat(all.order()).isEqualTo(ByteOrder.nativeOrder());
        assertThat(all.capacity()).isEqualTo(1024);
        assertThat(all.getInt(100)).isEqualTo(0x01020305);
        assertThat(all.isDirect()).isTrue();
    }

    interface Keeper {

        boolean isSame(SharedMemory other);
    }

    @MultiProcessTest
    void memoryThatWasCapturedQueuedPassedAndReturned_isOne(
            Processes processes, ProcessQueue<SharedMemory> queue, @Bytes("8") SharedMemory memory) throws IOException {
        queue.add(memory);
        Keeper keeper = processes.share(Keeper.class, other -> other == memory);

        SharedMemory returned = processes
                .start("child", () -> {
                    SharedMemory taken = queue.take();
                    assertThat(taken).isSameAs(memory).isEqualTo(memory).hasSameHashCodeAs(memory);
                    assertThat(keeper.isSame(memory)).isTrue();
                    assertThat(mappings(file(memory))).isEqualTo(1);
                    return taken;
                })
                .result();

        assertThat(returned).isSameAs(memory);
        assertThat(processes.sharedMemory("memory", 8)).isNotEqualTo(memory);
        assertThat(memory).hasToString("memory 'memory' of 8 bytes");
        assertThat(mappings(file(memory))).isEqualTo(1);
    }

    private static long mappings(Path file) throws IOException {
        Path maps = Path.of("/proc/self/maps");
        if (!Files.exists(maps)) {
            return 1;
        }
        try (var lines = Files.lines(maps)) {
            return lines.filter(line -> line.endsWith(file.toString())).count();
        }
    }

    @MultiProcessTest
    void memoryMadeInAChild_isTheTestsWhateverBecomesOfTheChild(Processes processes, ProcessQueue<SharedMemory> made)
            throws InterruptedException {
        ChildProcess<Void> maker = processes.start("maker", () -> {
            SharedMemory memory = processes.sharedMemory("made", 16);
            memory.setLong(8, 42);
            made.put(memory);
            Children.waitForEver();
        });
        SharedMemory memory = made.take();
        maker.expectKilled();
        maker.kill();
        maker.awaitExit();

        assertThat(memory.name()).isEqualTo("made");
        assertThat(memory.size()).isEqualTo(16);
        assertThat(memory.getLong(8)).isEqualTo(42);
        assertThat(processes.start("reader", () -> memory.getLong(8)).result()).isEqualTo(42);
    }

    @Test
    void parametersOfOneName_areOneMemory() {
        assertThat(run(ParameterTestCases.class)).passes(1);
    }

    static class ParameterTestCases {

        private SharedMemory prepared;

        @BeforeEach
        void prepare(SharedMemory board) {
            prepared = board;
            board.setInt(0, 5);
        }

        @MultiProcessTest
        void test(
                @Bytes("2k") SharedMemory board,
                @Bytes(" 3 K ") SharedMemory other,
                @Bytes("2048") SharedMemory third) {
            assertThat(board).isSameAs(prepared).isNotEqualTo(other);
            assertThat(board.size()).isEqualTo(2048);
            assertThat(other.size()).isEqualTo(3072);
            assertThat(board.getInt(0)).isEqualTo(5);
        }
    }

    // ---- sizes

    @Test
    void sizesThatCannotBe_areRefusedByName() {
        assertThat(run(ZeroTestCases.class))
                .hasOneFailure()
                .hasMessageContaining(
                        "the size of shared memory must be between 1 and 2047m: @Bytes(\"0\") at parameter"
                                + " 'nothing' of ZeroTestCases.test");
        assertThat(run(EnormousTestCases.class))
                .hasOneFailure()
                .hasMessageContaining("the size of shared memory must be between 1 and 2047m: @Bytes(\"2g\") at");
        assertThat(run(WordTestCases.class))
                .hasOneFailure()
                .hasMessageContaining(
                        "the size of shared memory must be a number of bytes, or a number and k, m or g, as"
                                + " in 64m: @Bytes(\"-1\") at");
        assertThat(run(WithoutSizeTestCases.class))
                .hasOneFailure()
                .hasMessageContaining(
                        "parameter 'memory' of WithoutSizeTestCases.test must have a size, as in @Bytes(\"64m\")");
        assertThat(run(TwoSizesTestCases.class))
                .hasOneFailure()
                .hasMessageContaining("shared memory must have one size: 2k at parameter 'memory' of"
                        + " TwoSizesTestCases.test, 1k at parameter 'memory' of TwoSizesTestCases.prepare");
    }

    static class ZeroTestCases {

        @MultiProcessTest
        void test(@Bytes("0") SharedMemory nothing) {}
    }

    static class EnormousTestCases {

        @MultiProcessTest
        void test(@Bytes("2g") SharedMemory memory) {}
    }

    static class WordTestCases {

        @MultiProcessTest
        void test(@Bytes("-1") SharedMemory memory) {}
    }

    static class WithoutSizeTestCases {

        @MultiProcessTest
        void test(SharedMemory memory) {}
    }

    static class TwoSizesTestCases {

        @BeforeEach
        void prepare(@Bytes("1k") SharedMemory memory) {}

        @MultiProcessTest
        void test(@Bytes("2k") SharedMemory memory) {}
    }

    @MultiProcessTest
    void sizesThatCannotBe_areRefusedInEveryProcess(Processes processes) {
        for (long bytes : new long[] {0, -1, Long.MIN_VALUE, (2047L << 20) + 1, 1L << 32, Long.MAX_VALUE}) {
            String message = "the size of shared memory must be between 1 and 2146435072 bytes (2047m): memory 'odd'"
                    + " with bytes=" + bytes;
            assertThatThrownBy(() -> processes.sharedMemory("odd", bytes))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(message);
            processes
                    .start(
                            "asks",
                            () -> assertThatThrownBy(() -> processes.sharedMemory("odd", bytes))
                                    .isInstanceOf(IllegalArgumentException.class)
                                    .hasMessage(message))
                    .join();
        }
        assertThatThrownBy(() -> processes.sharedMemory(" ", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the name of shared memory must not be blank: name=' '");
        assertThatThrownBy(() -> processes.sharedMemory(null, 1))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("the name of shared memory must not be null");
    }

    @MultiProcessTest
    void longestName_crosses(Processes processes) {
        SharedMemory memory = processes.sharedMemory("\uD834\uDD1E".repeat(500), 4);

        processes.start("child", () -> memory.setInt(0, 5)).join();

        assertThat(memory.getInt(0)).isEqualTo(5);
        assertThatThrownBy(() -> processes.sharedMemory("x".repeat(1_001), 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the name of shared memory must not be longer than 1000 characters: length=1001");
    }

    @MultiProcessTest(timeout = "60s")
    void hundredSegments_areAllOfTheirOwn(Processes processes) {
        List<SharedMemory> all = IntStream.range(0, 100)
                .mapToObj(i -> processes.sharedMemory("part: " + i, 1 + 97L * i))
                .toList();
        processes
                .start(2, "writer", index -> {
                    for (int i = index; i < all.size(); i += 2) {
                        all.get(i).buffer().put((int) all.get(i).size() - 1, (byte) i);
                    }
                    return null;
                })
                .join();

        for (int i = 0; i < all.size(); i++) {
            ByteBuffer bytes = all.get(i).buffer();
            assertThat(bytes.get(bytes.capacity() - 1)).isEqualTo((byte) i);
            assertThat(all.get(i).name()).isEqualTo("part: " + i);
        }
    }

    @MultiProcessTest(timeout = "60s")
    void largestSize_isAllThere(Processes processes) {
        SharedMemory memory = processes.sharedMemory("largest", 2047L << 20);
        long last = memory.size() - Long.BYTES;

        processes.start("writer", () -> memory.setLong(last, 9)).join();

        assertThat(memory.getLong(last)).isEqualTo(9);
        assertThat(memory.buffer().getLong((int) last)).isEqualTo(9);
    }

    // ---- M2 and M4

    @Test
    void testIsOver_filesAreGoneAndAccessesThrow() {
        assertThat(run(EndedTestCases.class)).passes(1);

        String message = "memory 'memory' has ended with its test or class";
        assertThat(file(ofEndedTest)).doesNotExist();
        for (UnaryOperator<SharedMemory> access : accesses()) {
            assertThatThrownBy(() -> access.apply(ofEndedTest))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(message);
        }
        if (hasArenas()) {
            assertThatThrownBy(() -> viewOfEndedTest.getLong(0)).isInstanceOf(IllegalStateException.class);
        } else {
            assertThat(viewOfEndedTest.getLong(0)).isEqualTo(77);
            viewOfEndedTest.put(new byte[viewOfEndedTest.capacity()]);
        }
    }

    private static List<UnaryOperator<SharedMemory>> accesses() {
        List<UnaryOperator<SharedMemory>> all = new ArrayList<>();
        all.add(memory -> used(memory, memory.buffer()));
        all.add(memory -> used(memory, memory.buffer(0, 1)));
        all.add(memory -> used(memory, memory.getInt(0)));
        all.add(memory -> used(memory, memory.getLong(0)));
        all.add(memory -> used(memory, memory.getIntVolatile(0)));
        all.add(memory -> used(memory, memory.getLongVolatile(0)));
        all.add(memory -> used(memory, memory.getIntAcquire(0)));
        all.add(memory -> used(memory, memory.getLongAcquire(0)));
        all.add(memory -> used(memory, memory.compareAndSetInt(0, 0, 1)));
        all.add(memory -> used(memory, memory.compareAndSetLong(0, 0, 1)));
        all.add(memory -> used(memory, memory.compareAndExchangeInt(0, 0, 1)));
        all.add(memory -> used(memory, memory.compareAndExchangeLong(0, 0, 1)));
        all.add(memory -> used(memory, memory.getAndSetInt(0, 1)));
        all.add(memory -> used(memory, memory.getAndSetLong(0, 1)));
        all.add(memory -> used(memory, memory.getAndAddInt(0, 1)));
        all.add(memory -> used(memory, memory.getAndAddLong(0, 1)));
        all.add(memory -> used(memory, memory.getAndBitwiseOrInt(0, 1)));
        all.add(memory -> used(memory, memory.getAndBitwiseOrLong(0, 1)));
        all.add(memory -> used(memory, memory.getAndBitwiseAndInt(0, 1)));
        all.add(memory -> used(memory, memory.getAndBitwiseAndLong(0, 1)));
        all.add(memory -> used(memory, memory.getAndBitwiseXorInt(0, 1)));
        all.add(memory -> used(memory, memory.getAndBitwiseXorLong(0, 1)));
        all.add(memory -> {
            memory.setInt(0, 1);
            return memory;
        });
        all.add(memory -> {
            memory.setLong(0, 1);
            return memory;
        });
        all.add(memory -> {
            memory.setIntVolatile(0, 1);
            return memory;
        });
        all.add(memory -> {
            memory.setLongVolatile(0, 1);
            return memory;
        });
        all.add(memory -> {
            memory.setIntRelease(0, 1);
            return memory;
        });
        all.add(memory -> {
            memory.setLongRelease(0, 1);
            return memory;
        });
        return all;
    }

    private static SharedMemory used(SharedMemory memory, Object seen) {
        return seen == null ? null : memory;
    }

    static class EndedTestCases {

        @MultiProcessTest
        void test(Processes processes, @Bytes("4m") SharedMemory memory) {
            memory.setLong(0, 77);
            ofEndedTest = memory;
            viewOfEndedTest = memory.buffer();
            assertThat(file(memory)).exists();
            for (UnaryOperator<SharedMemory> access : accesses()) {
                assertThat(access.apply(memory)).isSameAs(memory);
            }
            memory.setLong(0, 77);
            assertThat(processes.start("child", () -> memory.getLong(0)).result())
                    .isEqualTo(77);
        }
    }

    @Test
    void childOfAClass_cannotUseTheMemoryOfAnEndedTestAndStaysWell() {
        assertThat(run(OutlivingTestCases.class)).passes(3);
    }

    /** A child of the class keeps what tests have sent it. */
    @MultiProcess
    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static class OutlivingTestCases {

        interface Collector {

            void keep(SharedMemory memory, boolean withView);

            List<String> use();

            String view(int index);
        }

        private static ProcessQueue<Collector> collectors;
        private static Collector collector;
        private static SharedMemory ofClass;
        private static Path fileOfFirst;

        @BeforeAll
        static void startOfClass(
                Processes processes, ProcessQueue<Collector> toCollect, @Bytes("8") SharedMemory memoryOfClass)
                throws InterruptedException {
            collectors = toCollect;
            ofClass = memoryOfClass;
            processes.with(o -> o.daemon(true)).start("keeper", () -> {
                List<SharedMemory> kept = new ArrayList<>();
                List<Optional<ByteBuffer>> views = new ArrayList<>();
                toCollect.put(processes.share(Collector.class, new Collector() {
                    @Override
                    public void keep(SharedMemory memory, boolean withView) {
                        memory.setLong(0, 100 + memory.getLong(0));
                        kept.add(memory);
                        views.add(withView ? Optional.of(memory.buffer()) : Optional.empty());
                    }

                    @Override
                    public List<String> use() {
                        return kept.stream().map(each -> outcome(each)).toList();
                    }

                    @Override
                    public String view(int index) {
                        try {
                            return Long.toString(views.get(index).orElseThrow().getLong(0));
                        } catch (IllegalStateException e) {
                            return "ended";
                        }
                    }
                }));
                Children.waitForEver();
            });
            collector = collectors.take();
        }

        private static String outcome(SharedMemory memory) {
            try {
                return Long.toString(memory.getLongVolatile(0));
            } catch (IllegalStateException e) {
                return e.getMessage();
            }
        }

        @Test
        @Order(1)
        void first(@Bytes("8") SharedMemory first) {
            first.setLong(0, 1);
            collector.keep(first, true);
            ofClass.setLong(0, 5);
            collector.keep(ofClass, false);
            fileOfFirst = file(first);

            assertThat(fileOfFirst).exists();
            assertThat(first.getLong(0)).isEqualTo(101);
            assertThat(collector.use()).containsExactly("101", "105");
            assertThat(collector.view(0)).isEqualTo("101");
        }

        @Test
        @Order(2)
        void second(@Bytes("16") SharedMemory second) {
            assertThat(fileOfFirst).doesNotExist();
            assertThat(file(ofClass)).exists();
            assertThat(fileOfFirst.getParent()).isEqualTo(file(ofClass).getParent());
            assertThat(collector.use()).containsExactly("memory 'first' has ended with its test or class", "105");
            assertThat(collector.view(0)).isEqualTo(hasArenas() ? "ended" : "101");
            collector.keep(second, false);
            assertThat(collector.use())
                    .containsExactly("memory 'first' has ended with its test or class", "105", "100");
        }

        @Test
        @Order(3)
        void childThatMeetsTheMemoryOfAnEndedTest_isToldSo(Processes processes) {
            assertThat(collector.use())
                    .containsExactly(
                            "memory 'first' has ended with its test or class",
                            "105",
                            "memory 'second' has ended with its test or class");
            assertThat(ofClass.getLong(0)).isEqualTo(105);
        }

        @AfterAll
        static void memoryOfTheClassIsThere(SharedMemory memoryOfClass, @Bytes("8") SharedMemory unused) {
            assertThat(memoryOfClass).isSameAs(ofClass);
            assertThat(memoryOfClass.getLong(0)).isEqualTo(105);
        }
    }

    @Test
    void testThatLooksInALoop_endsAtItsDeadline() {
        assertThat(run(LoopTestCases.class))
                .hasOneFailure()
                .hasMessageContaining("was not done within its timeout of 2 s");
    }

    static class LoopTestCases {

        @MultiProcessTest(timeout = "2s")
        void test(Processes processes, @Bytes("4") SharedMemory memory) {
            processes.start("looker", () -> {
                while (memory.getIntVolatile(0) == 0) {
                    Thread.onSpinWait();
                }
            });
            while (memory.getIntVolatile(0) == 0) {
                Thread.onSpinWait();
            }
        }
    }
}

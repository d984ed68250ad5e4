package dev.multiprocess;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiprocess.QueueReader.Look;
import dev.multiprocess.QueueWriter.Claim;
import dev.multiprocess.kit.Children;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Elements that are written and read where they are in a queue's memory: contract M3. */
@Tag("fork")
@Timeout(120)
class InPlaceTests {

    private static final Map<String, String> BUDGET = Map.of("multiprocess.queueBytes", "1m");

    @Test
    void inPlace_doesWhatItIsToDo() {
        assertThat(run(InPlaceTestCases.class, BUDGET)).passes(11);
    }

    @Test
    void claimersThatWaitForEachOther_areADeadlock() {
        System.out.println(
                run(StuckTestCases.class, "claimsMoreThanTheBudget", BUDGET).failuresOf(Throwable.class));
        assertThat(run(StuckTestCases.class, "claimsMoreThanTheBudget", BUDGET))
                .hasOneFailure()
                .isInstanceOf(DeadlockException.class)
                .hasMessageContaining("to put into queue 'blocks'")
                .hasMessageContaining("0 in it, 0 put, 0 taken, open for writers: writer, room claimed by: writer");
    }

    @Test
    void claim_endsWithTheTimeoutOfTheTest() {
        assertThat(run(StuckTestCases.class, "claimsUntilTheDeadline", BUDGET))
                .hasOneFailure()
                .isInstanceOf(ChildTimeoutException.class);
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

    private static byte[] bytes(Look look) {
        byte[] bytes = new byte[look.buffer().remaining()];
        look.buffer().get(0, bytes);
        return bytes;
    }

    private static void publish(QueueWriter<byte[]> blocks, int length, int value) {
        try (Claim claim = blocks.claim(length)) {
            fill(claim.buffer(), value);
            claim.publish();
        }
    }

    @MultiProcess(timeout = "60s")
    static class InPlaceTestCases {

        @MultiProcessTest
        void writersInTwoProcesses_eachBlockArrivesAsItWasWritten(
                Processes processes,
                @QueueName("blocks") QueueWriter<byte[]> out,
                @QueueName("blocks") QueueReader<byte[]> in) {
            processes.startEach(2, "writer", index -> {
                for (int i = 0; i < 200; i++) {
                    publish(out, 50_000 + i, index);
                }
            });

            int count = 0;
            for (Optional<Look> next = in.look(); next.isPresent(); next = in.look()) {
                try (Look look = next.get()) {
                    byte[] block = bytes(look);
                    assertThat(block).isEqualTo(filled(block.length, block[0]));
                    count++;
                }
            }
            assertThat(count).isEqualTo(400);
            assertThat(in.isEnded()).isTrue();
        }

        @MultiProcessTest
        void claimed_canBeTaken_andPutCanBeLookedAt(
                Processes processes,
                @QueueName("blocks") QueueWriter<byte[]> out,
                @QueueName("blocks") QueueReader<byte[]> in) {
            processes.start("writer", () -> {
                publish(out, 1000, 1);
                out.put(filled(1000, 2));
                out.put(filled(3, 3));
            });

            assertThat(in.take()).get().isEqualTo(filled(1000, 1));
            try (Look look = in.look().orElseThrow()) {
                assertThat(bytes(look)).isEqualTo(filled(1000, 2));
                assertThat(look.buffer().isReadOnly()).isTrue();
            }
            try (Look look = in.look().orElseThrow()) {
                assertThat(bytes(look)).isEqualTo(filled(3, 3));
            }
        }

        @MultiProcessTest
        void writerIsKilledWithAClaim_itsRoomIsGivenBackAndNobodySeesIt(
                Processes processes, @QueueName("blocks") ProcessQueue<byte[]> queue, ProcessQueue<String> said)
                throws Exception {
            ChildProcess<Void> writer = processes.start("writer", () -> {
                QueueWriter<byte[]> out = queue.writer();
                publish(out, 1000, 1);
                Claim claim = out.claim(1_000_000);
                fill(claim.buffer(), 2);
                said.put("claimed");
                Children.waitForEver();
            });
            said.take();
            QueueWriter<byte[]> own = queue.writer();
            assertThat(own.claim(500_000, Duration.ZERO)).isEmpty();

            writer.kill();
            writer.awaitExit();
            publish(own, 500_000, 3);
            own.close();
            QueueReader<byte[]> in = queue.reader();
            assertThat(in.take()).get().isEqualTo(filled(1000, 1));
            assertThat(in.take()).get().isEqualTo(filled(500_000, 3));
            assertThatThrownBy(in::take)
                    .isInstanceOf(QueueBrokenException.class)
                    .hasMessageContaining("writer");
        }

        @MultiProcessTest
        void readerIsKilledWhileItLooks_theElementWasGivenToIt(
                Processes processes, @QueueName("blocks") ProcessQueue<byte[]> queue, ProcessQueue<String> said)
                throws Exception {
            ChildProcess<Void> reader = processes.start("reader", () -> {
                Look look = queue.reader().look().orElseThrow();
                said.put("looks at " + look.buffer().remaining());
                Children.waitForEver();
            });
            queue.put(filled(1000, 1));
            queue.put(filled(1000, 2));
            assertThat(said.take()).isEqualTo("looks at 1000");

            reader.kill();
            reader.awaitExit();
            assertThat(queue.take()).isEqualTo(filled(1000, 2));
            assertThat(queue.statistics().givenToDead()).isEqualTo(1);
            for (int i = 0; i < 300; i++) {
                queue.put(filled(10_000, i));
                assertThat(queue.take()).isEqualTo(filled(10_000, i));
            }
        }

        @MultiProcessTest
        void elementThatIsNoArrayOfBytes_isSaidSoAndStaysThere(ProcessQueue<Object> things) throws Exception {
            things.put("text");
            QueueReader<Object> in = things.reader();

            assertThatThrownBy(in::look)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "the next element of queue 'things' is no byte[], which alone can be looked at in place;"
                                    + " it can still be taken");
            assertThat(in.take()).contains("text");
        }

        @MultiProcessTest
        void claimIsGivenBack_nothingIsPut(ProcessQueue<byte[]> blocks) {
            QueueWriter<byte[]> out = blocks.writer();
            for (int i = 0; i < 100; i++) {
                try (Claim claim = out.claim(500_000)) {
                    fill(claim.buffer(), i);
                }
            }
            assertThat(blocks).isEmpty();
            assertThat(blocks.statistics().put()).isZero();
        }

        @MultiProcessTest
        void afterPublishAndClose_nothingCanBeDoneAnyMore(ProcessQueue<byte[]> blocks) {
            QueueWriter<byte[]> out = blocks.writer();
            Claim published = out.claim(10);
            published.publish();
            Claim closed = out.claim(10);
            closed.close();
            closed.close();
            published.close();
            Look look = blocks.reader().look().orElseThrow();
            look.close();
            look.close();

            for (Claim claim : Arrays.asList(published, closed)) {
                assertThatThrownBy(claim::buffer)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage(
                                "this claim in queue 'blocks' was published or closed: its bytes are no longer the writer's");
                assertThatThrownBy(claim::publish).isInstanceOf(IllegalStateException.class);
            }
            assertThatThrownBy(look::buffer)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("this element was closed: other bytes may be in its place");
            assertThat(blocks).isEmpty();
        }

        @MultiProcessTest
        void lengthThatIsNotAllowed_isRefused(ProcessQueue<byte[]> blocks) {
            QueueWriter<byte[]> out = blocks.writer();
            assertThatThrownBy(() -> out.claim(-1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageMatching(
                            "the length of a claim in queue 'blocks' must be between 0 and \\d+, so that it is"
                                    + " below the frame limit: length=-1");
            assertThatThrownBy(() -> out.claim(Integer.MAX_VALUE)).isInstanceOf(IllegalArgumentException.class);
            publish(out, 0, 0);
            assertThat(blocks.poll()).isEmpty();
        }

        @MultiProcessTest
        void closedWriterOrQueue_takesNoClaim(ProcessQueue<byte[]> blocks) {
            QueueWriter<byte[]> out = blocks.writer();
            Claim late = out.claim(10);
            out.close();
            assertThatThrownBy(() -> out.claim(10)).isInstanceOf(QueueClosedException.class);
            assertThatThrownBy(late::publish).isInstanceOf(QueueClosedException.class);
            late.close();

            QueueWriter<byte[]> other = blocks.writer();
            Claim tooLate = other.claim(10);
            blocks.close();
            assertThatThrownBy(tooLate::publish).isInstanceOf(QueueClosedException.class);
            tooLate.close();
        }

        @MultiProcessTest
        void interruptedClaim_claimsNothing(ProcessQueue<byte[]> blocks) throws Exception {
            QueueWriter<byte[]> out = blocks.writer();
            try (Claim all = out.claim(1_000_000)) {
                assertThat(all.buffer().capacity()).isEqualTo(1_000_000);
                Thread.currentThread().interrupt();
                assertThatThrownBy(() -> out.claim(1_000_000))
                        .isInstanceOf(ProcessInterruptedException.class)
                        .hasMessage("interrupted while waiting to put into queue 'blocks'");
                assertThat(Thread.interrupted()).isTrue();
            }
            publish(out, 1_000_000, 1);
            assertThat(blocks.take()).isEqualTo(filled(1_000_000, 1));
        }

        @MultiProcessTest
        void publishWaitsForASlot_andTimesOut(Processes processes, @Capacity(1) ProcessQueue<byte[]> blocks)
                throws Exception {
            QueueWriter<byte[]> out = blocks.writer();
            publish(out, 10, 1);
            try (Claim claim = out.claim(10)) {
                fill(claim.buffer(), 2);
                assertThat(claim.publish(Duration.ofMillis(5))).isFalse();
                processes.start("reader", () -> {
                    assertThat(blocks.take()).isEqualTo(filled(10, 1));
                });
                claim.publish();
            }
            assertThat(blocks.take()).isEqualTo(filled(10, 2));
        }
    }

    @MultiProcess(timeout = "20s")
    static class StuckTestCases {

        @Test
        void claimsMoreThanTheBudget(Processes processes, ProcessQueue<byte[]> blocks) {
            processes.start("writer", () -> {
                QueueWriter<byte[]> out = blocks.writer();
                try (Claim first = out.claim(900_000);
                        Claim second = out.claim(900_000)) {
                    second.publish();
                    first.publish();
                }
            });
        }

        @Test
        @MultiProcess(timeout = "2s")
        void claimsUntilTheDeadline(Processes processes, ProcessQueue<byte[]> blocks) {
            QueueWriter<byte[]> out = blocks.writer();
            processes.start("other", () -> Children.waitForEver());
            try (Claim first = out.claim(900_000);
                    Claim second = out.claim(900_000)) {
                second.publish();
                first.publish();
            }
        }
    }
}

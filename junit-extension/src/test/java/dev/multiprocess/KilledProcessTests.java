package dev.multiprocess;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiprocess.kit.Children;
import dev.multiprocess.kit.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** What a queue promises when real processes are killed with real signals (Q3, Q4, Q5, Q12). */
@Tag("fork")
class KilledProcessTests {

    private static void putForEver(ProcessQueue<Integer> queue) throws InterruptedException {
        for (int i = 0; ; i++) {
            queue.put(i);
        }
    }

    @MultiProcess(timeout = "60s")
    @RepeatedTest(4)
    void writerKilledInTheMiddleOfPuts_everythingPutIsThereInOrder(
            Processes processes, ProcessQueue<Integer> queue, RepetitionInfo repetition) throws InterruptedException {
        ChildProcess<Void> writer = processes.start("writer", () -> putForEver(queue));
        int wanted = 200 * repetition.getCurrentRepetition() * repetition.getCurrentRepetition();
        List<Integer> taken = new ArrayList<>();
        while (taken.size() < wanted) {
            taken.add(queue.take());
        }
        writer.kill();
        queue.drainTo(taken);

        assertThat(taken).isEqualTo(IntStream.range(0, taken.size()).boxed().toList());
        assertThat(writer.awaitExit())
                .isEqualTo(new ExitStatus(ExitStatus.End.KILLED, 137, java.util.Optional.of("SIGKILL")));
        assertThat(queue.statistics().putBy()).containsEntry("writer", (long) taken.size());
    }

    private static void putLarge(QueueWriter<byte[]> writer, ProcessQueue<Integer> sizes) throws InterruptedException {
        Random random = new Random(7);
        while (true) {
            int size = random.nextInt(8 << 20);
            writer.put(new byte[size]);
            sizes.put(size);
        }
    }

    @MultiProcess(timeout = "60s")
    @RepeatedTest(3)
    void writerKilledInTheMiddleOfALargeElement_tornElementIsDropped(
            Processes processes,
            @QueueName("large") ProcessQueue<byte[]> large,
            @QueueName("sizes") ProcessQueue<Integer> sizes)
            throws InterruptedException {
        ChildProcess<Void> writer = processes.start("writer", () -> putLarge(large.writer(), sizes));
        sizes.take();
        sizes.take();
        writer.kill();

        Random random = new Random(7);
        int announced = 2 + sizes.drain().size();
        List<byte[]> arrived = large.drain();
        assertThat(arrived.size()).isBetween(announced, announced + 1);
        for (byte[] each : arrived) {
            assertThat(each).hasSize(random.nextInt(8 << 20));
        }
        assertThatThrownBy(() -> large.reader().take())
                .isInstanceOf(QueueBrokenException.class)
                .hasMessageContaining("writer failed or was killed");
    }

    private static void takeForEver(ProcessQueue<Integer> queue, ProcessQueue<Integer> log)
            throws InterruptedException {
        while (true) {
            log.put(queue.take());
        }
    }

    @MultiProcess(timeout = "60s")
    @RepeatedTest(4)
    void readerKilled_whatItHadNotBeenGivenIsStillThere(
            Processes processes,
            @QueueName("work") ProcessQueue<Integer> queue,
            @QueueName("log") ProcessQueue<Integer> log)
            throws InterruptedException {
        int count = 20_000;
        queue.putAll(IntStream.range(0, count).boxed().toList());
        ChildProcess<Void> reader = processes.start("reader", () -> takeForEver(queue, log));
        for (int i = 0; i < 300; i++) {
            assertThat(log.take()).isEqualTo(i);
        }
        reader.kill();

        int logged = 300 + log.drain().size();
        List<Integer> left = queue.drain();
        QueueStatistics ledger = queue.statistics();
        // The element it was given last may not have been logged yet; everything else is accounted for.
        assertThat(ledger.givenToDead()).isBetween((long) logged, logged + 1L);
        assertThat(left)
                .isEqualTo(IntStream.range((int) ledger.givenToDead(), count)
                        .boxed()
                        .toList());
    }

    @MultiProcessTest(timeout = "60s")
    void writerEndsWithElementsUnread_joinDoesNotHang(Processes processes, ProcessQueue<byte[]> queue) {
        ChildProcess<Void> writer = processes.start("writer", () -> {
            for (int i = 0; i < 1_000; i++) {
                queue.put(new byte[10_000]);
            }
        });
        writer.join();

        assertThat(queue).hasSize(1_000);
    }

    @MultiProcess(timeout = "60s")
    @RepeatedTest(2)
    void onePutterKilled_othersAreNotDisturbed(Processes processes, @Capacity(5) ProcessQueue<String> queue)
            throws InterruptedException {
        ChildProcess<Void> victim = processes.start("victim", () -> {
            while (true) {
                queue.put("victim");
            }
        });
        ChildProcess<Void> other = processes.start("other", () -> {
            for (int i = 0; i < 500; i++) {
                queue.put("other");
            }
        });
        int others = 0;
        for (int taken = 0; others < 500; taken++) {
            others += queue.take().equals("other") ? 1 : 0;
            if (taken == 100) {
                victim.kill();
            }
        }
        other.join();
        assertThat(queue.drain()).hasSizeLessThanOrEqualTo(5);
    }

    // ---- elements that are missing

    @Test
    @ResourceLock(Resources.SYSTEM_OUT)
    void testFailsAndADeadChildHadTakenElements_isSaid() {
        String line =
                "queue 'numbers' of test KilledProcessTests$MissingTestCases.%s gave elements to children that died: ";

        assertThat(Output.of(
                        () -> assertThat(run(MissingTestCases.class, "fails")).hasOneFailure()))
                .contains(line.formatted("fails") + "0 in it, 1 put, 0 taken, 1 given to the dead");
        assertThat(Output.of(
                        () -> assertThat(run(MissingTestCases.class, "passes")).passes()))
                .doesNotContain("gave elements");
    }

    @MultiProcess
    static class MissingTestCases {

        @Test
        void fails(Processes processes, ProcessQueue<Integer> numbers) throws InterruptedException {
            passes(processes, numbers);
            throw new AssertionError("the sum is wrong");
        }

        @Test
        void passes(Processes processes, ProcessQueue<Integer> numbers) throws InterruptedException {
            ProcessQueue<String> taken = processes.queue("taken");
            ChildProcess<Void> reader = processes.start("reader", () -> {
                numbers.take();
                taken.put("one");
                Children.waitForEver();
            });
            numbers.add(1);
            taken.take();
            reader.kill();
        }
    }
}

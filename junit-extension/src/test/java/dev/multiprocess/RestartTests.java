package dev.multiprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.multiprocess.kit.Children;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** A name can be used again when its child has ended, and the history of all its children is kept. */
@Tag("fork")
@Timeout(60)
class RestartTests {

    private static void count(ProcessQueue<Integer> numbers) throws InterruptedException {
        System.out.println("counting");
        numbers.put(1);
        Children.waitForEver();
    }

    @MultiProcessTest
    void childIsRestarted_itRunsTheSameTaskWithTheSameOptions(Processes processes) {
        ChildProcess<String> first = processes
                .with(o -> o.systemProperty("mode", "strict"))
                .start("reader", () -> System.getProperty("mode"));
        assertThat(first.result()).isEqualTo("strict");
        ChildProcess<String> second = first.restart();
        assertThat(second.result()).isEqualTo("strict");
        assertThat(second.pid()).isNotEqualTo(first.pid());
        assertThat(second.name()).isEqualTo("reader");
        assertThat(first.result()).isEqualTo("strict");
    }

    @MultiProcessTest
    void killedChildIsRestarted_historyIsKept(Processes processes, ProcessQueue<Integer> numbers) throws Exception {
        ChildProcess<Void> first = processes.start("writer", () -> count(numbers));
        numbers.take();
        first.kill();
        ChildProcess<Void> second = first.restart();
        numbers.take();
        second.kill();
        ChildProcess<Void> third = processes.start("writer", () -> System.out.println("at last"));
        third.join();

        assertThat(processes.children()).isEqualTo(List.of(first, second, third));
        assertThat(first.outputFile()).hasFileName("writer.txt").hasContent("counting");
        assertThat(second.outputFile()).hasFileName("writer~2.txt").hasContent("counting");
        assertThat(third.outputFile()).hasFileName("writer~3.txt").hasContent("at last");
        assertThat(numbers.statistics().putBy()).containsEntry("writer", 2L);
        assertThat(first).hasToString("child 'writer' (pid " + first.pid() + ")");
        assertThat(second).hasToString("child 'writer' (2nd start, pid " + second.pid() + ")");
        assertThat(third).hasToString("child 'writer' (3rd start, pid " + third.pid() + ")");
    }

    @MultiProcessTest
    void capturedValues_areTakenAsTheyAreAtTheRestart(Processes processes) {
        List<String> captured = new ArrayList<>(List.of("once"));
        ChildProcess<Integer> first = processes.start("counter", () -> captured.size());
        assertThat(first.result()).isEqualTo(1);
        captured.add("twice");
        assertThat(first.restart().result()).isEqualTo(2);
    }

    @MultiProcessTest
    void childIsAlive_restartIsRefused(Processes processes) {
        ChildProcess<Void> child = processes.with(o -> o.daemon(true)).start("busy", Children::waitForEver);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(child::restart)
                .withMessage(
                        "child 'busy' (pid " + child.pid() + ") is alive; it can be started again when it has ended");
        assertThat(processes.children()).hasSize(1);
    }

    @MultiProcessTest
    void processIsSeenToEnd_itsNameIsFreeAtOnce(Processes processes) {
        for (int i = 0; i < 3; i++) {
            ChildProcess<Void> child = processes.start("again", () -> {});
            while (child.isAlive()) {
                Thread.onSpinWait();
            }
        }
        assertThat(processes.children()).hasSize(3);
    }

    @MultiProcessTest
    void memberOfAGroupIsRestarted_theGroupKeepsTheFirst(Processes processes) {
        ProcessGroup<Integer> group = processes.start(2, "pair", index -> index);
        assertThat(group.results()).containsExactly(0, 1);
        ChildProcess<Integer> again = group.children().get(1).restart();
        assertThat(again.name()).isEqualTo("pair-2");
        assertThat(again.result()).isEqualTo(1);
        assertThat(group.children()).doesNotContain(again);
    }

    @MultiProcessTest
    void childRestartsAnother(Processes processes) {
        ChildProcess<Integer> first = processes.start("first", () -> 7);
        first.join();
        assertThat(processes.start("restarter", () -> first.restart().result()).result())
                .isEqualTo(7);
        assertThat(processes.children()).hasSize(3);
    }

    @MultiProcessTest
    void numberedChildHasEnded_itsNameIsNotGivenAgain(Processes processes) {
        ChildProcess<Void> first = processes.start(() -> {});
        first.join();
        assertThat(first.name()).isEqualTo("child-1");
        assertThat(processes.start(() -> {}).name()).isEqualTo("child-2");
    }
}

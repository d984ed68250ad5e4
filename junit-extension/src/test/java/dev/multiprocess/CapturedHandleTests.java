package dev.multiprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiprocess.ExitStatus.End;
import dev.multiprocess.kit.Children;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** Handles in the hands of another child: its calls are carried out by the test JVM. */
@Tag("fork")
@Timeout(30)
class CapturedHandleTests {

    @MultiProcessTest
    void childInAChild_tellsWhatItTellsTheTest(Processes processes) {
        ChildProcess<Void> target = processes.start("target", () -> {
            System.out.println("I am here");
            Children.waitForEver();
        });
        target.awaitRunning();
        List<Object> seen = processes
                .start("watcher", () -> {
                    target.awaitRunning();
                    return List.<Object>of(
                            target.name(),
                            target.pid(),
                            target.isAlive(),
                            target.outputFile(),
                            target.threadDump().contains("Children.waitForEver"),
                            target.join(Duration.ofMillis(1)));
                })
                .result();
        assertThat(seen).containsExactly("target", target.pid(), true, target.outputFile(), true, false);
        assertThat(seen.get(3)).isInstanceOf(Path.class);
        target.kill();
    }

    @MultiProcessTest
    void childWalksAlongAGroup(Processes processes) {
        ProcessGroup<Integer> group = processes.start(3, "member", index -> index * index);

        assertThat(processes
                        .start("walker", () -> {
                            List<Integer> results = new ArrayList<>();
                            for (ChildProcess<Integer> each : group) {
                                results.add(each.result());
                            }
                            return List.of(results, group.size(), group.get(2).name());
                        })
                        .result())
                .isEqualTo(List.of(List.of(0, 1, 4), 3, "member-3"));
        assertThatThrownBy(() -> group.get(3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the index of a child of group 'member' must be from 0 to 2: index=3");
    }

    @MultiProcessTest
    void childKillsAnother_whichIsNoFailure(Processes processes) {
        ChildProcess<Void> target = processes.start("target", Children::waitForEver);
        assertThat(processes
                        .start("killer", () -> {
                            target.awaitRunning();
                            target.kill();
                            return target.awaitExit();
                        })
                        .result()
                        .end())
                .isEqualTo(End.KILLED);
        target.join();
    }

    @MultiProcessTest
    void childStopsAnother_whichIsNoFailure(Processes processes) {
        ChildProcess<Void> target = processes.start("target", Children::waitForEver);
        processes.start("stopper", target::stop).join();
        assertThat(target.awaitExit().end()).isEqualTo(End.STOPPED);
    }

    @MultiProcessTest
    void childJoinsAnother_andGetsItsResult(Processes processes) {
        ChildProcess<List<String>> target = processes.start("target", () -> List.of("the", "result"));
        assertThat(processes
                        .start("joiner", () -> {
                            target.join();
                            return target.result();
                        })
                        .result())
                .containsExactly("the", "result");
    }

    @MultiProcessTest
    void childJoinsOneThatFailed_andGetsItsException(Processes processes) {
        ChildProcess<Void> target = processes.start("target", () -> {
            throw new IllegalStateException("broken");
        });
        ChildProcess<String> joiner = processes.start("joiner", () -> {
            try {
                target.join();
                return "nothing";
            } catch (ChildFailedException e) {
                return e.childName() + " " + e.getCause().getMessage();
            }
        });
        assertThat(joiner.result()).isEqualTo("target broken");
    }

    @MultiProcessTest
    void childLearnsOfAnExitWithoutWaiting(Processes processes, ProcessQueue<String> queue) throws Exception {
        ChildProcess<Void> target = processes.start("target", () -> {
            queue.take();
            System.exit(4);
        });
        ChildProcess<Integer> watcher = processes.start("watcher", () -> {
            var exit = target.onExit();
            queue.put("now");
            return exit.join().code();
        });
        assertThat(watcher.result()).isEqualTo(4);
        assertThat(target.awaitExit().code()).isEqualTo(4);
    }

    @MultiProcessTest
    void groupInAChild_isThatOfTheTest(Processes processes) {
        ProcessGroup<Integer> group = processes.start(2, "member", index -> index);
        assertThat(processes
                        .start("joiner", () -> {
                            group.join();
                            return group.name()
                                    + group.results()
                                    + group.children().get(1).name();
                        })
                        .result())
                .isEqualTo("member[0, 1]member-2");
    }

    @MultiProcessTest
    void childStartsAnother_whichIsTheTests(Processes processes, ProcessQueue<String> queue) throws Exception {
        ChildProcess<String> starter = processes.start("starter", () -> {
            ChildProcess<String> grandchild = processes.start("grandchild", () -> {
                queue.put("from grandchild");
                return "result";
            });
            return grandchild.result() + " of " + grandchild.name();
        });
        assertThat(starter.result()).isEqualTo("result of grandchild");
        assertThat(queue.take()).isEqualTo("from grandchild");
        assertThat(processes.children()).extracting(ChildProcess::name).containsExactly("starter", "grandchild");
    }

    @MultiProcessTest
    void childStartsAnotherAndReturnsIt_testHoldsItsHandle(Processes processes) {
        ChildProcess<ChildProcess<Integer>> starter =
                processes.start("starter", () -> processes.start("grandchild", () -> 5));
        ChildProcess<Integer> grandchild = starter.result();
        assertThat(grandchild.result()).isEqualTo(5);
        assertThat(grandchild).isSameAs(processes.children().get(1));
    }

    @MultiProcessTest
    void optionsOfCapturedProcesses_holdInTheChildToo(Processes processes) {
        Processes strict = processes.with(o -> o.systemProperty("mode", "strict"));
        assertThat(processes
                        .start(() ->
                                strict.start(() -> System.getProperty("mode")).result())
                        .result())
                .isEqualTo("strict");
    }

    @MultiProcessTest
    void childChangesOptions_forWhatItStarts(Processes processes) {
        Processes strict = processes.with(o -> o.systemProperty("mode", "strict"));
        assertThat(processes
                        .start(() -> strict.with(o -> o.systemProperty("level", "2"))
                                .start(() -> System.getProperty("mode") + System.getProperty("level"))
                                .result())
                        .result())
                .isEqualTo("strict2");
    }

    @MultiProcessTest
    void childStartsWhatCannotCross_isRefusedThere(Processes processes) {
        ChildProcess<String> starter = processes.start("starter", () -> {
            Thread thread = new Thread();
            try {
                processes.start("refused", () -> thread.start());
                return "started";
            } catch (NotTransferableException e) {
                return "refused";
            }
        });
        assertThat(starter.result()).isEqualTo("refused");
        assertThat(processes.children()).hasSize(1);
    }

    @MultiProcessTest
    void handlesAreEqual_ifTheyMeanTheSame(Processes processes, ProcessQueue<ChildProcess<?>> queue) throws Exception {
        ChildProcess<Void> target = processes.start("target", () -> {});
        assertThat(processes
                        .start(() -> processes.children().get(0).equals(target)
                                && target.hashCode()
                                        == processes.children().get(0).hashCode())
                        .result())
                .isTrue();
        processes.start(() -> queue.put(target)).join();
        assertThat(queue.take()).isSameAs(target);
    }

    @MultiProcessTest
    void childIsInterruptedWhileItJoins_waitEnds(Processes processes) {
        ChildProcess<Void> target = processes.start("target", Children::waitForEver);
        ChildProcess<String> joiner = processes.start("joiner", () -> {
            Thread.currentThread().interrupt();
            try {
                target.join();
                return "ended";
            } catch (ProcessInterruptedException e) {
                return "interrupted " + Thread.interrupted();
            }
        });
        assertThat(joiner.result()).isEqualTo("interrupted true");
        target.kill();
    }

    @MultiProcessTest
    void takenName_isRefusedInTheChildToo(Processes processes) {
        ChildProcess<Void> starter = processes.start("starter", () -> {
            processes.start("starter", () -> {});
        });
        assertThatExceptionOfType(ChildFailedException.class)
                .isThrownBy(starter::join)
                .withCauseInstanceOf(MultiProcessConfigurationException.class);
    }
}

package dev.multiprocess;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.kit.Children;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A start above the number of children that may be alive waits. */
@Tag("fork")
@Timeout(60)
class MaxChildrenTests {

    private static final Map<String, String> TWO = Map.of("multiprocess.maxChildren", "2");

    private final String user = System.getProperty("user.name");

    /** Other builds on this machine have children too, and places are counted by user. */
    @BeforeEach
    void beSomebodyElse() {
        System.setProperty("user.name", "nobody-" + ProcessHandle.current().pid());
    }

    @AfterEach
    void beOneself() throws IOException {
        Path places =
                Path.of(System.getProperty("java.io.tmpdir"), "multiprocess-places-" + System.getProperty("user.name"));
        System.setProperty("user.name", user);
        if (Files.exists(places)) {
            try (Stream<Path> files = Files.list(places)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(places);
        }
    }

    @Test
    void moreChildrenThanPlaces_theyRunOneAfterTheOther() {
        assertThat(run(CappedTestCases.class, "oneAfterTheOther", TWO)).passes();
    }

    @Test
    void groupNeedsMorePlacesThanThereAre_startFailsAtOnce() {
        assertThat(run(CappedTestCases.class, "groupOfThree", TWO))
                .hasOneFailure()
                .isInstanceOf(MultiProcessConfigurationException.class)
                .hasMessage("so many children at once cannot be started: 3, since multiprocess.maxChildren=2");
    }

    @Test
    void noPlaceUntilTheDeadline_failureSaysSo() {
        assertThat(run(CappedTestCases.class, "threeForEver", TWO))
                .hasOneFailure()
                .isInstanceOf(ChildTimeoutException.class)
                .hasMessageContaining("  not started  : [third], as multiprocess.maxChildren=2 children are alive"
                        + " on this machine")
                .hasMessageMatching("(?s).*waits for a place for \\[third] \\(for \\d+ ms\\).*");
    }

    @Test
    void groupFillsAllPlacesBesideAChild_startsAsPlacesComeFree() {
        assertThat(run(CappedTestCases.class, "groupBesideAnother", TWO)).passes();
    }

    @Test
    void restOfAGroupGetsNoPlace_failureNamesIt() {
        assertThat(run(CappedTestCases.class, "restOfAGroup", TWO))
                .hasOneFailure()
                .isInstanceOf(ChildTimeoutException.class)
                .hasMessageContaining("  not started  : [group-2], as multiprocess.maxChildren=2 children are alive"
                        + " on this machine");
    }

    @Test
    void startFails_placeIsGivenBack() {
        assertThat(run(CappedTestCases.class, "failedStarts", TWO)).passes();
    }

    @MultiProcess(timeout = "30s")
    static class CappedTestCases {

        @Test
        void oneAfterTheOther(Processes processes) {
            for (int i = 0; i < 5; i++) {
                processes.start(() -> {});
                assertThat(processes.children())
                        .filteredOn(ChildProcess::isAlive)
                        .hasSizeLessThanOrEqualTo(2);
            }
            assertThat(processes.children()).hasSize(5);
        }

        @Test
        void groupOfThree(Processes processes) {
            processes.start(3, "group", () -> {});
        }

        @Test
        @MultiProcess(timeout = "3s")
        void threeForEver(Processes processes) {
            processes.start("first", Children::waitForEver);
            processes.start("second", Children::waitForEver);
            processes.start("third", Children::waitForEver);
        }

        @Test
        void groupBesideAnother(Processes processes, ProcessQueue<String> begun) throws InterruptedException {
            ChildProcess<Void> other = processes.start("other", Children::waitForEver);
            begun.put("this JVM writes, too");
            Thread killer = new Thread(() -> {
                // The first of the group has put.
                while (begun.size() < 2) {
                    Thread.onSpinWait();
                }
                other.kill();
            });
            killer.start();
            processes.start(2, "group", () -> begun.put("begun")).join();
            assertThat(begun).hasSize(3);
            killer.join();
        }

        @Test
        @MultiProcess(timeout = "3s")
        void restOfAGroup(Processes processes) {
            processes.start("other", Children::waitForEver);
            processes.start(2, "group", Children::waitForEver);
        }

        @Test
        void failedStarts(Processes processes) {
            for (int i = 0; i < 5; i++) {
                try {
                    processes.with(o -> o.javaHome(Path.of("no", "java"))).start(() -> {});
                } catch (MultiProcessConfigurationException expected) {
                    // What counts is the next start.
                }
            }
            processes.start(2, "pair", () -> {}).join();
        }
    }
}

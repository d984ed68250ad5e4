package dev.multiprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.multiprocess.OrphanTestCases.Family;
import dev.multiprocess.OrphanTestCases.InAdvance;
import dev.multiprocess.OrphanTestCases.Lasting;
import dev.multiprocess.OrphanTestCases.MakingToTheEnd;
import dev.multiprocess.OrphanTestCases.UnderProcessOne;
import dev.multiprocess.internal.os.ProcessIdentity;
import dev.multiprocess.internal.reap.ChildRegistry;
import dev.multiprocess.internal.reap.OrphanReaper;
import dev.multiprocess.internal.reap.OrphanReaper.Leftover;
import dev.multiprocess.internal.reap.SessionCookie;
import dev.multiprocess.kit.Nightly;
import dev.multiprocess.kit.TestJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Three layers keep a test's processes from outliving it (P8). Each is proved alone, with the others unable to act.
 *
 * <ul>
 *   <li>A child ends itself: the test JVM dies without a word, and no plugin is there.
 *   <li>A test JVM ends all: what it ends cannot end itself, since it is paused or is no child of ours, and no plugin is
 *       there.
 *   <li>The reaper of the plugin ends all: the same processes, and the test JVM died without a word.
 * </ul>
 *
 * <p>An ordinary build tries half of the ways to die, a nightly one all; {@code -Drepetitions=20} runs each several
 * times.
 */
@Tag("fork")
@Timeout(120)
@EnabledOnOs(value = OS.LINUX, disabledReason = "the processes are made and looked at with what Linux has")
class OrphanTests {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path base;

    private final String session = SessionCookie.newSession();

    private static Stream<String> repeated(String... all) {
        return Collections.nCopies(Integer.getInteger("repetitions", 1), all).stream()
                .flatMap(kinds -> Nightly.all(2, kinds));
    }

    private static Stream<String> silentDeaths() {
        return repeated("kill", "halt");
    }

    private static Stream<String> orderlyDeaths() {
        return repeated("TERM", "INT", "exit", "HUP");
    }

    private static Stream<String> once() {
        return repeated("once");
    }

    private TestJvm testJvm(Class<?> testCases) throws IOException {
        return TestJvm.start(base, session, testCases);
    }

    private static void die(TestJvm testJvm, String how) throws IOException, InterruptedException {
        switch (how) {
            case "kill" -> testJvm.signal("KILL");
            case "halt", "exit" -> testJvm.order(how);
            default -> {
                assumeFalse(testJvm.ignores(how), "whoever runs this build has it ignore the signal");
                testJvm.signal(how);
            }
        }
        testJvm.awaitEnd(LIMIT);
    }

    private OrphanReaper reaper() {
        return new OrphanReaper(List.of(new ChildRegistry(TestJvm.outputDirectory(base))), problem -> {
            throw new AssertionError(problem);
        });
    }

    // ---- the child

    @ParameterizedTest
    @MethodSource("silentDeaths")
    void testJvmDiesWithoutAWord_childrenEndThemselvesAndWhatTheyHaveStarted(String how) throws Exception {
        try (TestJvm testJvm = testJvm(Family.class).awaitReady()) {
            assertThat(namesOfFifos()).isNotEmpty();
            die(testJvm, how);
            assertThat(TestJvm.aliveAfter(LIMIT, testJvm.processes())).isEmpty();
            assertThat(testJvm.privateDirectories()).isEmpty();
        }
    }

    /** Where none can be made, a link is a socket. */
    @ParameterizedTest
    @MethodSource("silentDeaths")
    void testJvmWithoutFifosDiesWithoutAWord_childrenEndAllTheSame(String how) throws Exception {
        Path programs = Files.createDirectory(base.resolve("bin"));
        Files.createSymbolicLink(programs.resolve("mkfifo"), Path.of("/bin/false"));
        String path = "PATH=" + programs + ":" + System.getenv("PATH");
        try (TestJvm testJvm =
                TestJvm.start(base, session, Family.class, "env", path).awaitReady()) {
            assertThat(namesOfFifos()).isEmpty();
            die(testJvm, how);
            assertThat(TestJvm.aliveAfter(LIMIT, testJvm.processes())).isEmpty();
            assertThat(testJvm.privateDirectories()).isEmpty();
        }
    }

    /** Those that the children of the test JVM were started with. */
    private List<String> namesOfFifos() throws IOException {
        try (Stream<Path> files = Files.walk(TestJvm.outputDirectory(base))) {
            List<Path> started =
                    files.filter(file -> file.toString().endsWith(".args")).toList();
            assertThat(started).isNotEmpty();
            List<String> names = new ArrayList<>();
            for (Path file : started) {
                Files.readAllLines(file).stream()
                        .filter(line -> line.startsWith("\"link-"))
                        .forEach(names::add);
            }
            return names;
        }
    }

    @ParameterizedTest
    @MethodSource("silentDeaths")
    void testJvmDiesWithoutAWord_thoseThatWaitForATaskEndThemselves(String how) throws Exception {
        try (TestJvm testJvm = testJvm(InAdvance.class).awaitReady()) {
            assertThat(testJvm.processes()).isNotEmpty();
            die(testJvm, how);
            assertThat(TestJvm.aliveAfter(LIMIT, testJvm.processes())).isEmpty();
            assertThat(testJvm.privateDirectoriesAfter(LIMIT)).isEmpty();
        }
    }

    // ---- the test JVM

    @ParameterizedTest
    @MethodSource("orderlyDeaths")
    void testJvmGoesDown_noneThatWaitsForATaskOutlivesIt(String how) throws Exception {
        try (TestJvm testJvm = testJvm(InAdvance.class).awaitReady()) {
            die(testJvm, how);
            assertThat(TestJvm.aliveAfter(Duration.ZERO, testJvm.processes())).isEmpty();
            assertThat(testJvm.privateDirectories()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("orderlyDeaths")
    void testJvmGoesDownWhileAThreadMakesQueues_nothingOfItsFilesStays(String how) throws Exception {
        try (TestJvm testJvm = testJvm(MakingToTheEnd.class).awaitReady()) {
            assertThat(testJvm.privateDirectories()).isNotEmpty();
            die(testJvm, how);
            assertThat(testJvm.privateDirectories()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("orderlyDeaths")
    void testJvmGoesDown_nothingThatCannotEndItselfOutlivesIt(String how) throws Exception {
        try (TestJvm testJvm = testJvm(Lasting.class).awaitReady()) {
            die(testJvm, how);
            assertThat(TestJvm.aliveAfter(Duration.ZERO, testJvm.processes())).isEmpty();
            assertThat(testJvm.privateDirectories()).isEmpty();
        }
    }

    @Test
    void testJvmIsTheFirstProcessAndAsksForNoDeadChild_itEndsSoon() throws Exception {
        String[] asProcessOne = {"unshare", "--pid", "--fork", "--kill-child", "--mount-proc"};
        assumeTrue(TestJvm.isAllowed(asProcessOne), "this user may not make a namespace of processes");
        try (TestJvm testJvm = TestJvm.start(base, session, UnderProcessOne.class, asProcessOne)) {
            testJvm.awaitReady();
            long start = System.nanoTime();
            assertThat(testJvm.awaitEnd(LIMIT)).isZero();
            // Whoever waits for what has exited already waits out the ten seconds that a killed process is given.
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(9));
        }
    }

    // ---- the reaper

    @ParameterizedTest
    @MethodSource("once")
    void nobodyElseCanEndThem_reaperDoes(String once) throws Exception {
        try (TestJvm testJvm = testJvm(Lasting.class).awaitReady()) {
            die(testJvm, "kill");
            assertThat(TestJvm.aliveAfter(LIMIT, List.of(testJvm.process("witness"))))
                    .as("the child that can notice the death of its test JVM")
                    .isEmpty();
            List<ProcessIdentity> lasting = new ArrayList<>(testJvm.processes());
            lasting.remove(testJvm.process("witness"));
            assertThat(lasting).hasSize(4).allMatch(ProcessIdentity::isAlive);

            List<Leftover> found = reaper().findOrphans(Set.of(base));
            assertThat(found).extracting(Leftover::process).containsAll(lasting);
            assertThat(found).extracting(Leftover::name).contains("paused", "paused-stubborn", "");
            assertThat(OrphanReaper.end(found, Duration.ofMillis(100), LIMIT)).isEmpty();
            assertThat(lasting).noneMatch(ProcessIdentity::isAlive);
        }
    }

    @ParameterizedTest
    @MethodSource("once")
    void twoBuildsOfOneModule_neitherTouchesTheOthers(String once) throws Exception {
        // One after the other, since they share the directory of the test's files.
        try (TestJvm dying = testJvm(Lasting.class).awaitReady();
                TestJvm other = TestJvm.start(base, SessionCookie.newSession(), Lasting.class)
                        .awaitReady()) {
            die(dying, "kill");
            assertThat(reaper().findOfProjects(Set.of(base))).hasSizeGreaterThanOrEqualTo(9);

            List<Leftover> found = reaper().findOrphans(Set.of(base));
            assertThat(OrphanReaper.end(found, Duration.ZERO, LIMIT)).isEmpty();
            assertThat(TestJvm.aliveAfter(LIMIT, dying.processes())).isEmpty();
            assertThat(other.processes()).hasSize(5).allMatch(ProcessIdentity::isAlive);

            TestJvm third = TestJvm.start(base, session, Lasting.class);
            try (third) {
                third.awaitReady();
                die(other, "TERM");
                assertThat(TestJvm.aliveAfter(Duration.ZERO, other.processes())).isEmpty();
                assertThat(third.processes()).hasSize(5).allMatch(ProcessIdentity::isAlive);
                die(third, "TERM");
            }
        }
    }
}

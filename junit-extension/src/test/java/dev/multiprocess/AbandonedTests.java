package dev.multiprocess;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.AbandonedTestCases.FullQueue;
import dev.multiprocess.AbandonedTestCases.MakingArchive;
import dev.multiprocess.AbandonedTestCases.Next;
import dev.multiprocess.internal.child.ChildMain;
import dev.multiprocess.internal.child.Training;
import dev.multiprocess.internal.os.ProcessIdentity;
import dev.multiprocess.internal.reap.OrphanReaper;
import dev.multiprocess.internal.reap.SessionCookie;
import dev.multiprocess.internal.wire.PrivateDirectory;
import dev.multiprocess.kit.Signals;
import dev.multiprocess.kit.TestJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a test JVM leaves that was killed, with no child alive that could clean up, the next one removes. */
@Tag("fork")
@Timeout(120)
@EnabledOnOs(value = OS.LINUX, disabledReason = "the processes are looked at with what Linux has")
class AbandonedTests {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path base;

    /** With a temporary directory that no other build looks into; all share the memory. */
    private TestJvm start(Class<?> testCases) throws IOException {
        String option = "JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=" + Files.createDirectories(temporary());
        return TestJvm.start(base, SessionCookie.newSession(), testCases, "env", option);
    }

    private Path temporary() {
        return base.resolve("t");
    }

    private List<Path> directories(TestJvm testJvm) throws IOException {
        try (Stream<Path> files = Files.list(temporary())) {
            return files.filter(file -> file.getFileName()
                            .toString()
                            .startsWith("mpj-" + testJvm.identity().pid() + "-"))
                    .toList();
        }
    }

    private String runNext() throws Exception {
        try (TestJvm next = start(Next.class)) {
            assertThat(next.awaitEnd(LIMIT)).as(next.errors()).isZero();
            return next.errors();
        }
    }

    @Test
    void testJvmIsKilledWithAFullQueue_nextOneRemovesItsMemoryAndSaysSo() throws Exception {
        try (TestJvm testJvm = start(FullQueue.class).awaitReady();
                TestJvm other = start(FullQueue.class).awaitReady()) {
            testJvm.signal("KILL");
            testJvm.awaitEnd(LIMIT);
            List<Path> left = directories(testJvm);
            assertThat(left).hasSize(1);

            String errors = runNext();

            assertThat(directories(testJvm)).isEmpty();
            assertThat(testJvm.privateDirectories()).as("in the shared memory").isEmpty();
            assertThat(errors)
                    .contains("removed what test JVMs had left that are dead")
                    .contains(left.get(0).toString());
            assertThat(directories(other)).as("that of a build that runs").hasSize(1);
            assertThat(other.privateDirectories()).as("its memory").hasSize(1);
        }
    }

    @Test
    void nextTestJvmIsShort_itRemovesAllTheSameWhatIsLeft() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        assertThat(dead.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < 1000; i++) {
            Files.createDirectories(temporary().resolve("mpj-" + dead.pid() + "-" + i));
        }
        runNext();
        assertThat(temporary()).isDirectoryNotContaining("glob:**/mpj-*");
    }

    @Test
    void jvmThatMakesAnArchive_isMarkedAndDoesNotOutliveItsTestJvm() throws Exception {
        try (TestJvm testJvm = start(MakingArchive.class).awaitReady()) {
            ProcessIdentity maker = testJvm.process("maker");
            // Paused, so that it can be looked at.
            Signals.pause(maker.pid());
            assertThat(new OrphanReaper(List.of(), problem -> {}).findOfOwner(testJvm.identity()))
                    .extracting(OrphanReaper.Leftover::process)
                    .contains(maker);

            testJvm.signal("KILL");
            testJvm.awaitEnd(LIMIT);
            assertThat(maker.isAlive()).as("it cannot notice").isTrue();
            assertThat(TestJvm.outputDirectory(base).resolve("archives"))
                    .isDirectoryNotContaining(
                            "regex:.*/(?!library-)[^/]*(?<!\\.jsa(\\.(base|lock|list|classes|tmp))?)");

            assertThat(runNext()).contains("ended JVMs that made an archive");
            assertThat(TestJvm.aliveAfter(LIMIT, List.of(maker))).isEmpty();
        }
    }

    @Test
    void childIsStartedByHandOnceItsTestJvmIsGone_saysWhyItEnds() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        assertThat(dead.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        Process byHand = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ChildMain.class.getName(),
                        base.resolve("mpj-" + dead.pid() + "-x").toString(),
                        "1",
                        "link-1")
                .redirectErrorStream(true)
                .redirectOutput(base.resolve("output").toFile())
                .start();
        try {
            assertThat(byHand.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(byHand.exitValue()).isEqualTo(3);
            assertThat(base.resolve("output"))
                    .hasContent("multiprocess: the test JVM of this child has ended, so this child ends too");
        } finally {
            byHand.destroyForcibly().waitFor();
        }
    }

    @Test
    void jvmThatWarmsUp_endsWhenItsTestJvmIsGone() throws Exception {
        PrivateDirectory directory = PrivateDirectory.create();
        Process training = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Training.class.getName(),
                        directory.inner(1).path().toString(),
                        Files.createFile(base.resolve("names")).toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            training.getOutputStream().close();
            assertThat(training.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(training.exitValue())
                    .as("the exit code of what has lost its test JVM")
                    .isEqualTo(3);
        } finally {
            training.destroyForcibly().waitFor();
            directory.delete();
        }
    }
}

package dev.multiprocess;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.multiprocess.kit.Children;
import dev.multiprocess.kit.EngineRun;
import dev.multiprocess.kit.FailureAssert;
import dev.multiprocess.sync.ProcessBarrier;
import dev.multiprocess.sync.ProcessLock;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.reporting.OutputDirectoryProvider;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Timelines of real tests: contracts T1 and T2. */
@Tag("fork")
@Timeout(60)
class TimelineTests {

    private static final Path OUTPUT = Path.of("target", "multiprocess", TimelineTestCases.class.getName());
    private static final Pattern NOTE = Pattern.compile("the timeline of its processes is (.+timeline\\.html)");

    private static Path page(String test) {
        return OUTPUT.resolve(test).resolve("timeline.html");
    }

    /** Runs a test that fails, and reads the page that its failure names. */
    private static String pageOfFailed(String test) throws IOException {
        FailureAssert failure = assertThat(run(TimelineTestCases.class, test)).hasOneFailedTest();
        Matcher note = NOTE.matcher(stackTrace(failure.actual()));
        assertThat(note.find()).as("a failure names its timeline").isTrue();
        assertThat(Path.of(note.group(1))).isEqualTo(page(test).toAbsolutePath());
        return Files.readString(Path.of(note.group(1)));
    }

    private static String stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Test
    void testThatPasses_hasOneOnlyIfItIsToBeKept() throws IOException {
        Files.deleteIfExists(page("passes"));
        assertThat(run(TimelineTestCases.class, "passes")).passes(1);
        assertThat(page("passes")).doesNotExist();

        assertThat(run(TimelineTestCases.class, "passes", Map.of("multiprocess.timeline", "always")))
                .passes(1);
        assertThat(Files.readString(page("passes")))
                .contains("Passed; this timeline ends at", "reaches checkpoint &#39;halfway&#39;");
    }

    @Test
    void timelineThatIsNotWanted_isNotMade() throws IOException {
        Files.deleteIfExists(page("throwsAfterItsChild"));
        EngineRun run = run(TimelineTestCases.class, "throwsAfterItsChild", Map.of("multiprocess.timeline", "never"));

        assertThat(run).hasOneFailedTest().hasNoSuppressedExceptions();
        assertThat(page("throwsAfterItsChild")).doesNotExist();
    }

    @Test
    void hang_showsWhatIsWaitedFor() throws IOException {
        assertThat(pageOfFailed("hangs")).contains("waits to take from queue &#39;work&#39;", "hello from the reader");
    }

    @Test
    void deadlockOfLocks_showsWhoHoldsAndWhoWaits() throws IOException {
        assertThat(pageOfFailed("locksInTwoOrders"))
                .contains("holds lock &#39;a&#39;", "holds lock &#39;b&#39;", "waits for lock &#39;a&#39;");
    }

    @Test
    void killedWriter_showsItsEnd() throws IOException {
        assertThat(pageOfFailed("writerIsKilled"))
                .contains("Failed at ", ": writer: was killed by SIGKILL", "<td>work</td>");
    }

    @Test
    void slowStart_showsHowLongItTook() throws IOException {
        assertThat(pageOfFailed("startsSlowly")).contains("reads its task", "ended before its task began");
    }

    @Test
    void testThatFailsAfterItsMethod_hasOne() throws IOException {
        assertThat(pageOfFailed("failsInTheEnd")).contains("<p class=\"bad\">Failed", "in the end");
    }

    @Test
    void whatAChildWrites_isNoPartOfThePage() throws IOException {
        assertThat(pageOfFailed("writesTags"))
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "&lt;/pre&gt;@data@")
                .doesNotContain("<script>alert");
    }

    @Test
    void failedTest_hasItsFilesAttachedAtEachRun(@TempDir Path reports) throws IOException {
        for (int i = 0; i < 2; i++) {
            EngineTestKit.engine("junit-jupiter")
                    .outputDirectoryProvider(new OneDirectory(reports))
                    .selectors(
                            selectMethod(TimelineTestCases.class, "throwsAfterItsChild", "dev.multiprocess.Processes"))
                    .execute()
                    .testEvents()
                    .assertStatistics(statistics -> statistics.failed(1));
        }

        try (Stream<Path> attached = Files.list(reports)) {
            assertThat(attached)
                    .hasSize(2)
                    .allSatisfy(each -> assertThat(each)
                            .isDirectoryContaining("glob:**/timeline.html")
                            .isDirectoryContaining("glob:**/child.txt"));
        }
    }

    /** Of a build that keeps it. */
    private record OneDirectory(Path path) implements OutputDirectoryProvider {

        @Override
        public Path getRootDirectory() {
            return path;
        }

        @Override
        public Path createOutputDirectory(TestDescriptor test) {
            return path;
        }
    }

    @Test
    void testWithoutChildren_hasNone() {
        assertThat(run(TimelineTestCases.class, "failsAlone"))
                .hasOneFailedTest()
                .hasNoSuppressedExceptions();
    }

    /** Its class is not initialized in time where the property says so. */
    private static final class SlowToLoad {

        static final String PROPERTY = "slow";

        static {
            if (Boolean.getBoolean(PROPERTY)) {
                Children.waitForEver();
            }
        }
    }

    @MultiProcess
    static class TimelineTestCases {

        private boolean fails;

        @MultiProcessTest
        void passes(Processes processes, Checkpoints checkpoints) {
            processes.start("child", () -> checkpoints.reach("halfway")).join();
        }

        @MultiProcessTest
        void failsAlone() {
            throw new IllegalStateException("alone");
        }

        @MultiProcessTest
        void throwsAfterItsChild(Processes processes) {
            processes.start("child", () -> {}).join();
            throw new IllegalStateException("after its child");
        }

        @MultiProcessTest(timeout = "3s")
        void hangs(Processes processes, ProcessQueue<String> work) {
            processes.start("computes", () -> {
                System.out.println("computes for ever");
                new CountDownLatch(1).await();
            });
            processes.start("reader", () -> {
                System.out.println("hello from the reader");
                work.reader().take();
            });
            work.writer();
        }

        @MultiProcessTest
        void locksInTwoOrders(Processes processes) {
            ProcessLock a = processes.lock("a");
            ProcessLock b = processes.lock("b");
            ProcessBarrier both = processes.barrier("both", 2);
            processes.start("first", () -> {
                a.lock();
                both.await();
                b.lock();
            });
            processes.start("second", () -> {
                b.lock();
                both.await();
                a.lock();
            });
        }

        @MultiProcessTest
        void writerIsKilled(Processes processes, ProcessQueue<Integer> work) {
            processes.start("writer", () -> {
                for (int i = 0; i < 50; i++) {
                    work.put(i);
                }
                Runtime.getRuntime()
                        .exec(new String[] {
                            "kill", "-9", String.valueOf(ProcessHandle.current().pid())
                        })
                        .waitFor();
            });
            processes.start("reader", () -> {
                work.reader().forEach(element -> {});
            });
        }

        @MultiProcessTest(timeout = "3s")
        void startsSlowly(Processes processes) {
            SlowToLoad captured = new SlowToLoad();
            processes.with(o -> o.systemProperty(SlowToLoad.PROPERTY, "true")).start("slow", captured::hashCode);
            processes.start("quick", () -> {});
        }

        @MultiProcessTest
        void failsInTheEnd(Processes processes) {
            processes.start("child", () -> {}).join();
            fails = true;
        }

        @AfterEach
        void end() {
            if (fails) {
                throw new IllegalStateException("in the end");
            }
        }

        @MultiProcessTest
        void writesTags(Processes processes) {
            processes
                    .start("child", () -> {
                        System.out.println("<script>alert(1)</script>");
                        System.out.println("</pre>@data@");
                    })
                    .join();
            throw new IllegalStateException("<script>alert(2)</script>");
        }
    }
}

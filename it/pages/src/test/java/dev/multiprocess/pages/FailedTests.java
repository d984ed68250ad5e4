package dev.multiprocess.pages;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.multiprocess.MultiProcess;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import dev.multiprocess.sync.ProcessBarrier;
import dev.multiprocess.sync.ProcessLock;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Tests that fail, which run once in this JVM, and the pages that they leave. */
final class FailedTests {

    private static final Path FILES = Path.of("target", "multiprocess", FailingTestCases.class.getName());

    private FailedTests() {}

    /** The timeline of one of them. */
    static Path page(String test) {
        return Once.run().resolve(test).resolve("timeline.html");
    }

    private static final class Once {

        private static final Path DIRECTORY;

        static {
            EngineTestKit.engine("junit-jupiter")
                    .selectors(selectClass(FailingTestCases.class))
                    .execute()
                    .testEvents()
                    .assertStatistics(tests -> tests.started(4).failed(4));
            DIRECTORY = FILES.toAbsolutePath();
        }

        static Path run() {
            return DIRECTORY;
        }
    }

    @MultiProcess
    static class FailingTestCases {

        @MultiProcessTest(timeout = "3s")
        void hangs(Processes processes, ProcessQueue<String> work) {
            processes.start("reader", () -> {
                System.out.println("hello from the reader");
                work.reader().take();
            });
            work.writer();
            processes
                    .start("second-reader-with-a-long-name", () -> work.reader().take())
                    .join();
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
                killMyself();
            });
            processes.start("reader", () -> work.reader().forEach(element -> {}));
        }

        private static void killMyself() throws IOException, InterruptedException {
            String pid = String.valueOf(ProcessHandle.current().pid());
            Runtime.getRuntime().exec(new String[] {"kill", "-9", pid}).waitFor();
        }

        @MultiProcessTest
        void writesTags(Processes processes) {
            processes
                    .start("child", () -> {
                        System.out.println("<script>document.title='owned'</script>");
                        System.out.println("</pre></details><img src=x onerror=\"document.title='owned'\">");
                        System.out.println("</script><img src=https://example.com/x.png>@data@");
                    })
                    .join();
            throw new IllegalStateException(
                    "</pre><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">");
        }
    }
}

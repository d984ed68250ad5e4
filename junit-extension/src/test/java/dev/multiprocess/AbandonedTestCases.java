package dev.multiprocess;

import dev.multiprocess.internal.os.ProcessIdentity;
import dev.multiprocess.kit.Children;
import dev.multiprocess.kit.TestJvmMain;
import java.util.List;

/** Tests that test JVMs of {@link AbandonedTests} are in the middle of when they die. */
final class AbandonedTestCases {

    private AbandonedTestCases() {}

    /** Has a queue with much in it, and no child that could remove it. */
    static class FullQueue {

        @MultiProcessTest(timeout = "2m")
        void waits(ProcessQueue<byte[]> queue) throws InterruptedException {
            for (int i = 0; i < 16; i++) {
                queue.put(new byte[1 << 20]);
            }
            TestJvmMain.ready();
            Children.waitForEver();
        }
    }

    /** Is what comes next. */
    static class Next {

        @MultiProcessTest
        void startsOne(Processes processes, ProcessQueue<Integer> queue) throws InterruptedException {
            processes.start(() -> queue.put(1));
            queue.take();
        }
    }

    /** Has one JVM that makes an archive, and whatever it has become. */
    static class MakingArchive {

        @MultiProcessTest(startMethod = StartMethod.FORK, timeout = "2m")
        void waits(Processes processes) {
            ChildProcess<Void> child = processes.start(Children::waitForEver);
            List<ProcessHandle> makers;
            do {
                makers = ProcessHandle.current()
                        .children()
                        .filter(process -> process.pid() != child.pid())
                        .filter(process -> process.info().command().orElse("").endsWith("java"))
                        .toList();
            } while (makers.isEmpty());
            for (ProcessHandle each : makers) {
                ProcessIdentity.of(each).ifPresent(identity -> TestJvmMain.tell("maker", identity.toString()));
            }
            TestJvmMain.ready();
            Children.waitForEver();
        }
    }
}

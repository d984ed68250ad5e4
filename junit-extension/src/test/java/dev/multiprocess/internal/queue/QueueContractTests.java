package dev.multiprocess.internal.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.testing.QueueTestSuiteBuilder;
import com.google.common.collect.testing.TestStringQueueGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.stream.Stream;
import junit.framework.AssertionFailedError;
import junit.framework.Test;
import junit.framework.TestCase;
import junit.framework.TestListener;
import junit.framework.TestResult;
import junit.framework.TestSuite;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** Guava's contract suite for queues, against every side of a queue. */
class QueueContractTests {

    @TestFactory
    Stream<DynamicTest> queueInTheTestJvm_keepsTheContract() throws IOException {
        TwoSides sides = new TwoSides();
        ProcessQueue<String> queue = sides.queue(Integer.MAX_VALUE);
        return tests(suite(queue)).onClose(() -> close(sides));
    }

    @TestFactory
    Stream<DynamicTest> queueSeenFromAChild_keepsTheContract() throws IOException {
        TwoSides sides = new TwoSides();
        ProcessQueue<String> queue = sides.queue(Integer.MAX_VALUE);
        return tests(suite(sides.child(1).see(queue))).onClose(() -> close(sides));
    }

    @TestFactory
    Stream<DynamicTest> boundedQueueSeenFromAChild_keepsTheContract() throws IOException {
        TwoSides sides = new TwoSides();
        ProcessQueue<String> queue = sides.queue(100);
        return tests(suite(sides.child(1).see(queue))).onClose(() -> close(sides));
    }

    @MultiProcessTest(timeout = "120s")
    @Timeout(150)
    void queueInAChildJvm_keepsTheContract(Processes processes, ProcessQueue<String> queue) {
        String outcome = processes.start("contract", () -> runAll(queue)).result();

        assertThat(outcome).startsWith("no failures in ").doesNotContain(" 0 tests");
    }

    private static void close(TwoSides sides) {
        try {
            sides.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TestSuite suite(ProcessQueue<String> queue) {
        return QueueTestSuiteBuilder.using(new TestStringQueueGenerator() {
                    @Override
                    protected Queue<String> create(String[] elements) {
                        queue.drain();
                        queue.addAll(Arrays.asList(elements));
                        return queue;
                    }
                })
                .named("ProcessQueue")
                .withFeatures(CollectionFeature.GENERAL_PURPOSE, CollectionFeature.KNOWN_ORDER, CollectionSize.ANY)
                .createTestSuite();
    }

    private static Stream<DynamicTest> tests(Test test) {
        if (test instanceof TestSuite suite) {
            return Collections.list(suite.tests()).stream().flatMap(QueueContractTests::tests);
        }
        return Stream.of(DynamicTest.dynamicTest(test.toString(), () -> ((TestCase) test).runBare()));
    }

    private static String runAll(ProcessQueue<String> queue) {
        List<String> failures = new ArrayList<>();
        TestResult result = new TestResult();
        result.addListener(new TestListener() {
            @Override
            public void addError(Test test, Throwable error) {
                failures.add(test + ": " + error);
            }

            @Override
            public void addFailure(Test test, AssertionFailedError failure) {
                failures.add(test + ": " + failure);
            }

            @Override
            public void endTest(Test test) {}

            @Override
            public void startTest(Test test) {}
        });
        suite(queue).run(result);
        return failures.isEmpty() ? "no failures in " + result.runCount() + " tests" : String.join("\n", failures);
    }
}

package dev.multiprocess.benchmarks.multiprocess;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import org.junit.platform.launcher.listeners.TestExecutionSummary.Failure;

/** Runs a test class in this JVM, as a build does. */
public final class JUnitRun {

    private JUnitRun() {}

    /**
     * Returns when its one test has passed.
     *
     * @param testClass has one test
     */
    public static void of(Class<?> testClass) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(testClass))
                .build();
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, summary);
        TestExecutionSummary result = summary.getSummary();
        for (Failure failure : result.getFailures()) {
            throw new IllegalStateException(
                    failure.getTestIdentifier().getDisplayName() + " of " + testClass.getSimpleName() + " failed",
                    failure.getException());
        }
        if (result.getTestsSucceededCount() != 1) {
            throw new IllegalStateException("one test of " + testClass.getSimpleName() + " must run: found="
                    + result.getTestsFoundCount() + ", passed=" + result.getTestsSucceededCount());
        }
    }
}

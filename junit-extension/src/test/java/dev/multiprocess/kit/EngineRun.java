package dev.multiprocess.kit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/**
 * One execution of JUnit's engine over a fixture class, and what came of it.
 *
 * <p>Each run has a hub, a socket and children of its own; when it has ended, all of that must be gone, which is checked
 * here, once for all tests.
 */
public final class EngineRun {

    private final EngineExecutionResults results;
    private final Duration took;

    private EngineRun(EngineExecutionResults results, Duration took) {
        this.results = results;
        this.took = took;
    }

    /** Runs all tests of a fixture class. */
    public static EngineRun run(Class<?> testCases) {
        return run(Map.of(), selectClass(testCases));
    }

    /** Runs all tests of a fixture class with JUnit configuration parameters. */
    public static EngineRun run(Class<?> testCases, Map<String, String> parameters) {
        return run(parameters, selectClass(testCases));
    }

    /** Runs one test of a fixture class. */
    public static EngineRun run(Class<?> testCases, String test) {
        return run(testCases, test, Map.of());
    }

    /** Runs one test of a fixture class with JUnit configuration parameters. */
    public static EngineRun run(Class<?> testCases, String test, Map<String, String> parameters) {
        Method method = Arrays.stream(testCases.getDeclaredMethods())
                .filter(each -> each.getName().equals(test))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(testCases + " has no test " + test));
        return run(parameters, selectMethod(testCases, method));
    }

    private static EngineRun run(Map<String, String> parameters, DiscoverySelector what) {
        Leftovers before = Leftovers.now();
        long start = System.nanoTime();
        EngineExecutionResults results = EngineTestKit.engine("junit-jupiter")
                .configurationParameters(parameters)
                .selectors(what)
                .execute();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        before.requireNoneSince();
        return new EngineRun(results, took);
    }

    /** From the engine's first event to its last. */
    Duration took() {
        return took;
    }

    Events tests() {
        return results.testEvents();
    }

    /** What tests and containers failed with. */
    List<Throwable> failures() {
        return results.allEvents().failed().stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class)
                        .getThrowable()
                        .orElseThrow())
                .toList();
    }

    /** What tests and containers failed with, all of this type. */
    public <T extends Throwable> List<T> failuresOf(Class<T> type) {
        return failures().stream().map(type::cast).toList();
    }

    /** What tests have failed with, by what they are called up to the first colon. */
    public Map<String, Throwable> failuresByName() {
        Map<String, Throwable> failures = new LinkedHashMap<>();
        results.testEvents().failed().stream()
                .forEach(event -> failures.put(
                        event.getTestDescriptor().getDisplayName().split(":")[0],
                        event.getRequiredPayload(TestExecutionResult.class)
                                .getThrowable()
                                .orElseThrow()));
        return failures;
    }

    /** What tests and containers were aborted by. */
    List<Throwable> abortions() {
        return results.allEvents().aborted().stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class)
                        .getThrowable()
                        .orElseThrow())
                .toList();
    }

    /** The names of the tests that began, in their order. */
    public List<String> begun() {
        return results.testEvents().started().stream()
                .map(Event::getTestDescriptor)
                .map(test -> test.getDisplayName())
                .toList();
    }
}

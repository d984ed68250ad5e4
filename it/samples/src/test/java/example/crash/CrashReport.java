package example.crash;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.multiprocess.crash.CrashTests;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/**
 * What came of a crash test that is run for the sake of its failures: the tests by their keys, as {@code 17-all} or {@code
 * 17-cut-512-none}.
 */
final class CrashReport {

    private static final Pattern KEY = Pattern.compile("(\\d+)(-cut-\\d+)?-(\\w+)");

    private static final Pattern EQUAL = Pattern.compile("are those of ([^+,]+)\\S*, whose check has failed");

    private final Map<String, Optional<Throwable>> byKey = new TreeMap<>();
    private final Map<String, String> names = new TreeMap<>();

    private CrashReport() {}

    /** Runs a factory, which must have no parameter but {@link CrashTests}, and whose own method must pass. */
    static CrashReport of(Class<?> testCases, String factory) {
        CrashReport report = new CrashReport();
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectMethod(testCases, factory, CrashTests.class))
                .execute()
                .allEvents()
                .finished()
                .stream()
                .forEach(report::add);
        return report;
    }

    private void add(Event event) {
        Optional<Throwable> failure =
                event.getRequiredPayload(TestExecutionResult.class).getThrowable();
        String name = event.getTestDescriptor().getDisplayName();
        if (event.getTestDescriptor().isTest()) {
            String key = name.substring(0, name.indexOf(": "));
            byKey.put(key, failure);
            names.put(key, name);
        } else if (failure.isPresent()) {
            throw new AssertionError("the factory itself has failed", failure.get());
        }
    }

    /** The keys of all tests. */
    SortedSet<String> keys() {
        return new TreeSet<>(byKey.keySet());
    }

    /** The keys of the tests that have failed. */
    SortedSet<String> failed() {
        return byKey.keySet().stream()
                .filter(key -> byKey.get(key).isPresent())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * The numbers of the operations, cut or not, whose tests have failed.
     *
     * @param kind what is lost, or how the operation fails
     */
    SortedSet<Integer> failedAt(String kind) {
        SortedSet<Integer> numbers = new TreeSet<>();
        for (String key : failed()) {
            Matcher matcher = KEY.matcher(key);
            if (!matcher.matches()) {
                throw new AssertionError("'" + key + "' is no key");
            }
            if (matcher.group(3).equals(kind)) {
                numbers.add(Integer.valueOf(matcher.group(1)));
            }
        }
        return numbers;
    }

    String name(String key) {
        return names.get(key);
    }

    /** The message of a failure; if that only says that the directory is as after another crash, with that one's. */
    String message(String key) {
        String own = byKey.get(key).orElseThrow().getMessage();
        Matcher first = EQUAL.matcher(own);
        return first.find() ? own + "\n" + message(first.group(1)) : own;
    }
}

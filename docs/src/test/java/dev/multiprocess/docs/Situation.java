package dev.multiprocess.docs;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.multiprocess.internal.config.MultiProcessOptions;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Runs test classes that fail, and tells what they print, without what differs from run to run. */
final class Situation {

    private static final Pattern PID = Pattern.compile("pid (\\d+)");
    private static final int FIRST_PID = 48213;
    private static final Pattern FRAME_OF_A_PAGE = Pattern.compile("\\tat (app//)?example\\.|\\tat \\[child ");

    private Situation() {}

    /**
     * Runs all tests of a class.
     *
     * @return what the first failure prints, or what a test was aborted with
     */
    static String failureOf(Class<?> tests, Map<String, String> configuration) {
        return normalized(print(failures(tests, configuration).get(0)));
    }

    static List<Throwable> failures(Class<?> tests, Map<String, String> configuration) {
        return EngineTestKit.engine("junit-jupiter")
                .configurationParameters(configuration)
                .selectors(selectClass(tests))
                .execute()
                .allEvents()
                .finished()
                .stream()
                .map(Situation::throwable)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Empty if it has passed. */
    private static Optional<Throwable> throwable(Event event) {
        return event.getRequiredPayload(org.junit.platform.engine.TestExecutionResult.class)
                .getThrowable();
    }

    /** As a console shows it, of the frames only those of the page's own code. */
    private static String print(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString()
                .lines()
                .filter(line -> !line.matches("\\t+(at .*|\\.\\.\\. \\d+ more)")
                        || FRAME_OF_A_PAGE.matcher(line).find())
                .filter(line -> !line.contains("$$Lambda"))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    static String normalized(String text) {
        String output = MultiProcessOptions.defaults().outputDirectory().toString();
        String module = Path.of("").toAbsolutePath().toString();
        String same = text.replace(output, "target/multiprocess")
                .replace(module, "/home/me/feed")
                .replace("app//", "")
                .replaceAll("task began after \\d+ ms", "task began after 412 ms")
                .replaceAll("\\(for \\d+ ms\\)", "(for 900 ms)")
                .replaceAll("started \\d+ ms after", "started 430 ms after")
                .replaceAll(": \\S+/(sleep|coreutils)", ": /usr/bin/sleep")
                // The fixtures stand in one file; a reader would have each in a file of its own.
                .replaceAll("(example\\.Situations\\$(\\w+)TestCases\\S*\\()Situations\\.java", "$1$2Test.java")
                .replaceAll("(Situations\\$)?(\\w+)TestCases", "$2Test")
                .replaceAll("lambda\\$(\\w+)\\$[0-9a-f]+\\$\\d+", "lambda\\$$1\\$1")
                .replaceAll("Situations\\$(\\w+)", "$1");
        return withSamePids(same);
    }

    private static String withSamePids(String text) {
        Map<String, String> pids = new LinkedHashMap<>();
        Function<MatchResult, String> number =
                found -> "pid " + pids.computeIfAbsent(found.group(1), pid -> String.valueOf(FIRST_PID + pids.size()));
        return PID.matcher(text).replaceAll(found -> Matcher.quoteReplacement(number.apply(found)));
    }
}

package dev.multiprocess.kit;

import static java.util.stream.Collectors.joining;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.AbstractAssert;

/** Says how an {@link EngineRun} must have gone. */
public final class EngineRunAssert extends AbstractAssert<EngineRunAssert, EngineRun> {

    /** Far above what any of our fixtures takes, far below what waiting for a default timeout would. */
    private static final Duration PROMPT = Duration.ofSeconds(20);

    private EngineRunAssert(EngineRun run) {
        super(run, EngineRunAssert.class);
    }

    public static EngineRunAssert assertThat(EngineRun run) {
        return new EngineRunAssert(run);
    }

    /** All of so many tests succeeded, and no container failed. */
    public EngineRunAssert passes(int tests) {
        return passesWithin(PROMPT, tests);
    }

    /** So many tests ran, and all succeeded, in at most this time. */
    public EngineRunAssert passesWithin(Duration limit, int tests) {
        if (!actual.failures().isEmpty() || !actual.abortions().isEmpty()) {
            failWithMessage("expected to pass:%n%s%n%s", stacks(actual.failures()), stacks(actual.abortions()));
        }
        tookAtMost(limit);
        if (actual.tests().succeeded().count() != tests) {
            failWithMessage("expected %d tests to pass, but these began: %s", tests, actual.begun());
        }
        return this;
    }

    /** The only test succeeded. */
    public EngineRunAssert passes() {
        return passes(1);
    }

    /** Exactly one test, or container, failed, and soon; goes on with what it failed with. */
    public FailureAssert hasOneFailure() {
        if (actual.failures().size() != 1) {
            failWithMessage("expected one failure, but there were:%n%s", stacks(actual.failures()));
        }
        requirePrompt();
        return new FailureAssert(actual.failures().get(0));
    }

    /** Exactly one test failed, and soon, and no container; goes on with what it failed with. */
    public FailureAssert hasOneFailedTest() {
        if (actual.tests().failed().count() != 1) {
            failWithMessage("expected one test to fail, but these failed:%n%s", stacks(actual.failures()));
        }
        return hasOneFailure();
    }

    /** Exactly one container failed, a class or a factory, and soon, and no test; goes on with what it failed with. */
    public FailureAssert hasOneFailedContainer() {
        if (actual.tests().failed().count() != 0) {
            failWithMessage("expected no test to fail, but these failed:%n%s", stacks(actual.failures()));
        }
        return hasOneFailure();
    }

    /** Exactly one test was aborted, and soon, and none failed; goes on with what it was aborted by. */
    public FailureAssert isAborted() {
        if (!actual.failures().isEmpty() || actual.abortions().size() != 1) {
            failWithMessage("expected one abortion and no failure, but there were:%n%s", stacks(actual.failures()));
        }
        requirePrompt();
        return new FailureAssert(actual.abortions().get(0));
    }

    /** These tests began, by their display names, in this order. */
    public EngineRunAssert began(String... tests) {
        if (!actual.begun().equals(List.of(tests))) {
            failWithActualExpectedAndMessage(actual.begun(), List.of(tests), "other tests began");
        }
        return this;
    }

    /** It was over within a time that proves that nobody waited for something longer. */
    public EngineRunAssert tookAtMost(Duration limit) {
        if (actual.took().compareTo(limit) > 0) {
            failWithMessage("expected to take at most %s, but it took %s", limit, actual.took());
        }
        return this;
    }

    private void requirePrompt() {
        tookAtMost(PROMPT);
    }

    private static String stacks(List<Throwable> failures) {
        return failures.stream()
                .map(failure -> {
                    StringWriter text = new StringWriter();
                    failure.printStackTrace(new PrintWriter(text));
                    return text.toString();
                })
                .collect(joining("\n"));
    }
}

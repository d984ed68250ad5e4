package dev.multiprocess.internal.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiprocess.ProcessOptions;
import dev.multiprocess.ProcessTask;
import dev.multiprocess.crash.CrashTests;
import dev.multiprocess.internal.cases.PlanOptions;
import dev.multiprocess.internal.crashed.CheckTask;
import dev.multiprocess.internal.process.Child;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** Names of directories and of children, and how children are started. */
class TrialSetupTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final CrashTests.Check CHECK = (directory, promised) -> {};

    /** Notes what would have been started. */
    private static final class NotingHost implements CrashHost {

        private String name;
        private ProcessTask<?> task;
        private ProcessOptions options;

        @Override
        public <R> Child<R> start(String childName, ProcessTask<R> childTask, ProcessOptions childOptions) {
            name = childName;
            task = childTask;
            options = childOptions;
            throw new UnsupportedOperationException("noted");
        }

        @Override
        public Path directory() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Path agents() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Duration timeout() {
            return TIMEOUT;
        }

        @Override
        public void show(List<String> children) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void liftDeadline() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void requireTransferable(ProcessTask<?> task, String subject) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Executor workers() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String test() {
            return "BankTests.survives";
        }
    }

    private final NotingHost host = new NotingHost();

    private TrialSetup setup(ProcessOptions options) {
        StackTraceElement caller = new StackTraceElement("BankTests", "survives", "BankTests.java", 12);
        PairBudget budget = new PairBudget(0, 0);
        return new TrialSetup(
                null,
                new CrashChildren(host, options),
                CHECK,
                Path.of("base"),
                PlanOptions.defaults(),
                0,
                budget,
                CrashCases.summary(budget),
                List.of(caller));
    }

    private TrialSetup setup() {
        return setup(ProcessOptions.defaults());
    }

    private ProcessOptions startedWith(ProcessOptions options) {
        assertThatThrownBy(() -> setup(options).check("1-none", Path.of("d"), List.of(), Optional.empty()))
                .hasMessage("noted");
        return host.options;
    }

    @Test
    void directories_areNamedAfterTheCrash() {
        Path found = setup().found("17-all+3");

        assertThat(found).isEqualTo(Path.of("base", "17-all+3"));
        assertThat(CrashFiles.checked(found)).isEqualTo(Path.of("base", "17-all+3.checked"));
        assertThat(CrashFiles.log(found)).isEqualTo(Path.of("base", "17-all+3.recording"));
    }

    @Test
    void check_isStartedUnderTheNameOfItsCrash() {
        assertThatThrownBy(() -> setup().check("17-all+2-cut-512", Path.of("d"), List.of("p"), Optional.empty()))
                .hasMessage("noted");

        assertThat(host.name).isEqualTo("check-17-all_2-cut-512");
        assertThat(host.task).isEqualTo(new CheckTask(CHECK, "d", List.of("p"), ""));
    }

    @Test
    void failure_isAtThePlaceOfThePlan() {
        IllegalStateException cause = new IllegalStateException("of the check");

        AssertionError failure = setup().failure("what happened", cause);

        assertThat(failure).hasMessage("what happened").hasCause(cause);
        assertThat(failure.getStackTrace())
                .containsExactly(new StackTraceElement("BankTests", "survives", "BankTests.java", 12));
    }

    @Test
    void child_hasTheTimeoutOfTheTestToItself() {
        assertThat(startedWith(ProcessOptions.defaults()).hardLimit()).contains(TIMEOUT);
        assertThat(startedWith(ProcessOptions.defaults()).softLimit()).isEmpty();
    }

    @Test
    void childWithALimitOfItsOwn_keepsIt() {
        ProcessOptions hard = ProcessOptions.defaults().hardLimit(Duration.ofSeconds(7));
        ProcessOptions longSoft = ProcessOptions.defaults().softLimit(TIMEOUT);

        assertThat(startedWith(hard)).isSameAs(hard);
        assertThat(startedWith(longSoft)).isSameAs(longSoft);
    }

    @Test
    void childWithAShorterSoftLimit_hasBoth() {
        ProcessOptions options = startedWith(ProcessOptions.defaults().softLimit(TIMEOUT.minusNanos(1)));

        assertThat(options.softLimit()).contains(TIMEOUT.minusNanos(1));
        assertThat(options.hardLimit()).contains(TIMEOUT);
    }
}

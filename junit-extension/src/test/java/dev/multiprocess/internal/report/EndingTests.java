package dev.multiprocess.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.ExitStatus.End;
import dev.multiprocess.internal.report.Ending.Exit;
import dev.multiprocess.internal.report.Ending.Task;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndingTests {

    /**
     * {@code more}: s stopping, k killed by the test or for it, l killed since it lived on, c crash reported, n task not
     * begun, x link lost.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                // code | task | exit | more | end | signal | as asked | well for queues | description
                "  0 | RETURNED | NONE      | ``  | FINISHED | -       | true  | true  | finished",
                "  6 | RETURNED | NONE      | ``  | EXITED   | -       | false | true  | exited with code 6 after its task had returned",
                "137 | RETURNED | NONE      | ``  | KILLED   | SIGKILL | false | true  | was killed by SIGKILL (exit code 137) after its task had returned",
                "139 | RETURNED | NONE      | c   | KILLED   | SIGSEGV | false | true  | was killed by SIGSEGV (exit code 139) after its task had returned",
                "137 | RETURNED | NONE      | k   | KILLED   | SIGKILL | true  | true  | was killed by SIGKILL (exit code 137) after its task had returned",
                "137 | RETURNED | NONE      | l   | KILLED   | SIGKILL | false | true  | returned, but its JVM did not end within 5 s and was killed",
                "  0 | RETURNED | NONE      | l   | FINISHED | -       | true  | true  | finished",
                "137 | RETURNED | NONE      | sl  | KILLED   | SIGKILL | true  | true  | was asked to stop, did not end within 5 s, and was killed (exit code 137)",
                "  0 | RETURNED | NONE      | s   | STOPPED  | -       | true  | true  | was stopped (exit code 0)",
                "  0 | RETURNED | CALLED    | ``  | FINISHED | -       | true  | true  | finished",
                "  6 | RETURNED | CALLED    | ``  | EXITED   | -       | false | true  | exited with code 6 after its task had returned",
                "  1 | THREW    | NONE      | ``  | FAILED   | -       | false | false | failed (exit code 1)",
                "139 | THREW    | NONE      | c   | FAILED   | SIGSEGV | false | false | failed (exit code 139)",
                "137 | THREW    | NONE      | l   | FAILED   | SIGKILL | false | false | failed (exit code 137)",
                "137 | THREW    | NONE      | k   | FAILED   | SIGKILL | false | false | failed (exit code 137)",
                "  0 | UNENDED  | CALLED    | ``  | EXITED   | -       | false | true  | exited with code 0 before its task returned",
                "  7 | UNENDED  | CALLED    | ``  | EXITED   | -       | false | false | exited with code 7 before its task returned",
                "137 | UNENDED  | CALLED    | ``  | EXITED   | -       | false | false | exited with code 137 before its task returned",
                "139 | UNENDED  | CALLED    | c   | KILLED   | SIGSEGV | false | false | was killed by SIGSEGV (exit code 139)",
                "137 | UNENDED  | CALLED    | k   | KILLED   | SIGKILL | true  | false | was killed by SIGKILL (exit code 137)",
                "137 | UNENDED  | CALLED    | l   | EXITED   | -       | false | false | called exit before its task returned, but its JVM did not end within 5 s and was killed",
                "137 | UNENDED  | BY_SIGNAL | l   | KILLED   | SIGKILL | false | false | was asked to end by a signal before its task returned, but its JVM did not end within 5 s and was killed",
                "143 | UNENDED  | BY_SIGNAL | ``  | KILLED   | SIGTERM | false | false | was killed by SIGTERM (exit code 143)",
                "  0 | UNENDED  | NONE      | ``  | EXITED   | -       | false | true  | exited with code 0 before its task returned",
                "137 | UNENDED  | NONE      | ``  | KILLED   | SIGKILL | false | false | was killed by SIGKILL (exit code 137)",
                "137 | UNENDED  | NONE      | k   | KILLED   | SIGKILL | true  | false | was killed by SIGKILL (exit code 137)",
                "139 | UNENDED  | NONE      | k   | KILLED   | SIGSEGV | false | false | was killed by SIGSEGV (exit code 139)",
                "134 | UNENDED  | NONE      | n   | KILLED   | SIGABRT | false | false | ended before its task began: it was killed by SIGABRT (exit code 134)",
                "  1 | UNENDED  | NONE      | n   | EXITED   | -       | false | false | ended before its task began: it exited with code 1",
                "  0 | UNENDED  | NONE      | s   | STOPPED  | -       | true  | true  | was stopped (exit code 0)",
                "  6 | UNENDED  | NONE      | s   | STOPPED  | -       | true  | true  | was stopped (exit code 6)",
                "143 | UNENDED  | NONE      | sn  | STOPPED  | SIGTERM | true  | true  | ended before its task began: it was stopped (exit code 143)",
                "137 | UNENDED  | NONE      | sk  | KILLED   | SIGKILL | true  | true  | was asked to stop, did not end within 5 s, and was killed (exit code 137)",
                "137 | UNENDED  | NONE      | s   | KILLED   | SIGKILL | false | false | was killed by SIGKILL (exit code 137) while it was stopping",
                "139 | UNENDED  | NONE      | sc  | KILLED   | SIGSEGV | false | false | was killed by SIGSEGV (exit code 139) while it was stopping",
                "137 | UNENDED  | NONE      | x   | LOST     | SIGKILL | false | false | was killed while its task ran, since its link to the test JVM was closed by the other side",
                "  3 | UNENDED  | NONE      | x   | LOST     | -       | false | false | was killed while its task ran, since its link to the test JVM was closed by the other side",
                "139 | UNENDED  | NONE      | xc  | KILLED   | SIGSEGV | false | false | was killed by SIGSEGV (exit code 139)",
                "137 | UNENDED  | NONE      | xk  | KILLED   | SIGKILL | true  | false | was killed by SIGKILL (exit code 137)",
                "  0 | RETURNED | NONE      | x   | FINISHED | -       | true  | true  | finished",
                "139 | UNENDED  | NONE      | skc | KILLED   | SIGSEGV | false | false | was killed by SIGSEGV (exit code 139) while it was stopping"
            })
    void whatIsKnown_decidesTheEnd(
            int code,
            Task task,
            Exit exit,
            String more,
            End end,
            String signal,
            boolean asAsked,
            boolean well,
            String description) {
        Ending ending = Ending.of(new Ending.Known(
                code,
                !more.contains("n"),
                task,
                exit,
                more.contains("s"),
                more.contains("k"),
                more.contains("l"),
                more.contains("c"),
                Optional.of("was closed by the other side").filter(reason -> more.contains("x")),
                Duration.ofSeconds(5)));

        assertThat(ending.status().end()).isEqualTo(end);
        assertThat(ending.status().code()).isEqualTo(code);
        assertThat(ending.status().signal().stream().toList()).isEqualTo(signal == null ? List.of() : List.of(signal));
        assertThat(ending.isAsAsked()).as("as asked").isEqualTo(asAsked);
        assertThat(ending.isWellForQueues()).as("well for queues").isEqualTo(well);
        assertThat(ending.describe()).isEqualTo(description);
    }
}

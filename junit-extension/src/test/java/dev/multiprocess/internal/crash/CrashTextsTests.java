package dev.multiprocess.internal.crash;

import static dev.multiprocess.internal.crash.CrashCases.crash;
import static dev.multiprocess.internal.crash.CrashCases.fault;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.ChildFailedException;
import dev.multiprocess.crash.IoFault;
import dev.multiprocess.crash.Unsynced;
import dev.multiprocess.internal.cases.Instants;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Failures of crash tests as a person reads them. */
class CrashTextsTests {

    private static final Path FOUND = Path.of("target", "multiprocess", "17-all");
    private static final Path OUTPUT = Path.of("target", "multiprocess", "check-17-all.txt");

    private static CrashState state(List<String> promised, List<String> lost) {
        return new CrashState(promised, lost, Optional.empty(), Optional.empty());
    }

    private static CheckFailure thrown(Throwable thrown) {
        return new CheckFailure(
                "17-all",
                new ChildFailedException("child 'check-17-all' failed", "check-17-all", 7, null, List.of(), thrown),
                OUTPUT);
    }

    private static String failure(CrashState state, CheckFailure failure, Optional<String> window) {
        return CrashTexts.failure(
                "17-all",
                CrashTexts.when(crash(17, Unsynced.ALL)),
                state,
                failure,
                FOUND,
                List.of("wal.log: 40 bytes"),
                CrashFiles.checked(FOUND),
                window);
    }

    private static List<String> numbered(String word, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> word + " " + i).toList();
    }

    @Test
    void failure_saysAllThatIsKnown() {
        CrashState state = state(
                List.of("transferred 100", "transferred 200"),
                List.of("the write of 40 bytes to wal.log at 0, Bank.java:80", "a part of the rename, Bank.java:81"));

        assertThat(failure(state, thrown(new AssertionError("\nexpected: 1000\n but was: 900\n")), Optional.empty()))
                .isEqualTo("""
                        After a crash before force of wal.log, Bank.java:88, the check failed
                          check        : java.lang.AssertionError: expected: 1000
                                          but was: 900
                          lost         : the write of 40 bytes to wal.log at 0, Bank.java:80
                                         a part of the rename, Bank.java:81
                          promised     : transferred 100
                                         transferred 200
                          found        : target/multiprocess/17-all
                          files        : wal.log: 40 bytes
                          checked      : target/multiprocess/17-all.checked
                          output       : target/multiprocess/check-17-all.txt
                          only this    : -Dmultiprocess.crash=17-all""".replace('/', File.separatorChar));
    }

    @Test
    void failureOfAFault_saysWhatTheRunThrewAndWhereItTookAnotherWay() {
        CrashState state = new CrashState(
                List.of(),
                List.of(),
                Optional.of("java.io.IOException: Input/output error"),
                Optional.of("its operation 3 was deletion of a, and in the recorded run force of a"));

        String text = CrashTexts.failure(
                "17-failedForce",
                CrashTexts.when(fault(17, IoFault.failedForce())),
                state,
                thrown(new IllegalStateException()),
                Path.of("f"),
                List.of(),
                Path.of("f.checked"),
                Optional.of("kills fail"));

        assertThat(text.replace(OUTPUT.toString(), "OUTPUT")).isEqualTo("""
                        After a failed force of wal.log, Bank.java:88, the check failed
                          check        : java.lang.IllegalStateException
                          lost         : nothing
                          promised     : nothing
                          the run threw: java.io.IOException: Input/output error
                          another way  : its operation 3 was deletion of a, and in the recorded run force of a
                          found        : f
                          files        : none
                          checked      : f.checked
                          output       : OUTPUT
                          window       : kills fail
                          only this    : -Dmultiprocess.crash=17-failedForce""");
    }

    @Test
    void longLists_areShortenedToTheFirstThatWereLostAndTheLastThatWerePromised() {
        String text =
                failure(state(numbered("promise", 11), numbered("loss", 9)), thrown(new Error()), Optional.empty());

        assertThat(text.lines().skip(2).limit(18).map(String::strip))
                .containsExactly(
                        "lost         : loss 1",
                        "loss 2",
                        "loss 3",
                        "loss 4",
                        "loss 5",
                        "loss 6",
                        "loss 7",
                        "loss 8",
                        "(1 more)",
                        "promised     : (3 more)",
                        "promise 4",
                        "promise 5",
                        "promise 6",
                        "promise 7",
                        "promise 8",
                        "promise 9",
                        "promise 10",
                        "promise 11");
    }

    @Test
    void listsThatAreShortEnough_areWhole() {
        String text =
                failure(state(numbered("promise", 8), numbered("loss", 8)), thrown(new Error()), Optional.empty());

        assertThat(text).contains("promise 1", "promise 8", "loss 1", "loss 8").doesNotContain("more)");
    }

    @Test
    void checkThatDidNotThrow_hasItsEnd() {
        CheckFailure killed = new CheckFailure(
                "17-all", new ChildFailedException("child 'c' was killed", "c", 7, null, List.of(), null), OUTPUT);
        CheckFailure other =
                new CheckFailure("17-all", new IllegalStateException("no room", new Error("inside")), OUTPUT);

        assertThat(killed.own()).isSameAs(killed.failure());
        assertThat(other.own()).isSameAs(other.failure());
        Error thrown = new Error("of the check");
        assertThat(thrown(thrown).own()).isSameAs(thrown);
        assertThat(failure(state(List.of(), List.of()), killed, Optional.empty()))
                .contains("check        : dev.multiprocess.ChildFailedException: child 'c' was killed\n");
    }

    @Test
    void equalDirectory_refersToTheFirst() {
        assertThat(CrashTexts.equal(CrashTexts.when(crash(17, Unsynced.ALL)), "3-none"))
                .isEqualTo("After a crash before force of wal.log, Bank.java:88, the directory and the promises are"
                        + " those of 3-none, whose check has failed: see there");
        assertThat(CrashTexts.equal(CrashTexts.when(fault(17, IoFault.failedForce())), "3-none"))
                .startsWith("After a failed force of wal.log, Bank.java:88, the directory");
    }

    @Test
    void kills_haveTheirReason() {
        assertThat(CrashTexts.kills("BankTests.survives", "it maps a file for writing at Bank.java:7"))
                .isEqualTo("crash test BankTests.survives kills a run at each point where nothing is lost, since the"
                        + " recording does not tell what is in the directory: it maps a file for writing at"
                        + " Bank.java:7");
    }

    @Test
    void window_hasItsEdgesAndItsCost() {
        assertThat(CrashTexts.window(new Instants.Window(1_000_000, 2_500_000, 12)))
                .isEqualTo("kills between 1.000 ms and 2.500 ms after the start of the work fail, as far as 12 more"
                        + " kills can tell");
    }
}

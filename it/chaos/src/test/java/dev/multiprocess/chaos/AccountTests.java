package dev.multiprocess.chaos;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiprocess.QueueStatistics;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** That the account finds what it is there to find; writer 0 is {@code w}, its elements are known by their sequence. */
class AccountTests {

    private static final int AT_ONCE = 2;

    private static Account.Reader reader(String name, boolean isKilled, long... taken) {
        return new Account.Reader(name, taken, isKilled);
    }

    private static QueueStatistics ledger(long put, long taken, long givenToDead, Map<String, Long> takenBy) {
        return new QueueStatistics(put, taken, givenToDead, 0, 0, 0, 0, Map.of("w", put), takenBy);
    }

    /** The writer has put five elements and was killed in the sixth put. */
    private static void account(List<Account.Reader> readers, long[] left, QueueStatistics ledger) {
        new Account("q", List.of(new Account.Writer("w", 6, 5)), readers, left, ledger).requireComplete(AT_ONCE);
    }

    private static void accountOneReader(boolean isKilled, long[] taken, long[] left, long givenTo) {
        long put = givenTo + left.length;
        account(
                List.of(reader("r", isKilled, taken)),
                left,
                isKilled
                        ? ledger(put, left.length, givenTo, Map.of("r", givenTo))
                        : ledger(put, put, 0, Map.of("r", givenTo)));
    }

    private static long[] of(long... sequences) {
        return sequences;
    }

    private static long[] range(int from, int end) {
        return LongStream.range(from, end).toArray();
    }

    @Test
    void allowedOutcomes_pass() {
        assertThatCode(() -> {
                    accountOneReader(false, range(0, 3), range(3, 5), 3);
                    accountOneReader(false, range(0, 3), range(3, 6), 3);
                    accountOneReader(false, range(0, 6), of(), 6);
                    accountOneReader(true, range(0, 3), range(4, 5), 4);
                    accountOneReader(true, range(0, 3), of(), 5);
                    accountOneReader(true, range(0, 5), of(), 6);
                    account(
                            List.of(reader("r", true, 0, 2), reader("s", false, 1, 3)),
                            of(5),
                            ledger(6, 3, 3, Map.of("r", 3L, "s", 2L)));
                })
                .doesNotThrowAnyException();
    }

    @Test
    void lostElement_isFound() {
        assertThatThrownBy(() -> accountOneReader(false, of(0, 1, 3, 4), of(), 4))
                .hasMessageContaining("put by w");
        assertThatThrownBy(() -> accountOneReader(false, of(0, 1, 3, 4), of(), 5))
                .hasMessageContaining("taken by r");
        assertThatThrownBy(() -> accountOneReader(true, of(0, 1), of(), 5)).hasMessageContaining("taken by r");
        assertThatThrownBy(() -> accountOneReader(true, of(0, 1), of(3), 3)).hasMessageContaining("rest of w");
        assertThatThrownBy(() -> accountOneReader(true, of(0, 1, 2, 4), of(), 4))
                .hasMessageContaining("put by w");
    }

    @Test
    void doubledElement_isFound() {
        assertThatThrownBy(() -> accountOneReader(false, range(0, 4), range(3, 5), 4))
                .hasMessageContaining("element 3 of writer 0 must be given once");
    }

    @Test
    void reorderedElement_isFound() {
        assertThatThrownBy(() -> accountOneReader(false, of(0, 2, 1, 3, 4), of(), 5))
                .hasMessageContaining("element 1 of writer 0 must come before element 2");
        assertThatThrownBy(() -> accountOneReader(false, of(0, 1, 3, 4), of(2), 4))
                .hasMessageContaining("end of what was taken");
    }

    @Test
    void elementThatNobodyPut_isFound() {
        assertThatThrownBy(() -> accountOneReader(false, range(0, 7), of(), 7))
                .hasMessageContaining("element 6 of writer 0 must be one that was put");
    }

    @Test
    void ledgerThatSaysOtherwise_isFound() {
        assertThatThrownBy(
                        () -> account(List.of(reader("r", true, 0, 1, 2)), of(3, 4), ledger(5, 5, 0, Map.of("r", 3L))))
                .hasMessageContaining("given to the dead");
        assertThatThrownBy(
                        () -> account(List.of(reader("r", false, 0, 1, 2)), of(3, 4), ledger(6, 6, 0, Map.of("r", 3L))))
                .hasMessageContaining("taken");
    }
}

package dev.multiprocess.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.model.Operation.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That the checker sees what is wrong. */
class HistoryTests {

    private static Operation at(long begin, long end, Kind kind, Integer argument, Integer result) {
        return new Operation(kind, argument, result, begin, end);
    }

    private static boolean isLinearizable(int capacity, Operation... operations) {
        return new History(List.of(operations)).isLinearizable(capacity);
    }

    @Test
    void oneAfterTheOther_mustBeInOrder() {
        Operation first = at(0, 1, Kind.OFFER, 1, 1);
        Operation second = at(2, 3, Kind.OFFER, 2, 1);

        assertThat(isLinearizable(9, first, second, at(4, 5, Kind.POLL, null, 1)))
                .isTrue();
        assertThat(isLinearizable(9, first, second, at(4, 5, Kind.POLL, null, 2)))
                .isFalse();
        assertThat(isLinearizable(9, first, second, at(4, 5, Kind.POLL, null, null)))
                .isFalse();
    }

    @Test
    void sideBySide_mayBeInAnyOrder() {
        Operation first = at(0, 3, Kind.OFFER, 1, 1);
        Operation second = at(1, 2, Kind.OFFER, 2, 1);

        assertThat(isLinearizable(9, first, second, at(4, 5, Kind.POLL, null, 1)))
                .isTrue();
        assertThat(isLinearizable(9, first, second, at(4, 5, Kind.POLL, null, 2)))
                .isTrue();
    }

    @Test
    void elementTwice_isSeen() {
        assertThat(isLinearizable(
                        9,
                        at(0, 1, Kind.OFFER, 1, 1),
                        at(2, 9, Kind.POLL, null, 1),
                        at(2, 9, Kind.POLL_WAITING, null, 1)))
                .isFalse();
    }

    @Test
    void capacity_isExact() {
        Operation one = at(0, 1, Kind.OFFER, 1, 1);

        assertThat(isLinearizable(1, one, at(2, 3, Kind.OFFER, 2, 1))).isFalse();
        assertThat(isLinearizable(1, one, at(2, 3, Kind.OFFER, 2, 0))).isTrue();
        assertThat(isLinearizable(2, one, at(2, 3, Kind.OFFER, 2, 0))).isFalse();
        assertThat(isLinearizable(2, one, at(2, 3, Kind.REMAINING, null, 1))).isTrue();
        assertThat(isLinearizable(2, one, at(2, 3, Kind.SIZE, null, 2))).isFalse();
    }

    @Test
    void removed_isGone() {
        Operation one = at(0, 1, Kind.OFFER, 1, 1);
        Operation removed = at(2, 3, Kind.REMOVE, 1, 1);

        assertThat(isLinearizable(9, one, removed, at(4, 5, Kind.POLL, null, null)))
                .isTrue();
        assertThat(isLinearizable(9, one, removed, at(4, 5, Kind.CONTAINS, 1, 1)))
                .isFalse();
        assertThat(isLinearizable(9, one, at(2, 3, Kind.REMOVE, 1, 0))).isFalse();
        assertThat(isLinearizable(9, one, at(2, 3, Kind.PEEK, null, 1))).isTrue();
    }
}

package dev.multiprocess.internal.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.internal.sync.BarrierWord.Reason;
import org.junit.jupiter.api.Test;

/** The words of locks, conditions and barriers. */
class WordTests {

    @Test
    void lock_knowsItsOwner_andThatADeadProcessHadIt() {
        long free = 0;
        long taken = LockWord.taken(free, 7);
        assertThat(LockWord.isFree(free)).isTrue();
        assertThat(LockWord.owner(taken)).isEqualTo(7);
        assertThat(LockWord.owner(LockWord.taken(free, 0))).isZero();
        assertThat(LockWord.owner(LockWord.taken(free, Integer.MAX_VALUE - 1))).isEqualTo(Integer.MAX_VALUE - 1);

        long abandoned = LockWord.abandoned(taken);
        assertThat(LockWord.isFree(abandoned)).isTrue();
        long next = LockWord.taken(abandoned, 8);
        assertThat(LockWord.isAbandoned(next)).isTrue();
        assertThat(LockWord.isAbandoned(LockWord.released(next))).isFalse();
        assertThat(LockWord.taken(LockWord.released(next), 8))
                .as("each taking differs")
                .isNotEqualTo(next);
    }

    @Test
    void condition_countsWaitersSignalsAndClaims() {
        long word = ConditionWord.entered(ConditionWord.entered(ConditionWord.entered(0)));
        assertThat(ConditionWord.waiters(word)).isEqualTo(3);
        assertThat(ConditionWord.canBeClaimed(word)).isFalse();
        word = ConditionWord.signalled(word);
        assertThat(ConditionWord.canBeClaimed(word)).isTrue();
        word = ConditionWord.claimed(word);
        assertThat(ConditionWord.canBeClaimed(word)).isFalse();
        assertThat(ConditionWord.canBeSignalled(word)).isTrue();
        word = ConditionWord.used(word);
        assertThat(ConditionWord.waiters(word)).isEqualTo(2);
        assertThat(ConditionWord.signals(word)).isZero();

        word = ConditionWord.allSignalled(word);
        assertThat(ConditionWord.canBeSignalled(word)).isFalse();
        assertThat(ConditionWord.leavesSignal(word)).isTrue();
        word = ConditionWord.left(word);
        assertThat(ConditionWord.signals(word)).isEqualTo(1);
        assertThat(ConditionWord.left(word)).isZero();
        assertThat(ConditionWord.left(ConditionWord.entered(0))).isZero();
    }

    @Test
    void barrier_knowsWhoCameAndWhoBrokeIt() {
        long word = BarrierWord.oneMore(BarrierWord.oneMore(BarrierWord.next(BarrierWord.next(0))));
        assertThat(BarrierWord.generation(word)).isEqualTo(2);
        assertThat(BarrierWord.arrived(word)).isEqualTo(2);
        assertThat(BarrierWord.isBroken(word)).isFalse();
        for (Reason reason : Reason.values()) {
            long broken = BarrierWord.broken(word, reason, 4_000_000);
            assertThat(BarrierWord.reason(broken)).isEqualTo(reason);
            assertThat(BarrierWord.breaker(broken)).isEqualTo(4_000_000);
            assertThat(BarrierWord.generation(broken)).isEqualTo(2);
            assertThat(BarrierWord.arrived(BarrierWord.next(broken))).isZero();
            assertThat(BarrierWord.isBroken(BarrierWord.next(broken))).isFalse();
        }
    }
}

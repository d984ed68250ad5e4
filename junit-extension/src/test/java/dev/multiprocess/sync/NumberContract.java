package dev.multiprocess.sync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@code AtomicLong}. */
interface NumberContract extends SyncSubject {

    @Test
    default void changesOfAll_areAtomic() throws Exception {
        Number number = newNumber(5);
        for (int each = 0; each < 4; each++) {
            party(each).begin(number, shared -> {
                for (int i = 0; i < 10_000; i++) {
                    shared.incrementAndGet();
                    shared.getAndAdd(2);
                    long now = shared.get();
                    while (!shared.compareAndSet(now, now - 1)) {
                        now = shared.get();
                    }
                }
                return true;
            });
        }
        for (int each = 0; each < 4; each++) {
            party(each).result();
        }
        assertThat(number.get()).isEqualTo(80_005);
        assertThat(party(1).run(number, shared -> shared.getAndSet(1))).isEqualTo(80_005L);
        assertThat(party(2).run(number, shared -> shared.compareAndSet(2, 3))).isEqualTo(false);
        assertThat(party(3).run(number, Number::get)).isEqualTo(1L);
    }
}

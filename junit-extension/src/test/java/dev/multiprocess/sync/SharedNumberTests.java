package dev.multiprocess.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiprocess.MultiProcess;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import org.junit.jupiter.api.Timeout;

/** Numbers in shared memory, from several processes. */
@MultiProcess(timeout = "30s")
@Timeout(60)
class SharedNumberTests {

    @MultiProcessTest
    void incrementsOfAllProcesses_areCounted(Processes processes, SharedLong hits) {
        processes
                .start(2, "counter", () -> {
                    for (int i = 0; i < 100_000; i++) {
                        hits.incrementAndGet();
                    }
                })
                .join();
        for (int i = 0; i < 10; i++) {
            hits.getAndDecrement();
        }

        assertThat(hits.get()).isEqualTo(199_990);
        assertThat(hits.name()).isEqualTo("hits");
    }

    @MultiProcessTest
    void arrayElements_areSeparate(Processes processes, @Length(5) SharedLongArray counts) {
        processes
                .startEach(2, "counter", index -> {
                    for (int i = 0; i < 1_000; i++) {
                        counts.incrementAndGet(index);
                        counts.updateAndGet(4, before -> before + 1);
                        counts.accumulateAndGet(3, index, Math::max);
                    }
                })
                .join();

        assertThat(counts.get(0)).isEqualTo(1_000);
        assertThat(counts.get(1)).isEqualTo(1_000);
        assertThat(counts.get(2)).isZero();
        assertThat(counts.get(3)).isEqualTo(1);
        assertThat(counts.get(4)).isEqualTo(2_000);
        assertThat(counts.length()).isEqualTo(5);
        assertThatThrownBy(() -> counts.get(5)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> counts.set(-1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @MultiProcessTest
    void number_isPassedThroughQueuesAndReturned(Processes processes, ProcessQueue<SharedLong> queue, SharedLong first)
            throws Exception {
        queue.put(first);
        SharedLong returned = processes
                .start("taker", () -> {
                    SharedLong taken = queue.take();
                    taken.set(7);
                    return taken;
                })
                .result();

        assertThat(returned).isSameAs(first);
        assertThat(first.get()).isEqualTo(7);
    }

    @MultiProcessTest
    void child_makesNumbers(Processes processes) {
        SharedLong made = processes
                .start("maker", () -> {
                    SharedLong number = processes.sharedLong("made", 41);
                    number.incrementAndGet();
                    return number;
                })
                .result();

        assertThat(made.get()).isEqualTo(42);
    }

    @MultiProcessTest
    void atomicOperations_doWhatThoseOfAtomicLongDo(Processes processes) {
        SharedLong number = processes.sharedLong("number", 1);

        assertThat(number.getAndSet(2)).isEqualTo(1);
        assertThat(number.compareAndSet(1, 3)).isFalse();
        assertThat(number.compareAndSet(2, 3)).isTrue();
        assertThat(number.compareAndExchange(4, 5)).isEqualTo(3);
        assertThat(number.compareAndExchange(3, 5)).isEqualTo(3);
        assertThat(number.getAndAdd(5)).isEqualTo(5);
        assertThat(number.addAndGet(-1)).isEqualTo(9);
        assertThat(number.getAndUpdate(before -> before * 2)).isEqualTo(9);
        assertThat(number.getAndAccumulate(3, Math::min)).isEqualTo(18);
        number.lazySet(number.get() + 1);
        assertThat(number.getAndIncrement()).isEqualTo(4);
        assertThat(number.get()).isEqualTo(5);
        assertThatThrownBy(() -> processes.sharedLongArray("a", -1))
                .hasMessage("the length of array 'a' must be between 0 and 16777216: length=-1");
        assertThatThrownBy(() -> processes.sharedLong(" ", 0))
                .hasMessage("the name of a shared-long must not be blank: name=' '");
    }
}

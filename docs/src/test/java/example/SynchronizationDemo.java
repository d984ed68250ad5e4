package example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.Processes;
import dev.multiprocess.sync.Count;
import dev.multiprocess.sync.Parties;
import dev.multiprocess.sync.ProcessBarrier;
import dev.multiprocess.sync.ProcessEvent;
import dev.multiprocess.sync.ProcessLatch;
import dev.multiprocess.sync.ProcessLock;
import dev.multiprocess.sync.SharedLong;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.locks.Condition;
import org.junit.jupiter.api.io.TempDir;

class SynchronizationDemo {

    // snippet: smallest
    @MultiProcessTest
    void linesDoNotMix(Processes processes, ProcessLock lock, @TempDir Path folder) throws Exception {
        Path log = Files.createFile(folder.resolve("log"));
        String file = log.toString();

        processes
                .start(2, "writer", () -> {
                    lock.lock();
                    try {
                        for (String part : List.of("one", " two", " three\n")) {
                            Files.writeString(Path.of(file), part, StandardOpenOption.APPEND);
                        }
                    } finally {
                        lock.unlock();
                    }
                })
                .join();

        assertThat(log).hasContent("one two three\none two three");
    }
    // end

    // snippet: abandoned
    @MultiProcessTest
    void theNextOneRepairs(Processes processes, ProcessLock lock, ProcessEvent halfDone) throws Exception {
        ChildProcess<Void> writer = processes.start("writer", () -> {
            lock.lock();
            halfDone.set();
            Thread.currentThread().join();
        });
        halfDone.await();
        writer.kill();

        lock.lock();
        try {
            assertThat(lock.abandonedBy()).hasValue("writer");
        } finally {
            lock.unlock();
        }
    }
    // end

    // snippet: together
    @MultiProcessTest
    void allBeginTogether(
            Processes processes, @Parties(3) ProcessBarrier start, @Count(3) ProcessLatch done, SharedLong hits)
            throws InterruptedException {
        processes.start(3, "client", () -> {
            start.await();
            hits.incrementAndGet();
            done.countDown();
        });

        done.await();
        assertThat(hits.get()).isEqualTo(3);
    }
    // end

    // snippet: condition
    @MultiProcessTest
    void consumerWaitsForStock(Processes processes, ProcessLock lock, SharedLong stock) {
        Condition filled = lock.newCondition();
        ChildProcess<Long> consumer = processes.start("consumer", () -> {
            lock.lock();
            try {
                while (stock.get() == 0) {
                    filled.await();
                }
                return stock.getAndDecrement();
            } finally {
                lock.unlock();
            }
        });
        lock.lock();
        try {
            stock.incrementAndGet();
            filled.signal();
        } finally {
            lock.unlock();
        }

        assertThat(consumer.result()).isEqualTo(1);
    }
    // end
}

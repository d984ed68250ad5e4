package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.parallel.ResourceLock;

class SharedFileTest {

    // snippet: lock
    private static final String FILE = "target/shop.db"; // one for all tests of the module

    @ResourceLock(FILE)
    @MultiProcessTest
    void aShopHasTheFile(Processes processes, ProcessQueue<Boolean> locked) throws InterruptedException {
        processes.with(o -> o.daemon(true)).start("shop", () -> holdTheFile(locked));
        assertThat(locked.take()).isTrue();
    }

    @ResourceLock(FILE)
    @MultiProcessTest
    void anotherShopHasTheFile(Processes processes, ProcessQueue<Boolean> locked) throws InterruptedException {
        processes.with(o -> o.daemon(true)).start("shop", () -> holdTheFile(locked));
        assertThat(locked.take()).isTrue();
    }
    // end

    private static void holdTheFile(ProcessQueue<Boolean> locked) throws Exception {
        FileChannel file = FileChannel.open(Path.of(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = file.tryLock();
        locked.put(lock != null);
        new CountDownLatch(1).await(); // until the test ends
    }
}

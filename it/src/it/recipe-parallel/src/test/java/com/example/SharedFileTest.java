package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.Processes;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.parallel.ResourceLock;

class SharedFileTest {

    // snippet: lock
    private static final String FILE = "target/shop.db"; // one for all tests of the module

    @ResourceLock(FILE)
    @MultiProcessTest
    void opensTheFile(Processes processes) {
        assertThat(processes.start(() -> isAlone()).result()).isTrue();
    }

    @ResourceLock(FILE)
    @MultiProcessTest
    void opensTheFileToo(Processes processes) {
        assertThat(processes.start(() -> isAlone()).result()).isTrue();
    }
    // end

    private static boolean isAlone() throws IOException {
        FileChannel file = FileChannel.open(Path.of(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        return file.tryLock() != null; // held until the process ends
    }
}

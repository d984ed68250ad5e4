package example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import dev.multiprocess.memory.Bytes;
import dev.multiprocess.memory.SharedMemory;
import java.nio.ByteBuffer;

class SharedMemoryDemo {

    // snippet: smallest
    @MultiProcessTest
    void fourProcessesCount(Processes processes, @Bytes("1k") SharedMemory memory) {
        processes
                .start(4, "counter", () -> {
                    for (int i = 0; i < 1_000; i++) {
                        memory.getAndAddInt(0, 1);
                    }
                })
                .join();

        assertThat(memory.getInt(0)).isEqualTo(4_000);
    }
    // end

    // snippet: blocks
    @MultiProcessTest
    void aBlockIsFilledAndRead(Processes processes, @Bytes("64m") SharedMemory memory, ProcessQueue<Integer> ready)
            throws InterruptedException {
        ChildProcess<Void> writer = processes.start("writer", () -> {
            ByteBuffer block = memory.buffer(4096, 4096);
            while (block.hasRemaining()) {
                block.put((byte) 7);
            }
            ready.put(4096); // the process that takes this sees what was written before
        });

        int offset = ready.take();
        assertThat(memory.buffer(offset, 4096).get(4095)).isEqualTo((byte) 7);
        writer.join();
    }
    // end

    // snippet: flag
    @MultiProcessTest
    void aFlagSaysThatAValueIsThere(Processes processes, @Bytes("16") SharedMemory memory) {
        processes.start("writer", () -> {
            memory.setLong(8, 42);
            memory.setIntRelease(0, 1);
        });

        while (memory.getIntAcquire(0) == 0) {
            Thread.onSpinWait();
        }
        assertThat(memory.getLong(8)).isEqualTo(42);
    }
    // end

    // snippet: made
    @MultiProcessTest
    void aChildMakesMemory(Processes processes, ProcessQueue<SharedMemory> made) throws InterruptedException {
        processes.start("maker", () -> {
            SharedMemory memory = processes.sharedMemory("samples", 8 * 100);
            memory.setLong(8 * 99, 5);
            made.put(memory);
        });

        assertThat(made.take().getLong(8 * 99)).isEqualTo(5);
    }
    // end
}

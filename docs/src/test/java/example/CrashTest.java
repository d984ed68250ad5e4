package example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.multiprocess.Capacity;
import dev.multiprocess.ChildProcess;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import java.util.List;
import java.util.stream.IntStream;

class CrashTest {

    @MultiProcessTest(timeout = "20s")
    void aKilledWriterLosesNothingItPut(Processes processes, @Capacity(1_000) ProcessQueue<Integer> numbers)
            throws InterruptedException {
        ChildProcess<Void> writer = processes.start("writer", () -> {
            for (int i = 0; ; i++) {
                numbers.put(i);
            }
        });
        int first = numbers.take(); // waits until the writer is at it
        writer.kill(); // SIGKILL, in the middle of a put for all we know
        List<Integer> rest = numbers.drain();
        assertEquals(0, first);
        assertEquals(IntStream.rangeClosed(1, rest.size()).boxed().toList(), rest);
    }
}

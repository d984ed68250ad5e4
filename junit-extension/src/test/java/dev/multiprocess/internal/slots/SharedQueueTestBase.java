package dev.multiprocess.internal.slots;

import dev.multiprocess.internal.bell.Doorbell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A queue in memory, with any number of ends in this JVM. */
abstract class SharedQueueTestBase {

    static final long NO_BUDGET = Long.MAX_VALUE / 2;
    static final int UNBOUNDED = Integer.MAX_VALUE;

    @TempDir
    Path directory;

    private final List<Doorbell> doorbells = new ArrayList<>();
    final List<SharedQueue> ends = new ArrayList<>();
    QueueMemoryOwner keeper;
    int capacity;
    long budget;

    @AfterEach
    void close() {
        ends.forEach(SharedQueue::close);
        doorbells.forEach(Doorbell::close);
        keeper.close();
    }

    final SharedQueue make(int mostElements, long mostBytes) throws IOException {
        capacity = mostElements;
        budget = mostBytes;
        Files.createDirectories(directory.resolve("private"));
        keeper = QueueMemoryOwner.create(directory.resolve("queue"), overflow(), "q");
        return end();
    }

    final Path overflow() {
        return directory.resolve("private").resolve("queues").resolve("overflow");
    }

    final SharedQueue end() throws IOException {
        int participant = keeper.addParticipant();
        Doorbell doorbell = new Doorbell(directory, participant);
        doorbells.add(doorbell);
        SharedQueue.QueueAddress seat =
                new SharedQueue.QueueAddress(1, "q", keeper.folder(), overflow(), participant, capacity, budget);
        SharedQueue end = SharedQueue.open(seat, new KeeperHub(), doorbell);
        ends.add(end);
        return end;
    }

    /** What the test JVM's hub does for one end. */
    private final class KeeperHub implements HubAccess {

        @Override
        public void wakeAll() {
            ends.forEach(SharedQueue::wakeAll);
        }

        @Override
        public void recycle() {
            synchronized (keeper) {
                keeper.recycle();
            }
        }

        @Override
        public List<String> brokenBy() {
            return List.of("writer");
        }
    }
}

package dev.multiprocess.chaos;

import dev.multiprocess.QueueWriter;
import dev.multiprocess.chaos.RoundFolder.Role;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** What a writer does: puts into all queues, in every way there is, and keeps a journal of it. */
final class WriterTask {

    /** Scarce elements last about this long. */
    private static final Duration LIFE = Duration.ofSeconds(2);

    private final Round round;
    private final RoundFolder folder;
    private final int number;
    private final Random random;
    private final List<Target> targets = new ArrayList<>();

    WriterTask(Round round, RoundFolder folder, int number) {
        this.round = round;
        this.folder = folder;
        this.number = number;
        random = new Random(round.seed() + number);
    }

    /** Returns when the folder says that writers are to end. */
    void run(List<QueueWriter<Object>> queues) throws IOException {
        for (int queue = 0; queue < queues.size(); queue++) {
            targets.add(new Target(queues.get(queue), new PutJournal(folder.journal(Role.WRITER, number, queue))));
        }
        while (!folder.isEnd(Role.WRITER)) {
            Target target = targets.get(random.nextInt(targets.size()));
            int count = Math.min(1 + random.nextInt(round.elements().batch()), target.left());
            if (count > 0) {
                target.put(count);
            }
            if (round.elements().isScarce() || count == 0) {
                rest();
            }
        }
    }

    private void rest() {
        LockSupport.parkNanos(
                random.nextLong(2 * LIFE.toNanos() / round.elements().sequences()));
    }

    /** One of the queues, as this process sees it. */
    private final class Target {

        private final QueueWriter<Object> queue;
        private final PutJournal journal;
        private final List<QueueWriter.Claim> open = new ArrayList<>();
        private int total;

        Target(QueueWriter<Object> queue, PutJournal journal) {
            this.queue = queue;
            this.journal = journal;
        }

        int left() {
            return round.elements().sequences() - total;
        }

        void put(int count) {
            List<Object> elements = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                elements.add(round.elements().element(round.seed(), new ElementId(number, total + i)));
            }
            journal.begin(total + elements.size());
            total += putSome(elements);
            journal.returned(total);
            journal.begin(total);
        }

        /** Returns how many were put; offers may be refused. */
        private int putSome(List<Object> elements) {
            if (elements.size() > 1) {
                queue.putAll(elements);
                return elements.size();
            }
            Object element = elements.get(0);
            if (element instanceof byte[] bytes && random.nextInt(4) > 0) {
                return putInPlace(bytes);
            }
            switch (random.nextInt(3)) {
                case 0 -> queue.put(element);
                case 1 -> {
                    return queue.offer(element) ? 1 : 0;
                }
                default -> {
                    return queue.offer(element, Duration.ofNanos(random.nextInt(5_000_000))) ? 1 : 0;
                }
            }
            return 1;
        }

        /** Some claims stay open during the next puts, and some are never published. */
        private int putInPlace(byte[] bytes) {
            Optional<QueueWriter.Claim> room = queue.claim(bytes.length, Duration.ofNanos(random.nextInt(5_000_000)));
            if (room.isEmpty()) {
                closeOne();
                return 0;
            }
            QueueWriter.Claim claim = room.get();
            claim.buffer().put(0, bytes);
            if (random.nextInt(8) == 0) {
                open.add(claim);
                return 0;
            }
            try (claim) {
                return claim.publish(Duration.ofNanos(random.nextInt(5_000_000))) ? 1 : 0;
            } finally {
                if (open.size() > 2) {
                    closeOne();
                }
            }
        }

        private void closeOne() {
            if (!open.isEmpty()) {
                open.remove(random.nextInt(open.size())).close();
            }
        }
    }
}

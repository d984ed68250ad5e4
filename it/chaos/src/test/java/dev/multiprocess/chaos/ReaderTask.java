package dev.multiprocess.chaos;

import dev.multiprocess.QueueBrokenException;
import dev.multiprocess.QueueReader;
import dev.multiprocess.chaos.RoundFolder.Role;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** What a reader does: takes from all queues, in every way there is, records what, and checks every byte. */
final class ReaderTask {

    private final Round round;
    private final RoundFolder folder;
    private final Random random;
    private final List<Source> sources = new ArrayList<>();

    ReaderTask(Round round, RoundFolder folder, int number, List<QueueReader<Object>> queues) throws IOException {
        this.round = round;
        this.folder = folder;
        random = new Random(round.seed() - number);
        for (int queue = 0; queue < queues.size(); queue++) {
            sources.add(new Source(queues.get(queue), new TakeJournal(folder.journal(Role.READER, number, queue))));
        }
    }

    /**
     * Returns at the ends of all streams, or when the folder says that readers are to end.
     *
     * @return for each queue the names of its broken writers, in alphabetical order; {@code null} if its end was not
     *     seen
     */
    List<List<String>> run() throws IOException {
        while (!folder.isEnd(Role.READER)) {
            int[] open = IntStream.range(0, sources.size())
                    .filter(source -> sources.get(source).end == null)
                    .toArray();
            if (open.length == 0) {
                break;
            }
            sources.get(open[random.nextInt(open.length)]).take(open.length == 1 && round.readsToEnd());
        }
        return new ArrayList<>(sources.stream().map(source -> source.end).toList());
    }

    /** One of the queues, as this process sees it. */
    private final class Source {

        private final QueueReader<Object> queue;
        private final TakeJournal journal;

        /** What is looked at in place. */
        private final List<QueueReader.Look> open = new ArrayList<>();

        /** Which writers broke the stream, once it has ended. */
        private List<String> end;

        Source(QueueReader<Object> queue, TakeJournal journal) {
            this.queue = queue;
            this.journal = journal;
        }

        void take(boolean mayWait) throws IOException {
            if (round.elements() == ElementKind.IN_PLACE && random.nextInt(4) > 0) {
                look(mayWait);
                return;
            }
            try {
                List<Object> elements = new ArrayList<>();
                switch (random.nextInt(3)) {
                    case 0 ->
                        queue.drainTo(
                                elements, 1 + random.nextInt(round.elements().batch()));
                    case 1 ->
                        queue.poll(Duration.ofNanos(random.nextInt(3_000_000))).ifPresent(elements::add);
                    default -> one(mayWait).ifPresent(elements::add);
                }
                journal.add(elements.stream().map(round.elements()::idOf).toList());
                elements.forEach(element -> round.elements().check(round.seed(), element));
                end = queue.isEnded() ? List.of() : null;
            } catch (QueueBrokenException e) {
                end = e.writers().stream().sorted().toList();
            }
        }

        private void look(boolean mayWait) throws IOException {
            try {
                Optional<QueueReader.Look> look =
                        mayWait ? queue.look() : queue.look(Duration.ofNanos(random.nextInt(3_000_000)));
                if (look.isPresent()) {
                    journal.add(List.of(round.elements().idOf(bytes(look.get()))));
                    open.add(look.get());
                }
                while (open.size() > random.nextInt(4)) {
                    QueueReader.Look done = open.remove(random.nextInt(open.size()));
                    round.elements().check(round.seed(), bytes(done));
                    done.close();
                }
                end = queue.isEnded() ? List.of() : null;
            } catch (QueueBrokenException e) {
                end = e.writers().stream().sorted().toList();
            }
        }

        private static byte[] bytes(QueueReader.Look look) {
            byte[] bytes = new byte[look.buffer().limit()];
            look.buffer().get(0, bytes);
            return bytes;
        }

        private Optional<Object> one(boolean mayWait) {
            return mayWait ? queue.take() : queue.poll();
        }
    }
}

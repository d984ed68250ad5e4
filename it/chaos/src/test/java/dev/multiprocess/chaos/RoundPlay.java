package dev.multiprocess.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import dev.multiprocess.QueueBrokenException;
import dev.multiprocess.QueueReader;
import dev.multiprocess.QueueStatistics;
import dev.multiprocess.QueueWriter;
import dev.multiprocess.chaos.Place.Incarnation;
import dev.multiprocess.chaos.RoundFolder.Role;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * One round: processes are started and killed, the rest of them ends in order, and all elements are accounted for.
 *
 * <p>The test JVM is a writer too, of one element in each queue; it keeps the streams open while a place is free.
 */
final class RoundPlay {

    private static final int TEST_JVM = 0;

    private final Round round;
    private final RoundFolder folder;
    private final Processes processes;
    private final List<ProcessQueue<Object>> queues = new ArrayList<>();
    private final List<QueueWriter<Object>> writers;
    private final List<QueueReader<Object>> readers;
    private final List<Place> places = new ArrayList<>();

    /** By queue, what the test JVM has taken when no reader was left. */
    private final List<LongStream.Builder> rest = new ArrayList<>();

    RoundPlay(Round round, RoundFolder folder, Processes processes) {
        this.round = round;
        this.folder = folder;
        this.processes = processes.with(options ->
                options.startMethod(round.startMethod()).heap(round.elements().heap()));
        for (int capacity : round.capacities()) {
            queues.add(processes.queue("queue-" + queues.size(), capacity));
            rest.add(LongStream.builder());
        }
        writers = new ArrayList<>(queues.stream().map(ProcessQueue::writer).toList());
        readers = new ArrayList<>(queues.stream().map(ProcessQueue::reader).toList());
        for (int i = 1; i <= round.writers(); i++) {
            places.add(new Place(Role.WRITER, "writer-" + i, this::startWriter));
        }
        for (int i = 1; i <= round.readers(); i++) {
            places.add(new Place(Role.READER, "reader-" + i, this::startReader));
        }
    }

    private ChildProcess<List<List<String>>> startWriter(String name, int number) {
        Round round = this.round;
        RoundFolder folder = this.folder;
        List<QueueWriter<Object>> ends = writers;
        return processes.start(name, () -> {
            new WriterTask(round, folder, number).run(ends);
            return List.of();
        });
    }

    private ChildProcess<List<List<String>>> startReader(String name, int number) {
        Round round = this.round;
        RoundFolder folder = this.folder;
        List<QueueReader<Object>> ends = readers;
        return processes.start(name, () -> new ReaderTask(round, folder, number, ends).run());
    }

    RoundResult play() throws IOException {
        for (QueueWriter<Object> writer : writers) {
            writer.put(round.elements().element(round.seed(), new ElementId(TEST_JVM, 0)));
        }
        Havoc havoc = new Havoc(round, folder, places, queues);
        havoc.wreak();
        if (!round.readsToEnd()) {
            folder.tellEnd(Role.READER);
            endReaders();
        }
        endWriters();
        if (round.readsToEnd()) {
            endReaders();
        }
        takeRest();
        int kills = killed(Role.WRITER).size() + killed(Role.READER).size();
        return account(new RoundResult(0, 0, 0, kills, havoc.pauses()));
    }

    private RoundResult account(RoundResult result) throws IOException {
        RoundResult sum = result;
        for (int queue = 0; queue < queues.size(); queue++) {
            assertThat(endOf(readers.get(queue)))
                    .as("end that the test JVM saw")
                    .isEqualTo(expectedEnd());
            String name = queues.get(queue).name();
            long[] left = rest.get(queue).build().toArray();
            QueueStatistics ledger = queues.get(queue).statistics();
            new Account(name, written(queue), read(queue), left, ledger)
                    .requireComplete(round.elements().batch());
            sum = sum.withQueue(ledger, left.length);
        }
        return sum;
    }

    private void endWriters() throws IOException {
        folder.tellEnd(Role.WRITER);
        for (Place place : places(Role.WRITER)) {
            ChildProcess<?> writer = place.current().child();
            while (!round.readsToEnd() && !writer.join(Duration.ofMillis(1))) {
                takeRest();
            }
            writer.join();
        }
        writers.forEach(QueueWriter::close);
    }

    private void endReaders() throws IOException {
        for (Place place : places(Role.READER)) {
            for (List<String> end : place.current().child().result()) {
                if (end != null || round.readsToEnd()) {
                    assertThat(end).as("end that %s saw", place.name).isEqualTo(expectedEnd());
                }
            }
        }
    }

    /** The names of the writers that did not finish, once for every time. */
    private List<String> expectedEnd() {
        return killed(Role.WRITER).stream()
                .map(killed -> killed.child().name())
                .sorted()
                .toList();
    }

    private void takeRest() {
        for (int queue = 0; queue < queues.size(); queue++) {
            Object element;
            while ((element = queues.get(queue).poll()) != null) {
                rest.get(queue).add(round.elements().idOf(element).packed());
                round.elements().check(round.seed(), element);
            }
        }
    }

    private static List<String> endOf(QueueReader<Object> reader) {
        try {
            assertThat(reader.take()).isEmpty();
            return List.of();
        } catch (QueueBrokenException e) {
            return e.writers().stream().sorted().toList();
        }
    }

    private List<Account.Writer> written(int queue) throws IOException {
        List<Account.Writer> written = new ArrayList<>();
        written.add(new Account.Writer("test JVM", 1, 1));
        for (Incarnation writer : incarnations(Role.WRITER)) {
            PutJournal.Totals totals = PutJournal.Totals.read(folder.journal(Role.WRITER, writer.number(), queue));
            written.add(new Account.Writer(writer.child().name(), totals.begun(), totals.returned()));
        }
        return written;
    }

    private List<Account.Reader> read(int queue) throws IOException {
        List<Account.Reader> read = new ArrayList<>();
        List<Incarnation> killed = killed(Role.READER);
        for (Incarnation reader : incarnations(Role.READER)) {
            long[] taken = TakeJournal.read(folder.journal(Role.READER, reader.number(), queue));
            read.add(new Account.Reader(reader.child().name(), taken, killed.contains(reader)));
        }
        return read;
    }

    /** By number. */
    private List<Incarnation> incarnations(Role role) {
        List<Incarnation> all = new ArrayList<>(killed(role));
        places(role).forEach(place -> all.add(place.current()));
        all.sort((one, other) -> Integer.compare(one.number(), other.number()));
        return all;
    }

    private List<Incarnation> killed(Role role) {
        return places(role).stream().flatMap(place -> place.killed.stream()).toList();
    }

    private List<Place> places(Role role) {
        return places.stream().filter(place -> place.role == role).toList();
    }
}

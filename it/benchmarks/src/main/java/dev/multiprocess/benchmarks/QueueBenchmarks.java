package dev.multiprocess.benchmarks;

import dev.multiprocess.benchmarks.multiprocess.IdleCpu;
import dev.multiprocess.benchmarks.multiprocess.QueueRoundTrip;
import dev.multiprocess.benchmarks.multiprocess.QueueThroughput;
import dev.multiprocess.benchmarks.multiprocess.WaitingMemory;
import dev.multiprocess.benchmarks.python.PythonSubject;
import dev.multiprocess.benchmarks.subject.Payload;
import dev.multiprocess.benchmarks.subject.Pinning;
import dev.multiprocess.benchmarks.subject.QueueLoad;
import dev.multiprocess.benchmarks.subject.Subject;
import dev.multiprocess.benchmarks.transport.TransportRoundTrip;
import dev.multiprocess.benchmarks.transport.TransportThroughput;
import dev.multiprocess.benchmarks.transport.Transports;
import java.util.ArrayList;
import java.util.List;

/** Benchmarks of queues. Transports from one process to one other are compared only in those of 1-1. */
final class QueueBenchmarks {

    /** What fits its mapped files and its limits; Chronicle keeps every message on disk. */
    private static final List<Transports> OF_SMALL =
            List.of(Transports.JAVA, Transports.JEROMQ, Transports.CHRONICLE, Transports.AERON);

    private static final List<Transports> OF_LARGE = List.of(Transports.JAVA, Transports.JEROMQ, Transports.AERON);

    private QueueBenchmarks() {}

    static List<Benchmark> all() {
        List<Benchmark> all = new ArrayList<>();
        all.add(oneToOne("queue.ints.1-1", Payload.INT, 120_000, OF_SMALL));
        all.add(throughput("queue.ints.1-3", ints(1, 3), 90_000));
        all.add(throughput("queue.ints.3-1", ints(3, 1), 90_000));
        all.add(throughput("queue.ints.3-3", ints(3, 3), 90_000));
        all.add(throughput("queue.ints.bounded-100", ints(1, 1).boundedBy(100), 60_000));
        all.add(oneToOne("queue.record.1-1", Payload.RECORD, 40_000, List.of(Transports.JAVA)));
        all.add(oneToOne("queue.1KiB.1-1", Payload.KIB_1, 90_000, OF_SMALL));
        all.add(oneToOne("queue.64KiB.1-1", Payload.KIB_64, 8_000, OF_SMALL));
        all.add(oneToOne("queue.1MiB.1-1", Payload.MIB_1, 300, OF_LARGE));
        all.add(oneToOne("queue.16MiB.1-1", Payload.MIB_16, 20, List.of(Transports.JAVA)));
        all.add(inPlace(Payload.KIB_64, 8_000));
        all.add(inPlace(Payload.MIB_1, 2_000));
        for (Pinning pinning : Pinning.values()) {
            all.add(new Benchmark(
                    "queue.round-trip." + pinning.text(),
                    Figure.OF_ROUND_TRIP,
                    List.of(
                            new QueueRoundTrip(pinning),
                            PythonSubject.roundTrip(pinning),
                            new TransportRoundTrip(Transports.JAVA, pinning),
                            new TransportRoundTrip(Transports.JEROMQ, pinning))));
        }
        all.add(new Benchmark(
                "queue.million-waiting",
                Figure.only(Unit.MEBIBYTES),
                List.of(new WaitingMemory(), PythonSubject.waitingMemory())));
        all.add(new Benchmark(
                "queue.idle-cpu", Figure.only(Unit.MILLISECONDS), List.of(new IdleCpu(), PythonSubject.idleCpu())));
        for (int children : List.of(4, 8, 16)) {
            all.add(throughput("queue.ints.children-" + children, ints(children / 2, children / 2), 60_000));
        }
        for (int queues : List.of(4, 16, 64)) {
            all.add(throughput("queue.ints.queues-" + queues, ints(1, 1).over(queues), 60_000));
        }
        return all;
    }

    private static QueueLoad ints(int writers, int readers) {
        return new QueueLoad(writers, readers, Payload.INT);
    }

    private static Benchmark oneToOne(String name, Payload payload, int messages, List<Transports> transports) {
        QueueLoad load = new QueueLoad(1, 1, payload);
        List<Subject> subjects = new ArrayList<>(List.of(
                new QueueThroughput(load), PythonSubject.queue(load, messages), PythonSubject.pipe(load, messages)));
        if (payload.bytes() >= Payload.KIB_64.bytes()) {
            subjects.add(PythonSubject.sharedMemory(load, messages));
        }
        transports.forEach(transport -> subjects.add(new TransportThroughput(transport, payload)));
        return new Benchmark(name, Figure.OF_THROUGHPUT, subjects);
    }

    private static Benchmark inPlace(Payload payload, int messages) {
        QueueLoad load = new QueueLoad(1, 1, payload);
        return new Benchmark(
                "memory." + payload.text() + ".in-place",
                Figure.OF_THROUGHPUT,
                List.of(new QueueThroughput(load.writtenInPlace()), PythonSubject.sharedMemory(load, messages)));
    }

    private static Benchmark throughput(String name, QueueLoad load, int messages) {
        return new Benchmark(
                name, Figure.OF_THROUGHPUT, List.of(new QueueThroughput(load), PythonSubject.queue(load, messages)));
    }
}

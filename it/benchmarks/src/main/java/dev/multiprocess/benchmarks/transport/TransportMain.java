package dev.multiprocess.benchmarks.transport;

import dev.multiprocess.benchmarks.subject.Payload;
import dev.multiprocess.benchmarks.subject.ProcessorTime;
import dev.multiprocess.benchmarks.subject.Samples;
import dev.multiprocess.benchmarks.transport.Transport.Receiver;
import dev.multiprocess.benchmarks.transport.Transport.Sender;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The processes of {@link TransportThroughput} and {@link TransportRoundTrip}. */
final class TransportMain {

    /** After how many bytes a sender looks at the clock. */
    private static final int BYTES_BETWEEN_LOOKS = 64 * 1024;

    private static final String START = "start";
    private static final String END = "end";

    private TransportMain() {}

    /**
     * Runs one of them.
     *
     * @param args the role, the transport, the place, the payload, the time of the warm-up and the time that is
     *     measured
     * @throws Exception to fail the measurement
     */
    public static void main(String[] args) throws Exception {
        Transport transport = Transports.valueOf(args[1]).open();
        Path place = Path.of(args[2]);
        Payload payload = Payload.valueOf(args[3]);
        Duration warmUp = Duration.parse(args[4]);
        Duration measured = Duration.parse(args[5]);
        switch (args[0]) {
            case "read" -> read(transport.receiver(place));
            case "write" -> write(transport.sender(place), payload, warmUp, measured);
            case "echo" -> echo(transport, place);
            case "ping" -> ping(transport, place, warmUp, measured);
            default -> throw new IllegalArgumentException("not a role: " + args[0]);
        }
    }

    /** Prints how many messages came in how many nanoseconds, and the processor time of that, in nanoseconds. */
    private static void read(Receiver opened) throws Exception {
        try (Receiver receiver = opened) {
            countTo(START, receiver);
            long cpu = ProcessorTime.nanos();
            long start = System.nanoTime();
            long count = countTo(END, receiver);
            System.out.println(count + " " + (System.nanoTime() - start) + " " + (ProcessorTime.nanos() - cpu));
        }
    }

    private static long countTo(String mark, Receiver receiver) throws Exception {
        long count = 0;
        while (!mark.equals(receiver.receive())) {
            count++;
        }
        return count;
    }

    /** Prints its processor time in nanoseconds. */
    private static void write(Sender opened, Payload payload, Duration warmUp, Duration measured) throws Exception {
        try (Sender sender = opened) {
            sendFor(warmUp, payload, sender);
            sender.send(START);
            long cpu = ProcessorTime.nanos();
            sendFor(measured, payload, sender);
            sender.send(END);
            sender.flush();
            System.out.println(ProcessorTime.nanos() - cpu);
        }
    }

    private static void sendFor(Duration time, Payload payload, Sender sender) throws Exception {
        Object message = payload.message();
        int messagesBetweenLooks = Math.max(1, BYTES_BETWEEN_LOOKS / payload.bytes());
        long start = System.nanoTime();
        while (System.nanoTime() - start < time.toNanos()) {
            for (int i = 0; i < messagesBetweenLooks; i++) {
                sender.send(message);
            }
        }
    }

    private static void echo(Transport transport, Path place) throws Exception {
        try (Receiver there = transport.receiver(Files.createDirectories(place.resolve("there")));
                Sender back = transport.sender(place.resolve("back"))) {
            Object message;
            do {
                message = there.receive();
                back.send(message);
                back.flush();
            } while (!message.equals(END));
        }
    }

    /** Prints the median of the round trips, and what 99 in a hundred are shorter than, in microseconds. */
    private static void ping(Transport transport, Path place, Duration warmUp, Duration measured) throws Exception {
        try (Receiver back = transport.receiver(Files.createDirectories(place.resolve("back")));
                Sender there = transport.sender(place.resolve("there"))) {
            trips(warmUp, there, back);
            List<Double> micros = trips(measured, there, back);
            System.out.println(Samples.median(micros) + " " + Samples.percentile(99, micros));
            there.send(END);
            there.flush();
            back.receive();
        }
    }

    private static List<Double> trips(Duration time, Sender there, Receiver back) throws Exception {
        List<Double> micros = new ArrayList<>();
        Object message = Payload.INT.message();
        long end = System.nanoTime() + time.toNanos();
        long before;
        do {
            before = System.nanoTime();
            there.send(message);
            there.flush();
            back.receive();
            micros.add((System.nanoTime() - before) / 1e3);
        } while (before - end < 0);
        return micros;
    }
}

package dev.multiprocess.benchmarks.transport;

import java.util.Locale;
import java.util.function.Supplier;

/** All transports, by the names that they have in tables. */
public enum Transports {
    /** A buffered {@code ObjectOutputStream} over a Unix-domain socket. */
    JAVA(ObjectStreamTransport::new),
    /** JeroMQ, {@code PUSH} and {@code PULL} over {@code ipc}. */
    JEROMQ(JeroMqTransport::new),
    /** Chronicle Queue. */
    CHRONICLE(ChronicleTransport::new),
    /** Aeron over {@code aeron:ipc}. */
    AERON(AeronTransport::new);

    private final Supplier<Transport> constructor;

    Transports(Supplier<Transport> constructor) {
        this.constructor = constructor;
    }

    /** The name of a subject that is this transport. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    Transport open() {
        return constructor.get();
    }
}

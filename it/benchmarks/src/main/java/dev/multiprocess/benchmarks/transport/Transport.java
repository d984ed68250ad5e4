package dev.multiprocess.benchmarks.transport;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A way from one JVM to another. It makes what it needs below a place in the file system that both are given. */
interface Transport {

    /** Waits until the receiver is there. */
    Sender sender(Path place) throws Exception;

    Receiver receiver(Path place) throws Exception;

    /** The arguments that a JVM needs to use it. */
    default List<String> jvmArguments() {
        return List.of();
    }

    /** One end; used by one thread. */
    interface Sender extends AutoCloseable {

        /** Waits while there is no room. What was sent may be late until the next {@link #flush()}. */
        void send(Object message) throws Exception;

        default void flush() throws Exception {}

        @Override
        void close() throws IOException;
    }

    /** The other end; used by one thread. */
    interface Receiver extends AutoCloseable {

        /** Waits for a message. */
        Object receive() throws Exception;

        @Override
        void close() throws IOException;
    }
}

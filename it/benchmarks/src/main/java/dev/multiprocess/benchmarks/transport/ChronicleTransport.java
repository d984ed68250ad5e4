package dev.multiprocess.benchmarks.transport;

import java.nio.file.Path;
import java.util.List;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;

/** Chronicle Queue, which keeps all messages in its files. Its reader has nothing to wait on but the queue itself. */
final class ChronicleTransport implements Transport {

    @Override
    public List<String> jvmArguments() {
        return List.of(
                "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
                "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
                "--add-exports=jdk.unsupported/sun.misc=ALL-UNNAMED",
                "--add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED",
                "--add-opens=jdk.compiler/com.sun.tools.javac=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
                "--add-opens=java.base/java.io=ALL-UNNAMED",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                "-Dchronicle.announcer.disable=true",
                "-Dchronicle.disk.monitor.disable=true");
    }

    @Override
    public Sender sender(Path place) {
        ChronicleQueue queue = open(place);
        ExcerptAppender appender = queue.createAppender();
        Bytes<?> buffer = Bytes.elasticHeapByteBuffer();
        MessageBytes bytes = new MessageBytes();
        return new Sender() {
            @Override
            public void send(Object message) {
                buffer.clear();
                buffer.write(bytes.of(message));
                appender.writeBytes(buffer);
            }

            @Override
            public void close() {
                appender.close();
                queue.close();
            }
        };
    }

    @Override
    public Receiver receiver(Path place) {
        ChronicleQueue queue = open(place);
        ExcerptTailer tailer = queue.createTailer();
        Bytes<?> buffer = Bytes.elasticHeapByteBuffer();
        MessageBytes bytes = new MessageBytes();
        return new Receiver() {
            @Override
            public Object receive() {
                buffer.clear();
                while (!tailer.readBytes(buffer)) {
                    Thread.yield();
                }
                return bytes.read(buffer.toByteArray());
            }

            @Override
            public void close() {
                tailer.close();
                queue.close();
            }
        };
    }

    private static ChronicleQueue open(Path place) {
        return SingleChronicleQueueBuilder.binary(place.resolve("queue")).build();
    }
}

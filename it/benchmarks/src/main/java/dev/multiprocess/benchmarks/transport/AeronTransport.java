package dev.multiprocess.benchmarks.transport;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.FragmentAssembler;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.logbuffer.FragmentHandler;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** Aeron over shared memory; its media driver, which is not in a message's path, runs in the receiver's JVM. */
final class AeronTransport implements Transport {

    private static final int STREAM = 10;
    private static final int FRAGMENTS_A_POLL = 64;

    @Override
    public List<String> jvmArguments() {
        return List.of("--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED");
    }

    @Override
    public Sender sender(Path place) {
        Aeron aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(driver(place)));
        // A term of this length takes messages of up to 16 MiB.
        ExclusivePublication publication = aeron.addExclusivePublication("aeron:ipc?term-length=128m", STREAM);
        while (!publication.isConnected()) {
            Thread.yield();
        }
        UnsafeBuffer buffer = new UnsafeBuffer();
        MessageBytes bytes = new MessageBytes();
        return new Sender() {
            @Override
            public void send(Object message) {
                byte[] all = bytes.of(message);
                buffer.wrap(all);
                long result;
                while ((result = publication.offer(buffer, 0, all.length)) < 0) {
                    if (result != Publication.BACK_PRESSURED && result != Publication.ADMIN_ACTION) {
                        throw new IllegalStateException(
                                "a message was not accepted: " + Publication.errorString(result));
                    }
                    Thread.yield();
                }
            }

            @Override
            public void close() {
                publication.close();
                aeron.close();
            }
        };
    }

    @Override
    public Receiver receiver(Path place) {
        MediaDriver driver = MediaDriver.launchEmbedded(new MediaDriver.Context()
                .aeronDirectoryName(driver(place))
                .threadingMode(ThreadingMode.SHARED)
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true));
        Aeron aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(driver(place)));
        Subscription subscription = aeron.addSubscription("aeron:ipc", STREAM);
        MessageBytes bytes = new MessageBytes();
        ArrayDeque<Object> arrived = new ArrayDeque<>();
        FragmentHandler handler = new FragmentAssembler((buffer, offset, length, header) -> {
            byte[] all = new byte[length];
            buffer.getBytes(offset, all);
            arrived.add(bytes.read(all));
        });
        return new Receiver() {
            @Override
            public Object receive() {
                while (arrived.isEmpty()) {
                    if (subscription.poll(handler, FRAGMENTS_A_POLL) == 0) {
                        Thread.yield();
                    }
                }
                return arrived.poll();
            }

            @Override
            public void close() {
                subscription.close();
                aeron.close();
                driver.close();
            }
        };
    }

    private static String driver(Path place) {
        return place.resolve("driver").toString();
    }
}

package dev.multiprocess.internal.pool;

import dev.multiprocess.internal.serial.ObjectCodec;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;

/** A task that its pool has never begun, for the caller of {@code shutdownNow}, who may run it in this JVM. */
public final class NeverBegun implements Runnable {

    private final Content content;
    private final ObjectCodec serializer;

    /**
     * What is known of it.
     *
     * @param label how messages call it
     * @param task serialized
     */
    public record Content(String label, byte[] task) {}

    public NeverBegun(Content content, ObjectCodec serializer) {
        this.content = content;
        this.serializer = serializer;
    }

    @Override
    public void run() {
        try {
            ((Callable<?>) serializer.read(content.task())).call();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    @Override
    public String toString() {
        return "task " + content.label();
    }
}

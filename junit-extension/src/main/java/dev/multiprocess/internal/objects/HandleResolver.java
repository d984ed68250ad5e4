package dev.multiprocess.internal.objects;

/** Finds what stands in this JVM for a {@link Handle} of another. Must be thread-safe. */
@FunctionalInterface
public interface HandleResolver {

    /**
     * Looks one up.
     *
     * @param handleId what {@link Handle#handleId()} returned in the JVM that wrote it
     * @return what takes its place in the object that is read; never {@code null}
     * @throws RuntimeException if the id is unknown here; the read fails with {@link UnreadableObjectException}
     */
    Object resolve(String handleId);
}

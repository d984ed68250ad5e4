package dev.multiprocess.internal.task;

/** Throws what other code threw, unchanged, where a method may not declare it. */
public final class Thrown {

    private Thrown() {}

    /**
     * Throws an exception of any type.
     *
     * @param <T> inferred as unchecked
     * @param thrown what to throw
     * @return never
     * @throws T always
     */
    @SuppressWarnings("unchecked")
    public static <T extends Throwable> RuntimeException unchanged(Throwable thrown) throws T {
        throw (T) thrown;
    }
}

package dev.multiprocess.internal.thread;

/** Waits that an interruption does not end; it takes effect after them. */
public final class Uninterruptibly {

    private Uninterruptibly() {}

    /**
     * A wait.
     *
     * @param <E> what else may end it
     */
    @FunctionalInterface
    public interface Wait<E extends Exception> {

        /**
         * Waits; repeated from the beginning if it is interrupted.
         *
         * @throws InterruptedException not passed on to the caller
         * @throws E passed on to the caller
         */
        void pass() throws InterruptedException, E;
    }

    /**
     * A wait for a value.
     *
     * @param <T> its type
     * @param <E> what else may end it
     */
    @FunctionalInterface
    public interface WaitFor<T, E extends Exception> {

        /**
         * Waits; repeated from the beginning if it is interrupted.
         *
         * @return what has come
         * @throws InterruptedException not passed on to the caller
         * @throws E passed on to the caller
         */
        T pass() throws InterruptedException, E;
    }

    /**
     * Waits, and restores an interruption that has come meanwhile.
     *
     * @param <E> what else may end it
     * @param wait what is waited for
     * @throws E what else has ended it
     */
    public static <E extends Exception> void run(Wait<E> wait) throws E {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    wait.pass();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Waits for a value, and restores an interruption that has come meanwhile.
     *
     * @param <T> its type
     * @param <E> what else may end it
     * @param wait what is waited for
     * @return what has come
     * @throws E what else has ended it
     */
    public static <T, E extends Exception> T get(WaitFor<T, E> wait) throws E {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return wait.pass();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

package dev.multiprocess.internal.checkpoint;

/** Lets a listener know which points threads of this process pass. */
public final class PassedPoints {

    private static volatile Listener listener;

    private PassedPoints() {}

    /**
     * Sets who is told from now on.
     *
     * @param listens instead of the one before
     */
    public static void listen(Listener listens) {
        listener = listens;
    }

    static void passes(String point) {
        Listener told = listener;
        if (told != null) {
            told.passes(point);
        }
    }

    /** Is told. */
    public interface Listener {

        /**
         * Called on the thread that passes a point, before the point counts as reached.
         *
         * @param point its name
         */
        void passes(String point);
    }
}

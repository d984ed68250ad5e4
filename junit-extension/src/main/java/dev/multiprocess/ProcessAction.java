package dev.multiprocess;

import java.io.Serializable;
import org.apiguardian.api.API;

/**
 * The body of a child JVM that returns nothing: a lambda or a method reference, captured values included.
 *
 * @see ProcessTask
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@FunctionalInterface
public interface ProcessAction extends Runnable, Serializable {

    /**
     * Runs in the child JVM, on its main thread.
     *
     * @throws Exception to fail the child, and with it the test
     */
    void execute() throws Exception;

    /** Does the same where a {@code Runnable} is asked for; a checked exception is thrown as it is. */
    @Override
    default void run() {
        try {
            execute();
        } catch (Exception e) {
            throw ProcessAction.<RuntimeException>unchanged(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> RuntimeException unchanged(Throwable thrown) throws T {
        throw (T) thrown;
    }

    /** The body of one of several child JVMs that were started together; it returns nothing. */
    @FunctionalInterface
    interface Indexed extends Serializable {

        /**
         * Runs in the child JVM, on its main thread.
         *
         * @param index the child's number in its group, from 0
         * @throws Exception to fail the child, and with it the test
         */
        void run(int index) throws Exception;
    }
}

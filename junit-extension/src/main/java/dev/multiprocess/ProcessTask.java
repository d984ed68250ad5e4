package dev.multiprocess;

import java.io.Serializable;
import java.util.concurrent.Callable;
import org.apiguardian.api.API;

/**
 * The body of a child JVM that returns a result: a lambda or a method reference, captured values included.
 *
 * <p>Captured values are copied when the child is started; queues, their ends and the handles of this library keep their
 * identity. A value that cannot cross is refused by {@code start}, with the path to it.
 *
 * @param <R> what the task returns; {@code null} is a result too
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@FunctionalInterface
public interface ProcessTask<R> extends Callable<R>, Serializable {

    /**
     * Runs in the child JVM, on its main thread.
     *
     * @return the result
     * @throws Exception to fail the child, and with it the test
     */
    @Override
    R call() throws Exception;

    /**
     * The body of one of several child JVMs that were started together.
     *
     * @param <R> what the task returns
     */
    @FunctionalInterface
    interface Indexed<R> extends Serializable {

        /**
         * Runs in the child JVM, on its main thread.
         *
         * @param index the child's number in its group, from 0
         * @return the child's result
         * @throws Exception to fail the child, and with it the test
         */
        R run(int index) throws Exception;
    }
}

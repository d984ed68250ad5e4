package dev.multiprocess.pool;

import dev.multiprocess.Processes;
import java.io.Serializable;
import java.util.concurrent.ExecutorService;

/** The kind of executor that a contract is checked of, and where it is used from. */
interface ExecutorSubject {

    /**
     * What one test does. Captures nothing, so that a child can run it too, and whatever it gives to the executor can run in
     * a process of its own.
     */
    @FunctionalInterface
    interface Body extends Serializable {

        void run(ExecutorService executor, Processes processes) throws Exception;
    }

    /** Makes an executor that runs so many tasks at once. */
    ExecutorService newExecutor(int workers);

    /** Runs the body with a new executor. */
    void check(int workers, Body body) throws Exception;
}

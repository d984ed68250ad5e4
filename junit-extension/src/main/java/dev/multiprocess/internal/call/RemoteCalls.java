package dev.multiprocess.internal.call;

import dev.multiprocess.ExitStatus;
import dev.multiprocess.ProcessOptions;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import dev.multiprocess.pool.PoolOptions;
import dev.multiprocess.pool.ProcessPool;
import java.nio.file.Path;

/** What children call beside the public methods of a handle, where those take or return what cannot cross. */
public final class RemoteCalls {

    private RemoteCalls() {}

    /** Implements {@link Processes#with}, whose argument runs in the child. */
    public interface OfProcesses {

        /**
         * Returns how children are started here.
         *
         * @return the options in force
         */
        ProcessOptions options();

        /**
         * Starts later children with other options.
         *
         * @param options all of them
         * @return of the same test
         */
        Processes withOptions(ProcessOptions options);

        /**
         * Makes a pool.
         *
         * @param name of the pool
         * @param workers the most workers
         * @param options of the pool
         * @return of the same test
         */
        ProcessPool poolWith(String name, int workers, PoolOptions options);
    }

    /**
     * Implements {@link dev.multiprocess.ChildProcess#onExit}, whose result only its own JVM completes, and what a child
     * asks about itself: {@link dev.multiprocess.CurrentChild}.
     */
    public interface OfChild {

        /**
         * Waits for the end of the child, without taking notice of it for the test.
         *
         * @return how it ended
         */
        ExitStatus awaitUnseenExit();

        /**
         * Makes the child's own directory unless it is there.
         *
         * @return where it is
         */
        Path directory();

        /**
         * Finds a queue of the child's test.
         *
         * @param name the queue's
         * @return the only one of that name
         */
        ProcessQueue<?> queue(String name);
    }
}

package dev.multiprocess.internal.link;

import dev.multiprocess.ExitStatus;
import dev.multiprocess.ProcessOptions;
import dev.multiprocess.Processes;

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
    }

    /** Implements {@link dev.multiprocess.ChildProcess#onExit}, whose result only its own JVM completes. */
    public interface OfChild {

        /**
         * Waits for the end of the child, without taking notice of it for the test.
         *
         * @return how it ended
         */
        ExitStatus awaitUnseenExit();
    }
}

package dev.multiprocess.internal.link;

import dev.multiprocess.ExitStatus;
import dev.multiprocess.ProcessOptions;
import dev.multiprocess.Processes;

/** What children call beside the public methods of a handle, where those take or return what cannot cross. */
public final class RemoteCalls {

    private RemoteCalls() {}

    /** Stands behind {@link Processes#with}, whose argument runs in the child. */
    public interface OfProcesses {

        /**
         * Tells how children are started here.
         *
         * @return the options in force
         */
        ProcessOptions options();

        /**
         * Starts the children that follow otherwise.
         *
         * @param options all of them
         * @return of the same test
         */
        Processes withOptions(ProcessOptions options);
    }

    /** Stands behind {@link dev.multiprocess.ChildProcess#onExit}, whose result only its own JVM completes. */
    public interface OfChild {

        /**
         * Waits for the end of the child, without taking notice of it for the test.
         *
         * @return how it ended
         */
        ExitStatus awaitUnseenExit();
    }
}

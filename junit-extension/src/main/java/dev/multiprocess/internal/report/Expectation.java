package dev.multiprocess.internal.report;

import dev.multiprocess.ExitStatus;
import dev.multiprocess.ExitStatus.End;
import java.io.File;

/** How a test expects a child to end; it fails the test if the child ends otherwise. */
public sealed interface Expectation {

    /** Completes the sentence "was expected". */
    String describe();

    /** The process ends by itself, with this code. */
    record Exit(int code) implements Expectation {

        /** The largest exit code that a Unix process can report. */
        private static final int LARGEST = 255;

        public Exit {
            if (File.separatorChar == '/' && (code < 0 || code > LARGEST)) {
                throw new IllegalArgumentException("the exit code that is expected must be between 0 and " + LARGEST
                        + ", which is all that this operating system tells: code=" + code);
            }
        }

        boolean isMetBy(ExitStatus exit) {
            // A test that expects a code never wants an exception, though that has a code, too.
            return exit.end() != End.FAILED && exit.signal().isEmpty() && exit.code() == code;
        }

        @Override
        public String describe() {
            return "to exit with code " + code;
        }
    }

    /** A signal ends the process, wherever it comes from. */
    record Killed() implements Expectation {

        /** A kill of ours shows as a signal on most platforms, but not on all. */
        boolean isMetBy(ExitStatus exit, boolean killedByTest) {
            return exit.end() != End.FAILED
                    && (exit.signal().isPresent() || killedByTest && exit.end() != End.FINISHED);
        }

        @Override
        public String describe() {
            return "to be killed";
        }
    }

    /** The process lives until the test's end, which stops it. */
    record RunningAtEnd() implements Expectation {

        @Override
        public String describe() {
            return "to run until the test's end";
        }
    }
}

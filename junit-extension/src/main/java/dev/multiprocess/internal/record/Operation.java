package dev.multiprocess.internal.record;

/** What a recorded process did below its directory. Paths are relative to that. Immutable. */
public sealed interface Operation {

    /**
     * Where an operation comes from.
     *
     * @param number its place among all attempts, from 1; for what is no attempt, that of the one before
     * @param thread name
     * @param frame the innermost line of the code under test, as in a stack trace; empty if there is none
     */
    record Origin(long number, String thread, String frame) {}

    Origin origin();

    /** Whether the directory, or what of it is forced, may be another afterwards: then there is a point before it. */
    default boolean isPoint() {
        return true;
    }

    /**
     * A file was opened for writing, and perhaps made or emptied by that.
     *
     * @param handle stands for the open file in later operations; 0 if it was closed at once
     * @param path of the file, with symbolic links followed
     */
    record Open(Origin origin, int handle, String path, boolean creates, boolean truncates, boolean synced)
            implements Operation {}

    /** Bytes were written at a place, which may be after the end. */
    record Write(Origin origin, int handle, long offset, byte[] bytes) implements Operation {}

    /** A file got another size. */
    record Truncate(Origin origin, int handle, long size) implements Operation {}

    /**
     * All that was written to a file, or all names in a directory, were forced.
     *
     * @param handle 0 for what was opened for reading, which {@code path} says
     */
    record Force(Origin origin, int handle, String path) implements Operation {}

    /** A part of a file can be written through memory from here on, which is not seen. */
    record Map(Origin origin, int handle, long offset, long size) implements Operation {
        @Override
        public boolean isPoint() {
            return false;
        }
    }

    /** Mapped bytes were forced, and are seen by that for the first time. */
    record ForceMap(Origin origin, int handle, long offset, byte[] bytes) implements Operation {}

    /** A name became another, whatever had that name before. */
    record Rename(Origin origin, String from, String to) implements Operation {}

    /** A name of what is no directory was removed. */
    record Delete(Origin origin, String path) implements Operation {}

    record MakeDirectory(Origin origin, String path) implements Operation {}

    record RemoveDirectory(Origin origin, String path) implements Operation {}

    /** A file got a second name. */
    record Link(Origin origin, String existing, String path) implements Operation {}

    record SymbolicLink(Origin origin, String target, String path) implements Operation {}

    /** A file from elsewhere got a name here. */
    record MoveIn(Origin origin, String path, byte[] bytes) implements Operation {}

    /** What had a name here got one elsewhere. */
    record MoveOut(Origin origin, String path) implements Operation {}

    /** An attempt without effect. */
    record Failed(Origin origin, int kind, String path) implements Operation {
        @Override
        public boolean isPoint() {
            return false;
        }
    }

    /** What the code under test has left in the recording. */
    record Note(Origin origin, byte[] bytes) implements Operation {
        @Override
        public boolean isPoint() {
            return false;
        }
    }

    /** From here on the recording does not know what is in the directory. */
    record Unknown(Origin origin, String reason) implements Operation {
        @Override
        public boolean isPoint() {
            return false;
        }
    }
}

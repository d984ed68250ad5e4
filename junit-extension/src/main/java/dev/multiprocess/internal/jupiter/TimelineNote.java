package dev.multiprocess.internal.jupiter;

import java.nio.file.Path;

/** Accompanies a failure, and says where the timeline of the test is. */
final class TimelineNote extends Exception {

    private static final long serialVersionUID = 1;

    TimelineNote(Path page) {
        super("the timeline of its processes is " + page, null, false, false);
    }

    /** Without the name of this class, which says nothing. */
    @Override
    public String toString() {
        return getMessage();
    }
}

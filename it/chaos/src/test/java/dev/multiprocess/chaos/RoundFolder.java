package dev.multiprocess.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the processes of a round leave their journals, and find out that it is over. No queue is used for that.
 *
 * @param path is empty when the round begins
 */
record RoundFolder(Path path) {

    /** What a process is there for; those of one role are asked to end together. */
    enum Role {
        WRITER,
        READER
    }

    Path journal(Role role, int number, int queue) {
        return path.resolve(role + "-" + number + "-" + queue);
    }

    void tellEnd(Role role) throws IOException {
        Files.createFile(path.resolve(role + "-end"));
    }

    boolean isEnd(Role role) {
        return Files.exists(path.resolve(role + "-end"));
    }
}

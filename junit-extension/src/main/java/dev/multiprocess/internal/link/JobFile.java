package dev.multiprocess.internal.link;

import dev.multiprocess.internal.os.OwnFile;
import dev.multiprocess.internal.wire.PrivateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A job in a file, ready for a child that is about to be started, so that the child can read it while it opens its
 * link.
 *
 * @param path in a directory that only this user can enter
 */
public record JobFile(Path path) {

    /**
     * Writes the job, before the child is started.
     *
     * @param job what to do
     * @throws IOException if there is no room for it
     */
    public void write(Job job) throws IOException {
        OwnFile.write(path, job.encode());
    }

    /**
     * Reads the job and removes the file, in the child.
     *
     * @return what to do
     * @throws IOException if it is not there
     */
    public Job take() throws IOException {
        try {
            return Job.decode(PrivateDirectory.read(path));
        } finally {
            // What cannot be removed goes with its directory.
            path.toFile().delete();
        }
    }

    /**
     * Removes what a child has not taken.
     *
     * @throws IOException if it cannot be removed
     */
    public void delete() throws IOException {
        Files.deleteIfExists(path);
    }
}

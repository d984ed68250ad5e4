package dev.multiprocess.internal.os;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that only this user can read and write. */
public final class OwnFile {

    private static final String MODE = "rw-------";

    private OwnFile() {}

    /**
     * Writes a file anew. What was there before is removed, not written to: it may be a link, or open to others.
     *
     * @param file in a directory that others cannot change
     * @param content all of it
     * @throws NoSuchFileException if its directory is gone
     * @throws IOException if it cannot be written, or is there again
     */
    public static void write(Path file, byte[] content) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (!isWritten(file, content)) {
                interrupted |= Thread.interrupted();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Writes it unless the thread is interrupted, which closes a channel. */
    private static boolean isWritten(Path file, byte[] content) throws IOException {
        Files.deleteIfExists(file);
        try (FileChannel channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes(MODE))) {
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            return true;
        } catch (ClosedByInterruptException e) {
            return false;
        }
    }

    /**
     * Takes access to a file that another program wrote from all other users.
     *
     * @param file may be missing
     * @throws IOException if it cannot be changed
     */
    public static void restrict(Path file) throws IOException {
        try {
            if (User.isKnown() && FileStatus.of(file).isRegular()) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(MODE));
            }
        } catch (NoSuchFileException nothingToRestrict) {
            // It was not written.
        }
    }

    /**
     * Returns whether a file was written by this user, and can be written by no other.
     *
     * @param file may be missing
     * @return false of a link, whatever it leads to
     */
    public static boolean isTrusted(Path file) {
        try {
            if (!User.isKnown()) {
                return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
            }
            FileStatus status = FileStatus.of(file);
            return status.isRegular() && status.isOwn() && !status.isWritableByOthers();
        } catch (IOException missing) {
            return false;
        }
    }

    static FileAttribute<?>[] attributes(String permissions) {
        // Elsewhere the temporary directory is the user's own and its access rights are inherited.
        return User.isKnown()
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}

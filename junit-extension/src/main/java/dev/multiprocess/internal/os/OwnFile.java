package dev.multiprocess.internal.os;

import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

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
        Files.deleteIfExists(file);
        Files.createFile(file, attributes(MODE));
        // Not by a channel, which the interruption of a thread closes.
        try (FileOutputStream out = new FileOutputStream(file.toFile())) {
            out.write(content);
        } catch (FileNotFoundException e) {
            // Its directory was removed meanwhile.
            throw new NoSuchFileException(file.toString());
        }
    }

    /**
     * Takes a file that another program wrote from all other users.
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
     * Tells whether a file was written by this user, and can be written by no other.
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

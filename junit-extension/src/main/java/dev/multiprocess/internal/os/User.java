package dev.multiprocess.internal.os;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The user that this JVM runs as, by number: users without a name all seem to be called {@code ?}.
 *
 * <p>Without lambdas: a child whose test JVM has died asks for it, and its first lambda would delay its end.
 */
public final class User {

    private static final boolean UNIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

    private static final Optional<Integer> UID = UNIX ? Optional.of(uid()) : Optional.empty();

    private User() {}

    /**
     * Returns what distinguishes this user from every other on this machine.
     *
     * @return the number, or the name where users have none
     */
    public static String id() {
        return UID.isPresent() ? String.valueOf(UID.get()) : System.getProperty("user.name");
    }

    /** Whether files have an owner and a mode here. */
    static boolean isKnown() {
        return UNIX;
    }

    static boolean is(int uid) {
        return UID.isPresent() && UID.get() == uid;
    }

    private static int uid() {
        Optional<Integer> known = fromStatus(Path.of("/proc/self/status"));
        return known.isPresent() ? known.get() : ownerOfNewFile();
    }

    /**
     * The number that new files get is the last of four. Read neither by a channel nor with a regular expression, which
     * would have a dying child load a hundred classes.
     */
    static Optional<Integer> fromStatus(Path status) {
        try (InputStream in = new FileInputStream(status.toFile())) {
            String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            for (String line : text.split("\n")) {
                if (line.startsWith("Uid:")) {
                    return Optional.of(Integer.parseUnsignedInt(line.substring(line.lastIndexOf('\t') + 1)));
                }
            }
            return Optional.empty();
        } catch (IOException notLinux) {
            return Optional.empty();
        }
    }

    private static int ownerOfNewFile() {
        try {
            Path file = Files.createTempFile("mpj-", ".user");
            try {
                return FileStatus.of(file).uid();
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new IllegalStateException("the user that this JVM runs as is not known: " + e.getMessage(), e);
        }
    }
}

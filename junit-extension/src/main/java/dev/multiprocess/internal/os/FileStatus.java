package dev.multiprocess.internal.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a file is and whose it is, also for a symbolic link: links are not followed.
 *
 * @param mode type and permissions, as {@code stat} has them
 * @param uid the owner
 * @param key what distinguishes it from every other file
 */
record FileStatus(int mode, int uid, Object key) {

    private static final int TYPE = 0170000;
    private static final int DIRECTORY = 0040000;
    private static final int REGULAR = 0100000;
    private static final int LINK = 0120000;
    private static final int STICKY = 01000;
    private static final int WRITABLE_BY_OTHERS = 0022;
    private static final int PERMISSIONS = 07777;
    private static final int ROOT = 0;

    /** Only where {@link User#isKnown}. */
    static FileStatus of(Path file) throws IOException {
        Map<String, Object> all = Files.readAttributes(file, "unix:mode,uid,fileKey", LinkOption.NOFOLLOW_LINKS);
        return new FileStatus((int) all.get("mode"), (int) all.get("uid"), all.get("fileKey"));
    }

    boolean isDirectory() {
        return (mode & TYPE) == DIRECTORY;
    }

    boolean isRegular() {
        return (mode & TYPE) == REGULAR;
    }

    boolean isLink() {
        return (mode & TYPE) == LINK;
    }

    boolean isOwn() {
        return User.is(uid);
    }

    /** Whether the file belongs to a user other than this one and root. */
    boolean isForeign() {
        return uid != ROOT && !isOwn();
    }

    boolean isWritableByOthers() {
        return (mode & WRITABLE_BY_OTHERS) != 0;
    }

    /** Whether other users can rename and remove what this user has in this directory. */
    boolean isReplaceableInside() {
        return isForeign() || isWritableByOthers() && (mode & STICKY) == 0;
    }

    String permissions() {
        return String.format("%04o", mode & PERMISSIONS);
    }
}

package dev.multiprocess.internal.os;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Removes directories of this user with what is in them; never through a link, and never what belongs to another user.
 */
public final class OwnTree {

    private static final int MOST_TRIES = 100;

    private OwnTree() {}

    /**
     * Removes a directory and what is in it; several processes may do so at once.
     *
     * @param directory may be gone already
     * @throws SharedPathException if it is none of this user's, which is left alone
     * @throws IOException if something is left
     */
    public static void delete(Path directory) throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                deleteOnce(directory);
                return;
            } catch (DirectoryNotEmptyException e) {
                // A process that outlives its maker for a moment has just put more into it, as mkfifo may.
                if (tries == MOST_TRIES) {
                    throw e;
                }
            }
        }
    }

    private static void deleteOnce(Path directory) throws IOException {
        try (DirectoryStream<Path> parent =
                Files.newDirectoryStream(directory.toAbsolutePath().getParent())) {
            if (User.isKnown() && parent instanceof SecureDirectoryStream<Path> secure) {
                delete(secure, directory.getFileName(), requireOwn(directory));
            } else {
                deleteByPath(directory);
            }
        } catch (NoSuchFileException e) {
            // There was none, or another process was faster.
        }
    }

    private static FileStatus requireOwn(Path directory) throws IOException {
        FileStatus status = FileStatus.of(directory);
        if (!status.isDirectory() || !status.isOwn()) {
            throw new SharedPathException(directory + " is not removed, as it is "
                    + (status.isDirectory() ? "a directory of user " + status.uid() : "no directory"));
        }
        return status;
    }

    /** Opens exactly what was examined by its path, or removes nothing. */
    private static void delete(SecureDirectoryStream<Path> parent, Path name, FileStatus expected) throws IOException {
        try (SecureDirectoryStream<Path> directory = parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
            Object found = directory
                    .getFileAttributeView(BasicFileAttributeView.class)
                    .readAttributes()
                    .fileKey();
            if (!expected.key().equals(found)) {
                throw new SharedPathException(name + " is not removed, as another one has just taken its place");
            }
            deleteContent(directory);
        }
        parent.deleteDirectory(name);
    }

    private static void deleteContent(SecureDirectoryStream<Path> directory) throws IOException {
        for (Path entry : entries(directory)) {
            Path name = entry.getFileName();
            try {
                if (isDirectory(directory, name)) {
                    try (SecureDirectoryStream<Path> inner =
                            directory.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                        deleteContent(inner);
                    }
                    directory.deleteDirectory(name);
                } else {
                    directory.deleteFile(name);
                }
            } catch (NoSuchFileException e) {
                // Another process was faster.
            }
        }
    }

    private static boolean isDirectory(SecureDirectoryStream<Path> directory, Path name) throws IOException {
        return directory
                .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes()
                .isDirectory();
    }

    private static void deleteByPath(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : entries(files)) {
                if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    deleteByPath(file);
                } else {
                    Files.deleteIfExists(file);
                }
            }
        }
        Files.deleteIfExists(directory);
    }

    /** The mark comes last, so that it identifies what a process that dies meanwhile leaves. */
    private static List<Path> entries(DirectoryStream<Path> directory) throws IOException {
        try {
            List<Path> all = new ArrayList<>();
            Path mark = null;
            for (Path path : directory) {
                if (path.endsWith(Maker.FILE)) {
                    mark = path;
                } else {
                    all.add(path);
                }
            }
            if (mark != null) {
                all.add(mark);
            }
            return all;
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /**
     * Lists the directories that this user has in a directory.
     *
     * @param parent may be open to all
     * @param prefix what their names begin with
     * @return in no order; empty if there is no such directory
     * @throws IOException if it cannot be read
     */
    public static List<Path> owned(Path parent, String prefix) throws IOException {
        List<Path> owned = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(
                parent, path -> path.getFileName().toString().startsWith(prefix))) {
            for (Path path : entries(all)) {
                if (isOwn(path)) {
                    owned.add(path);
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        }
        return owned;
    }

    private static boolean isOwn(Path path) {
        try {
            if (User.isKnown()) {
                requireOwn(path);
            }
            return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException goneOrOfAnother) {
            return false;
        }
    }

    /**
     * Removes the directories of this user whose makers are dead. One that does not record its maker is left alone,
     * unless it is empty and has the name of one that a dead process made.
     *
     * @param parent may be open to all
     * @param prefix what their names begin with
     * @param problems receives a sentence about each thing that cannot be removed or read
     * @return what was removed
     */
    public static List<Path> deleteAbandoned(Path parent, String prefix, Consumer<String> problems) {
        List<Path> deleted = new ArrayList<>();
        try {
            for (Path directory : owned(parent, prefix)) {
                try {
                    if (isDeletedAsAbandoned(directory, prefix)) {
                        deleted.add(directory);
                    }
                } catch (IOException e) {
                    problems.accept(directory + ", whose maker is dead, cannot be removed: " + e);
                }
            }
        } catch (IOException e) {
            problems.accept(parent + " cannot be searched for what dead test JVMs have left: " + e);
        }
        return deleted;
    }

    private static boolean isDeletedAsAbandoned(Path directory, String prefix) throws IOException {
        Optional<Maker> maker = Maker.of(directory);
        if (maker.isEmpty()) {
            String name = directory.getFileName().toString().substring(prefix.length());
            return Maker.isOfDead(name) && isDeletedUnmarked(directory);
        }
        if (maker.get().isGone()) {
            delete(directory);
            return true;
        }
        return false;
    }

    /**
     * Its maker was killed before it had marked it, or when it had removed all but the directory itself; or it runs in
     * another container, and makes another one if this one is missing.
     */
    private static boolean isDeletedUnmarked(Path directory) throws IOException {
        try {
            Files.deleteIfExists(directory.resolve(Maker.UNFINISHED));
            Files.delete(directory);
            return true;
        } catch (DirectoryNotEmptyException | NoSuchFileException e) {
            return false; // by now it is marked or gone; or it is something else
        }
    }
}

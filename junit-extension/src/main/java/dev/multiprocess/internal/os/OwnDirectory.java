package dev.multiprocess.internal.os;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/**
 * Directories that only this user can change, below directories that others can write to as well. The only place for
 * this rule:
 *
 * <ul>
 *   <li>What can have any name gets a new random one, and is made by this JVM or not used: {@link #make}.
 *   <li>What must have a fixed name is used only if neither it nor anything above it can be changed or replaced by
 *       another user, root aside: {@link #claim}.
 *   <li>Nothing is removed through a link, and nothing that belongs to another user: {@link OwnTree}.
 * </ul>
 *
 * <p>Where files have no owners and modes, as on Windows, the directory for temporary files is the user's own.
 */
public final class OwnDirectory {

    private static final String FOR_USER = "rwx------";
    private static final String AS_OTHERS = "rwxr-xr-x";
    private static final int MOST_LINKS = 40;
    private static final int MOST_TRIES = 100;

    private OwnDirectory() {}

    /**
     * Makes a directory of a new name that only this user can enter, and marks it with this JVM: by the process id in
     * its name from the first moment on, then by a file in it.
     *
     * @param parent may be open to all
     * @param prefix what its name begins with; the process id follows
     * @return where it is
     * @throws IOException if it cannot be made; nothing is left then
     */
    public static Path make(Path parent, String prefix) throws IOException {
        SecureRandom random = new SecureRandom();
        for (int tries = 1; ; tries++) {
            Path made = makeUnmarked(parent, prefix, random);
            try {
                requireOwn(made);
                Maker.current().mark(made);
                return made;
            } catch (NoSuchFileException e) {
                // Removed at once by a JVM of another container, to which this process seems dead.
                if (tries == MOST_TRIES) {
                    throw e;
                }
            } catch (Throwable e) {
                // Errors included: without descriptors a class may not be found. Nor is there one to read it with.
                discard(e, made);
                throw e;
            }
        }
    }

    /**
     * Lists what {@link #make} has made, for code that has to remove it without reading it.
     *
     * @param made by this JVM
     * @return in the order in which it can be removed, if nothing else is in it
     */
    public static List<Path> parts(Path made) {
        return List.of(made.resolve(Maker.UNFINISHED), made.resolve(Maker.FILE), made);
    }

    private static Path makeUnmarked(Path parent, String prefix, SecureRandom random) throws IOException {
        for (int tries = 1; ; tries++) {
            Path wanted = parent.resolve(prefix + Maker.name(random.nextLong()));
            try {
                makeInside(wanted);
                return wanted;
            } catch (FileAlreadyExistsException e) {
                if (tries == MOST_TRIES) {
                    throw e;
                }
            }
        }
    }

    /**
     * Makes a directory that only this user can enter.
     *
     * @param directory its parent is one that {@link #make} made
     * @throws FileAlreadyExistsException if there is anything of that name
     * @throws IOException if it cannot be made
     */
    public static void makeInside(Path directory) throws IOException {
        Files.createDirectory(directory, OwnFile.attributes(FOR_USER));
    }

    private static void requireOwn(Path made) throws IOException {
        if (User.isKnown()) {
            FileStatus status = FileStatus.of(made);
            if (!status.isDirectory() || !status.isOwn() || status.isWritableByOthers()) {
                throw new SharedPathException(made + " must be this user's alone, but belongs to user " + status.uid()
                        + " and has mode " + status.permissions()
                        + ": its file system knows no owners, or another user has changed it");
            }
        }
    }

    private static void discard(Throwable reason, Path made) {
        for (Path each : parts(made)) {
            try {
                Files.deleteIfExists(each);
            } catch (IOException e) {
                reason.addSuppressed(e);
            }
        }
    }

    /**
     * Makes a directory of a fixed name, unless it is there, and ensures that no other user can change it: as
     * {@code ssh} does with the directory of its keys.
     *
     * <p>A directory on the way to it may belong to others if something that is trusted anyway is below that one as
     * well: the user wants it so, and others could change what is trusted.
     *
     * @param directory absolute; missing directories above it are made too
     * @param trusted absolute paths of what this JVM executes in any case
     * @throws SharedPathException if another user can change it or put another in its place, saying where
     * @throws IOException if it cannot be made
     */
    public static void claim(Path directory, Collection<Path> trusted) throws IOException {
        // Before anything is made, so that nothing is made in a place that others chose; and after, when all is there.
        requireUnshared(directory, trusted);
        makeAll(directory, found -> requireUnshared(found, trusted));
        requireUnshared(directory, trusted);
    }

    /**
     * Makes a directory that no other user can write to, and what is missing above it, whatever the mask for new files.
     *
     * @param directory below one that was claimed
     * @throws IOException if it cannot be made
     */
    public static void makeBelow(Path directory) throws IOException {
        makeAll(directory, found -> {});
    }

    /** Looks at what was not there a moment ago. */
    @FunctionalInterface
    private interface Check {

        void of(Path found) throws IOException;
    }

    private static void makeAll(Path directory, Check check) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        makeAll(directory.getParent(), check);
        boolean others = User.isKnown()
                && FileStatus.of(directory.getParent().toRealPath()).isWritableByOthers();
        try {
            Files.createDirectory(directory, OwnFile.attributes(others ? FOR_USER : AS_OTHERS));
        } catch (FileAlreadyExistsException e) {
            // Another JVM was faster: if it is not this user's, nothing is made below.
            check.of(directory);
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
    }

    /**
     * Fails if another user can change a directory or put another in its place.
     *
     * @param directory absolute; missing parts of it are skipped
     * @param trusted as for {@link #claim}
     * @throws SharedPathException saying where
     * @throws IOException if it cannot be found out
     */
    public static void requireUnshared(Path directory, Collection<Path> trusted) throws IOException {
        if (User.isKnown()) {
            new Way(directory, realPaths(trusted), false).walk();
        }
    }

    /**
     * Fails if another user can replace what this user makes in a directory. All may write to it if it is sticky, as
     * directories for temporary files are.
     *
     * @param parent absolute
     * @throws SharedPathException saying where
     * @throws IOException if it cannot be found out
     */
    public static void requireKeeping(Path parent) throws IOException {
        if (User.isKnown()) {
            new Way(parent, List.of(), true).walk();
        }
    }

    private static List<Path> realPaths(Collection<Path> trusted) throws IOException {
        List<Path> real = new ArrayList<>();
        for (Path path : trusted) {
            if (Files.exists(path)) {
                real.add(path.toRealPath());
            }
        }
        return real;
    }

    /** From the root to a directory, along every link, none of which may be another user's. */
    private static final class Way {

        private final Deque<Path> ahead = new ArrayDeque<>();
        private final List<Path> trusted;
        private final boolean mayEndSticky;
        private Path reached;
        private int links;

        Way(Path directory, List<Path> trusted, boolean mayEndSticky) {
            this.trusted = trusted;
            this.mayEndSticky = mayEndSticky;
            reached = directory.getRoot();
            directory.forEach(ahead::add);
        }

        void walk() throws IOException {
            while (true) {
                FileStatus status;
                try {
                    status = FileStatus.of(reached);
                } catch (NoSuchFileException missing) {
                    return;
                }
                if (status.isLink()) {
                    follow(status);
                } else if (isShared(status) || ahead.isEmpty()) {
                    return;
                }
                step();
            }
        }

        /** Whether it is shared, but so that the rest does not matter. */
        private boolean isShared(FileStatus status) throws SharedPathException {
            boolean shared =
                    status.isReplaceableInside() || ahead.isEmpty() && !mayEndSticky && status.isWritableByOthers();
            if (shared && trusted.stream().noneMatch(path -> path.startsWith(reached))) {
                throw new SharedPathException(
                        status.isForeign()
                                ? reached + " belongs to user " + status.uid()
                                : reached + " can be written by others, as its mode is " + status.permissions());
            }
            return shared;
        }

        private void follow(FileStatus status) throws IOException {
            if (status.isForeign()) {
                throw new SharedPathException(reached + " is a link that belongs to user " + status.uid());
            }
            links++;
            if (links > MOST_LINKS) {
                throw new IOException(reached + " is one of more than " + MOST_LINKS + " links");
            }
            Path target = Files.readSymbolicLink(reached);
            Path base = target.isAbsolute() ? target.getRoot() : reached.getParent();
            for (int i = target.getNameCount() - 1; i >= 0; i--) {
                ahead.push(target.getName(i));
            }
            reached = base;
        }

        private void step() {
            String name = ahead.isEmpty() ? "" : ahead.pop().toString();
            switch (name) {
                case "", "." -> {}
                case ".." -> reached = reached.getParent() == null ? reached : reached.getParent();
                default -> reached = reached.resolve(name);
            }
        }
    }
}

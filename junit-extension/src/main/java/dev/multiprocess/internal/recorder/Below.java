package dev.multiprocess.internal.recorder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Finds out what is below the directory, however it is named: by links, relative, or with dots. */
final class Below {

    private static final int MOST_LINKS = 40;

    private final Path root;

    Below(Path root) throws IOException {
        this.root = root.toRealPath();
    }

    /** The path of what need not exist, relative to the directory, in which it is a name; null if it is elsewhere. */
    String nameOf(Path path) {
        return relative(path, false);
    }

    /** The same for what a path leads to, if its last name is a symbolic link. */
    String targetOf(Path path) {
        return relative(path, true);
    }

    String nameOf(String path) {
        try {
            return nameOf(Path.of(path));
        } catch (InvalidPathException e) {
            // The JDK will refuse it, too.
            return null;
        }
    }

    String targetOf(String path) {
        try {
            return targetOf(Path.of(path));
        } catch (InvalidPathException e) {
            // The JDK will refuse it, too.
            return null;
        }
    }

    /** The same for names relative to a directory that is open. */
    String nameOf(int directory, byte[] name) {
        return nameOf(resolve(directory, name));
    }

    String targetOf(int directory, byte[] name) {
        return targetOf(resolve(directory, name));
    }

    private static String resolve(int directory, byte[] name) {
        String relative = new String(name, StandardCharsets.UTF_8);
        return relative.startsWith("/") || directory < 0
                ? relative
                : Data.ofNumber(directory).concat("/").concat(relative);
    }

    private String relative(Path path, boolean follow) {
        try {
            Path real = parent(path.toAbsolutePath());
            for (int i = 0; follow && i < MOST_LINKS && real != null && Files.isSymbolicLink(real); i++) {
                real = parent(real.resolveSibling(Files.readSymbolicLink(real)));
            }
            return real == null || real.equals(root) ? null : relative(real);
        } catch (IOException e) {
            // A directory of the path does not exist, and the operation will fail.
            return null;
        }
    }

    private String relative(Path real) {
        return real.startsWith(root) ? root.relativize(real).toString() : null;
    }

    /** The path of what is open, which is empty for the directory itself; null if it is elsewhere, or has no name. */
    String nameOfOpen(int number) {
        try {
            Path real = Files.readSymbolicLink(Path.of(Data.ofNumber(number)));
            return Files.exists(real, LinkOption.NOFOLLOW_LINKS) ? relative(real) : null;
        } catch (IOException e) {
            // Closed by another thread; the JDK's own method will say so.
            return null;
        }
    }

    private static Path parent(Path path) throws IOException {
        Path name = path.getFileName();
        if (name == null) {
            return null;
        }
        if (name.toString().equals(".") || name.toString().equals("..")) {
            return path.toRealPath();
        }
        return path.getParent().toRealPath().resolve(name);
    }

    String absolute(String relative) {
        return root.resolve(relative).toString();
    }
}

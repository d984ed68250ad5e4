package dev.multiprocess.internal.record;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Distinguishes directories by their names, the bytes of their files, and which names mean the same file. */
public final class DirectoryDigest {

    private final DataOutputStream out;
    private final Map<Object, String> files = new HashMap<>();

    private DirectoryDigest(MessageDigest digest) {
        out = new DataOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
    }

    /**
     * Reads a directory.
     *
     * @param directory with whatever is in it
     * @param beside texts that count, too
     * @return equal for equal directories with equal texts only
     * @throws IOException if it cannot be read
     */
    public static String of(Path directory, List<String> beside) throws IOException {
        MessageDigest digest = sha256();
        DirectoryDigest each = new DirectoryDigest(digest);
        each.out.writeInt(beside.size());
        for (String text : beside) {
            each.text(text);
        }
        each.add(directory, directory);
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Unlike {@code writeUTF} for any length. */
    private void text(String text) throws IOException {
        out.writeInt(text.length());
        out.writeChars(text);
    }

    private void add(Path root, Path directory) throws IOException {
        List<Path> children;
        try (Stream<Path> all = Files.list(directory)) {
            children = all.sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        out.writeInt(children.size());
        for (Path child : children) {
            text(child.getFileName().toString());
            BasicFileAttributes facts =
                    Files.readAttributes(child, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (facts.isDirectory()) {
                out.writeByte('d');
                add(root, child);
            } else if (facts.isSymbolicLink()) {
                out.writeByte('s');
                text(Files.readSymbolicLink(child).toString());
            } else if (facts.isRegularFile()) {
                addFile(root.relativize(child).toString(), child, facts);
            } else {
                out.writeByte('o');
            }
        }
    }

    private void addFile(String name, Path file, BasicFileAttributes facts) throws IOException {
        String first = facts.fileKey() == null ? null : files.putIfAbsent(facts.fileKey(), name);
        if (first != null) {
            out.writeByte('l');
            text(first);
        } else {
            out.writeByte('f');
            out.writeLong(facts.size());
            Files.copy(file, out);
        }
    }
}

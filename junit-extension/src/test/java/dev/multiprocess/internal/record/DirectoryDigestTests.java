package dev.multiprocess.internal.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Digests are equal where directories are, and only there. */
@DisabledOnOs(OS.WINDOWS)
class DirectoryDigestTests {

    private static final List<String> NAMES = List.of("a", "b", "ab", "d");

    @TempDir
    private Path base;

    private Path one;
    private Path other;

    @BeforeEach
    void makeDirectories() throws IOException {
        one = Files.createDirectory(base.resolve("one"));
        other = Files.createDirectory(base.resolve("other"));
    }

    private static String digest(Path directory, String... beside) throws IOException {
        return DirectoryDigest.of(directory, List.of(beside));
    }

    private void requireDifferent() throws IOException {
        assertThat(digest(one)).isNotEqualTo(digest(other));
    }

    @Test
    void equalDirectories_haveEqualDigestsWhereverAndHoweverTheyWereMade() throws IOException {
        for (String name : List.of("a", "b", "c")) {
            Files.writeString(one.resolve(name), name);
        }
        Files.createDirectories(one.resolve("d/e"));
        Files.createDirectories(other.resolve("d/e"));
        for (String name : List.of("c", "b", "a")) {
            Files.setLastModifiedTime(Files.writeString(other.resolve(name), name), FileTime.fromMillis(0));
        }

        assertThat(digest(one, "p")).isEqualTo(digest(other, "p")).matches("[0-9a-f]{64}");
    }

    @Test
    void name_counts() throws IOException {
        Files.writeString(one.resolve("a"), "text");
        Files.writeString(other.resolve("b"), "text");
        requireDifferent();
    }

    @Test
    void bytes_count() throws IOException {
        Files.writeString(one.resolve("a"), "text");
        Files.writeString(other.resolve("a"), "next");
        requireDifferent();
    }

    @Test
    void bytesThatLookLikeTheNextName_count() throws IOException {
        // What the digest reads between the bytes of two files, but for the size.
        byte[] between = {0, 0, 0, 1, 0, 'b', 'f'};
        Files.write(one.resolve("a"), between);
        Files.createFile(one.resolve("b"));
        Files.createFile(other.resolve("a"));
        Files.write(other.resolve("b"), between);
        requireDifferent();
    }

    @Test
    void fileAndEmptyDirectory_differ() throws IOException {
        Files.createFile(one.resolve("a"));
        Files.createDirectory(other.resolve("a"));
        requireDifferent();
    }

    @Test
    void fileInADirectory_differsFromOneBesideIt() throws IOException {
        Files.createDirectory(one.resolve("a"));
        Files.createFile(one.resolve("a/b"));
        Files.createDirectory(other.resolve("a"));
        Files.createFile(other.resolve("b"));
        requireDifferent();
    }

    @Test
    void secondNameAndCopy_differ() throws IOException {
        Files.writeString(one.resolve("a"), "text");
        Files.createLink(one.resolve("b"), one.resolve("a"));
        Files.writeString(other.resolve("a"), "text");
        Files.writeString(other.resolve("b"), "text");
        requireDifferent();
    }

    @Test
    void groupsOfNames_differ() throws IOException {
        for (Path directory : List.of(one, other)) {
            Files.writeString(directory.resolve("a"), "text");
            Files.writeString(directory.resolve("b"), "text");
        }
        Files.createLink(one.resolve("c"), one.resolve("a"));
        Files.createLink(other.resolve("c"), other.resolve("b"));
        requireDifferent();
    }

    @Test
    void targetOfASymbolicLink_counts() throws IOException {
        Files.createSymbolicLink(one.resolve("a"), Path.of("x"));
        Files.createSymbolicLink(other.resolve("a"), Path.of("y"));
        requireDifferent();
    }

    @Test
    void symbolicLinkAndWhatItPointsTo_differ() throws IOException {
        Files.writeString(one.resolve("a"), "text");
        Files.createSymbolicLink(one.resolve("b"), Path.of("a"));
        Files.writeString(other.resolve("a"), "text");
        Files.writeString(other.resolve("b"), "text");
        requireDifferent();
    }

    @Test
    void symbolicLinkOutOfTheDirectory_isNotFollowed() throws IOException {
        Files.createSymbolicLink(one.resolve("loop"), Path.of("."));
        Files.createSymbolicLink(one.resolve("missing"), Path.of("nowhere"));
        Files.createSymbolicLink(one.resolve("outside"), other);
        String before = digest(one);
        Files.createFile(other.resolve("new"));

        assertThat(digest(one)).isEqualTo(before);
    }

    @Test
    void textsBeside_count() throws IOException {
        List<String> digests = List.of(
                digest(one),
                digest(one, ""),
                digest(one, "", ""),
                digest(one, "a"),
                digest(one, "a", "b"),
                digest(one, "b", "a"),
                digest(one, "ab"),
                digest(one, "ab", ""),
                digest(one, "a\nb"),
                digest(one, "\ud83d"),
                digest(one, "x".repeat(70_000)));

        assertThat(new HashSet<>(digests)).hasSameSizeAs(digests);
        assertThat(digest(one, "a", "b")).isEqualTo(digest(other, "a", "b"));
    }

    @Test
    void textThatLooksLikeAFile_counts() throws IOException {
        for (String name : "bcdefghi".split("")) {
            Files.createFile(one.resolve(name));
            Files.createFile(other.resolve(name));
        }
        // But for the number of texts: nine entries, of which the first is a file "a" of seven bytes, and eight more.
        Files.write(other.resolve("a"), new byte[] {1, 1, 1, 0, 0, 0, 8});

        assertThat(digest(one, "\0\1a\u6600\0\0\0\u0701\u0101")).isNotEqualTo(digest(other));
    }

    @Test
    void missingDirectory_isReported() {
        assertThatThrownBy(() -> digest(base.resolve("missing"))).isInstanceOf(NoSuchFileException.class);
    }

    /** Against a comparison that was written apart, over trees that are changed a little each time. */
    @Test
    void changedTrees_haveEqualDigestsExactlyIfTheyAreEqual() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Map<Map<String, String>, String> digests = new HashMap<>();
        for (int tree = 0; tree < 10; tree++) {
            Path root = Files.createDirectory(base.resolve("tree-" + tree));
            for (int i = 0; i < 40; i++) {
                change(root, random);
                String digest = digest(root);
                assertThat(digests.computeIfAbsent(Snapshot.of(root), none -> digest))
                        .as("seed %s, tree %s, change %s", seed, tree, i)
                        .isEqualTo(digest);
            }
        }
        assertThat(new HashSet<>(digests.values())).as("seed %s", seed).hasSameSizeAs(digests.keySet());
        assertThat(digests).hasSizeGreaterThan(100);
    }

    private static void change(Path root, Random random) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(root)) {
            all = new ArrayList<>(walk.toList());
        }
        List<Path> directories = all.stream()
                .filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                .toList();
        List<Path> files = all.stream()
                .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                .toList();
        Path place = any(directories, random).resolve(any(NAMES, random));
        if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            remove(place);
            return;
        }
        switch (random.nextInt(6)) {
            case 0 -> Files.createDirectory(place);
            case 1 -> Files.createSymbolicLink(place, Path.of(any(NAMES, random)));
            case 2 -> Files.writeString(place, any(NAMES, random).repeat(random.nextInt(3)));
            case 3 -> {
                if (!files.isEmpty()) {
                    Files.createLink(place, any(files, random));
                }
            }
            case 4 -> {
                if (!files.isEmpty()) {
                    Files.move(any(files, random), place);
                }
            }
            default -> {
                if (!files.isEmpty()) {
                    Files.writeString(any(files, random), any(NAMES, random));
                }
            }
        }
    }

    private static <T> T any(List<T> all, Random random) {
        return all.get(random.nextInt(all.size()));
    }

    private static void remove(Path place) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(place)) {
            all = new ArrayList<>(walk.toList());
        }
        for (int i = all.size() - 1; i >= 0; i--) {
            Files.delete(all.get(i));
        }
    }
}

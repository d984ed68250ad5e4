package dev.multiprocess.internal.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A copy of a directory is like it. */
@DisabledOnOs(OS.WINDOWS)
class DirectoryCopyTests {

    @TempDir
    private Path base;

    private Path directory;
    private Path target;

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = Files.createDirectory(base.resolve("directory"));
        target = base.resolve("target");
    }

    private void copy() throws IOException {
        Rebuild.copy(directory, target);
    }

    @Test
    void everythingInIt_isInTheCopy() throws IOException {
        byte[] bytes = new byte[100_000];
        new Random(1).nextBytes(bytes);
        Files.write(directory.resolve("large"), bytes);
        Files.createFile(directory.resolve("empty"));
        Files.createDirectories(directory.resolve("a/b/nothing"));
        Files.writeString(directory.resolve("a/b/deep"), "text");
        Files.writeString(directory.resolve("a name with spaces"), "text");

        copy();

        assertThat(Snapshot.of(target)).hasSize(8).isEqualTo(Snapshot.of(directory));
        assertThat(DirectoryDigest.of(target, List.of())).isEqualTo(DirectoryDigest.of(directory, List.of()));
    }

    @Test
    void emptyDirectory_isCopiedAsOne() throws IOException {
        copy();

        assertThat(target).isEmptyDirectory();
    }

    @Test
    void hardLinks_areHardLinksOfTheCopyOnly() throws IOException {
        Files.createDirectory(directory.resolve("sub"));
        Files.writeString(directory.resolve("a"), "text");
        Files.createLink(directory.resolve("sub/b"), directory.resolve("a"));
        Files.writeString(directory.resolve("equal"), "text");

        copy();
        Files.writeString(target.resolve("a"), "changed");

        assertThat(target.resolve("sub/b")).hasContent("changed");
        assertThat(target.resolve("equal")).hasContent("text");
        assertThat(directory.resolve("a")).hasContent("text");
    }

    @Test
    void symbolicLinks_sayTheSame() throws IOException {
        Files.createDirectory(directory.resolve("sub"));
        Files.createSymbolicLink(directory.resolve("relative"), Path.of("sub"));
        Files.createSymbolicLink(directory.resolve("upwards"), Path.of("../elsewhere"));
        Files.createSymbolicLink(directory.resolve("absolute"), base.resolve("nowhere"));

        copy();

        assertThat(Files.readSymbolicLink(target.resolve("relative"))).isEqualTo(Path.of("sub"));
        assertThat(Files.readSymbolicLink(target.resolve("upwards"))).isEqualTo(Path.of("../elsewhere"));
        assertThat(Files.readSymbolicLink(target.resolve("absolute"))).isEqualTo(base.resolve("nowhere"));
    }

    @Test
    void attributesOfFiles_areCopied() throws IOException {
        Path file = Files.writeString(directory.resolve("a"), "text");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r-x--x--x"));
        FileTime time = FileTime.from(Instant.parse("2001-02-03T04:05:06Z"));
        Files.setLastModifiedTime(file, time);

        copy();

        assertThat(Files.getPosixFilePermissions(target.resolve("a")))
                .isEqualTo(PosixFilePermissions.fromString("r-x--x--x"));
        assertThat(Files.getLastModifiedTime(target.resolve("a"))).isEqualTo(time);
    }

    @Test
    void targetThatExists_isRefused() throws IOException {
        Files.createDirectory(target);

        assertThatThrownBy(this::copy).isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void missingDirectory_isReported() throws IOException {
        Files.delete(directory);

        assertThatThrownBy(this::copy).isInstanceOf(NoSuchFileException.class);
        assertThat(target).doesNotExist();
    }
}

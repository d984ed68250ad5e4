package dev.multiprocess.internal.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "files have no modes there")
class OwnFileTests {

    @TempDir
    private Path base;

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static void write(Path file, String text) throws IOException {
        OwnFile.write(file, text.getBytes());
    }

    @Test
    void file_isTheUsersAloneAndTakesThePlaceOfAnother() throws IOException {
        Path file = Files.writeString(base.resolve("file"), "much longer than what follows");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

        write(file, "password");

        assertThat(file).hasContent("password");
        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(OwnFile.isTrusted(file)).isTrue();
    }

    @Test
    void link_isReplacedAndNotFollowed() throws IOException {
        Path victim = Files.writeString(base.resolve("victim"), "thesis");
        Path link = Files.createSymbolicLink(base.resolve("link"), victim);
        assertThat(OwnFile.isTrusted(link)).isFalse();
        OwnFile.restrict(link);

        write(link, "password");

        assertThat(victim).hasContent("thesis");
        assertThat(Files.isSymbolicLink(link)).isFalse();
    }

    @Test
    void fileThatOthersCanWrite_isNotTrustedUntilItIsRestricted() throws IOException {
        Path file = Files.createFile(base.resolve("file"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--rw-"));
        assertThat(OwnFile.isTrusted(file)).isFalse();
        OwnFile.restrict(file);
        OwnFile.restrict(base.resolve("missing"));
        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(OwnFile.isTrusted(file)).isTrue();
        assertThat(OwnFile.isTrusted(base.resolve("missing"))).isFalse();
        assertThat(OwnFile.isTrusted(base)).isFalse();
    }
}

package dev.multiprocess.internal.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class UserTests {

    @TempDir
    private Path base;

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void user_isWhoseNewFilesAre() throws IOException {
        Path file = Files.createFile(base.resolve("file"));
        assertThat(User.id()).isEqualTo(String.valueOf(Files.getAttribute(file, "unix:uid")));
    }

    @Test
    void status_tellsTheUserOfNewFiles() throws IOException {
        Path status =
                Files.writeString(base.resolve("status"), "Name:\tjava\nUid:\t1\t2\t3\t4294967294\nGid:\t5\t5\t5\t5\n");
        assertThat(User.fromStatus(status)).contains(-2);
        assertThat(User.fromStatus(base.resolve("missing"))).isEmpty();
    }
}

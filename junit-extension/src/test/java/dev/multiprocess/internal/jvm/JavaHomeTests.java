package dev.multiprocess.internal.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.multiprocess.MultiProcessConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaHomeTests {

    @TempDir
    private Path home;

    private JavaHome installed(String release) throws IOException {
        Path java =
                Files.createFile(Files.createDirectories(home.resolve("bin")).resolve("java"));
        assertThat(java.toFile().setExecutable(true)).isTrue();
        if (release != null) {
            Files.writeString(home.resolve("release"), release);
        }
        return JavaHome.of(Optional.of(home));
    }

    @Test
    void noOther_isThatOfThisJvm() {
        JavaHome own = JavaHome.of(Optional.empty());
        assertThat(own.version()).contains(Runtime.version().feature());
        assertThat(own.executable()).isExecutable();
    }

    @Test
    void other_tellsItsRelease() throws IOException {
        assertThat(installed("JAVA_VERSION=\"25.0.3\"\n").version()).contains(25);
    }

    @Test
    void releaseWithoutDots_isRead() throws IOException {
        assertThat(installed("JAVA_VERSION=\"26-ea\"\n").version()).contains(26);
    }

    @Test
    void noRelease_isUnknown() throws IOException {
        JavaHome other = installed(null);
        assertThat(other.version()).isEmpty();
        assertThat(other.knows("-XX:+UseCompactObjectHeaders")).isTrue();
    }

    @Test
    void windows_hasAnotherName() throws IOException {
        installed(null);
        Path windows = Files.createFile(home.resolve("bin").resolve("java.exe"));
        assertThat(new JavaHome(home, Optional.empty()).executable()).isEqualTo(windows);
    }

    @Test
    void tooOld_isRefused() {
        assertThatExceptionOfType(MultiProcessConfigurationException.class)
                .isThrownBy(() -> installed("JAVA_VERSION=\"11.0.2\"\n"))
                .withMessage("javaHome must be Java 17 or later: javaHome=" + home + " is Java 11");
    }

    @Test
    void argumentsOfOtherReleases_areNotKnown() throws IOException {
        JavaHome old = installed("JAVA_VERSION=\"17.0.15\"\n");
        assertThat(old.knows("-ea")).isTrue();
        assertThat(old.knows("--add-opens=java.base/java.lang=ALL-UNNAMED")).isTrue();
        assertThat(old.knows("--sun-misc-unsafe-memory-access=allow")).isFalse();
        assertThat(old.knows("-XX:AOTCache=app.aot")).isFalse();
        JavaHome current = new JavaHome(home, Optional.of(25));
        assertThat(current.knows("--sun-misc-unsafe-memory-access=allow")).isTrue();
        assertThat(current.knows("-Djava.security.manager=allow")).isFalse();
        assertThat(current.knows("-XX:+ZGenerational")).isFalse();
    }
}

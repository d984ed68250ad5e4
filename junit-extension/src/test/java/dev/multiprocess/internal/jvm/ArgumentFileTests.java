package dev.multiprocess.internal.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How arguments are quoted; that the launcher reads them so is in {@code ProcessOptionsTests}. */
class ArgumentFileTests {

    @TempDir
    Path directory;

    @Test
    void everyArgument_isQuotedOnALineOfItsOwn() throws Exception {
        Path file = directory.resolve("child.args");
        ArgumentFile.write(file, List.of("-cp", "/with space/a.jar:/b", "C:\\x", "say \"hi\"", "a\nb\tc\r", "#", ""));
        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "\"-cp\"",
                        "\"/with space/a.jar:/b\"",
                        "\"C:\\\\x\"",
                        "\"say \\\"hi\\\"\"",
                        "\"a\\nb\\tc\\r\"",
                        "\"#\"",
                        "\"\"");
    }
}

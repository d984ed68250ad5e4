package dev.multiprocess.internal.serial;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class GuideTests {

    private static final Path PAGE = Path.of("..", "docs", "guide", "serialization.md");
    private static final String BEGIN = "<!-- supported types: begin -->\n";
    private static final String END = "<!-- supported types: end -->";

    @Test
    void tableOfSupportedTypes_equalsTheCatalogue() throws IOException {
        String page = Files.readString(PAGE).replace("\r\n", "\n");

        String table = page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END));

        assertThat(table)
                .as("the table in %s; it must be what SupportedTypes.table() returns", PAGE)
                .isEqualTo(SupportedTypes.table());
    }
}

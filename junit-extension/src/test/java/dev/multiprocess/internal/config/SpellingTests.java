package dev.multiprocess.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTests {

    private static final List<String> KNOWN = List.of("timeout", "startTimeout", "outputDirectory", "debug");

    @ParameterizedTest
    @CsvSource({
        "tiemout, timeout",
        "timeOut, timeout",
        "timeouts, timeout",
        "timout, timeout",
        "starttimeout, startTimeout",
        "outputDir, outputDirectory",
        "debgu, debug",
        "out, ",
        "deb, debug",
        "elements, ",
        "'', ",
    })
    void nearestWord_isTheOneMeant(String word, String meant) {
        assertThat(Spelling.nearest(word, KNOWN)).isEqualTo(Optional.ofNullable(meant));
    }

    @ParameterizedTest
    @CsvSource({"kitten, sitting, 3", "'', abc, 3", "abc, '', 3", "abc, abc, 0", "ab, ba, 2"})
    void changes_areCounted(String from, String to, int changes) {
        assertThat(Spelling.changes(from, to)).isEqualTo(changes);
    }
}

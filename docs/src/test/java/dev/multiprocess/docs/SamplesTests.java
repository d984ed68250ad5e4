package dev.multiprocess.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of the comparison says of the samples what is in them. */
class SamplesTests {

    private static final Path PAGE = Path.of("guide", "comparison.md");
    private static final Path SAMPLES = Path.of("..", "it", "samples", "src");

    /** File and sentence, or file and number of lines. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| \\[.+?]\\(\\.\\./(\\S+?\\.java)\\) \\| (.+?) \\|$");

    /** The first sentence of a class's Javadoc, on one line. */
    private static final Pattern SENTENCE = Pattern.compile("(?m)^/\\*\\* (.+?\\.)( .*)? \\*/\nclass ");

    @Test
    void everySample_isOnThePageWithItsSentence() throws IOException {
        List<String> samples;
        try (Stream<Path> files = Files.walk(SAMPLES)) {
            samples = files.filter(file -> file.toString().endsWith("SampleTests.java"))
                    .map(file -> file + ": " + sentence(file))
                    .toList();
        }
        assertThat(rows().filter(row -> !isNumber(row)).map(row -> row.group(1) + ": " + row.group(2)))
                .hasSize(8)
                .containsExactlyInAnyOrderElementsOf(samples);
    }

    @Test
    void everySample_isShorterThan80Lines() {
        assertThat(rows().filter(row -> !isNumber(row)).map(row -> Path.of(row.group(1))))
                .hasSize(8)
                .allSatisfy(file -> assertThat(Files.readAllLines(file)).hasSizeLessThan(80));
    }

    @Test
    void twoFormsOfASample_haveAsManyLinesAsThePageSays() {
        assertThat(rows().filter(SamplesTests::isNumber))
                .hasSize(2)
                .allSatisfy(row ->
                        assertThat(Files.readAllLines(Path.of(row.group(1)))).hasSize(Integer.parseInt(row.group(2))));
    }

    private static Stream<MatchResult> rows() {
        return ROW.matcher(new Page(PAGE).text()).results();
    }

    private static boolean isNumber(MatchResult row) {
        return row.group(2).matches("\\d+");
    }

    private static String sentence(Path file) {
        return SENTENCE.matcher(new Page(file).text())
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElse("no Javadoc of one line");
    }
}

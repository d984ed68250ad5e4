package dev.multiprocess.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page of results shows what a run wrote. */
class BenchmarkResultsTests {

    private static final Path PAGE = Path.of("benchmark-results.md");
    private static final Path FIGURES = Path.of("benchmarks-queue.json");

    /** As the benchmarks write them, one object on a line. */
    private static final Pattern FIGURE = Pattern.compile("\"benchmark\": \"(.+?)\", \"subject\": \"(.+?)\","
            + " \"unit\": \"(.+?)\", \"median\": (.+?), \"min\": (.+?), \"max\": (.+?),");

    /** The same in the table, whose last column the file does not have. */
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| (queue\\..+?) \\| (.+?) \\| (.+?) \\| (.+?) \\| (.+?)\\.\\.(.+?) \\|");

    @Test
    void tableOfQueues_hasTheFiguresOfTheFile() throws IOException {
        List<MatchResult> figures = all(FIGURE, Files.readString(FIGURES));
        List<MatchResult> rows = all(ROW, new Page(PAGE).text());

        assertThat(names(rows)).isNotEmpty().isEqualTo(names(figures));
        for (int i = 0; i < rows.size(); i++) {
            for (int column = 4; column <= 6; column++) {
                double shown = number(rows.get(i), column);
                // Rounded once for the file and once for the table, to one place or none.
                assertThat(shown)
                        .as("%s, column %s", rows.get(i).group(), column)
                        .isCloseTo(number(figures.get(i), column), within(shown < 1000 ? 0.051 : 0.501));
            }
        }
    }

    private static List<MatchResult> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().toList();
    }

    private static List<List<String>> names(List<MatchResult> figures) {
        return figures.stream()
                .map(figure -> List.of(figure.group(1), figure.group(2), figure.group(3)))
                .toList();
    }

    private static double number(MatchResult figure, int column) {
        return Double.parseDouble(figure.group(column).replace(",", ""));
    }
}

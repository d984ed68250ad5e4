package dev.multiprocess.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages' prose and the comments of main code have in common. */
class TextTests {

    private static final Pattern TWO_SENTENCES = Pattern.compile("(?m)^(?![|0-9]).*[a-z)`]\\. [A-Z].*$");
    private static final Pattern EXCLAMATION = Pattern.compile("(?m)^(?!<!--).*(?<!\\[)!(?![=\\[-]).*$");

    /** Phrases that are not idiomatic, and what to write instead. */
    private static final Pattern UNIDIOMATIC = Pattern.compile(String.join(
            "|",
            "\\b(the|its|their) begin\\b", // start, beginning
            "\\bbehind\\b", // after
            "\\b[Tt]ells\\b", // returns, says, shows
            "\\btold (as|of|in)\\b", // reported as
            "\\bbelongs? into\\b", // belongs in
            "\\bat last\\b", // finally
            "\\b([Ww]hoever|[Ss]omebody|[Nn]obody|[Ee]verybody|[Aa]nybody)\\b", // the process that, no process
            "\\bwho (puts?|takes?|reads?|writes?|waits?)\\b", // which
            "\\b(go|goes|going|went) on\\b", // continue, resume
            "\\bas ever\\b", // still, as before
            "\\bhands? (on|over)\\b")); // pass on

    /** Words of the code, and quoted messages. */
    private static final Pattern CODE = Pattern.compile("`[^`]*`|\\{@[^}]*}");

    private static final Pattern COMMENT = Pattern.compile("^\\s*(/\\*\\*|\\*|//).*");

    static List<Page> pages() {
        return Page.all();
    }

    static List<Path> sources() throws IOException {
        Path library = Path.of("..", "junit-extension", "src", "main", "java", "dev", "multiprocess");
        Path plugin = Path.of("..", "plugin", "src", "main", "java", "dev", "multiprocess", "maven");
        try (Stream<Path> ofLibrary = Files.walk(library);
                Stream<Path> ofPlugin = Files.walk(plugin)) {
            return Stream.concat(ofLibrary, ofPlugin)
                    .filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void sentence_hasALineOfItsOwn(Page page) {
        assertThat(TWO_SENTENCES.matcher(page.prose()).results().map(line -> line.group()))
                .filteredOn(line -> !line.startsWith("- ") && !line.startsWith("* "))
                .as("lines of %s with several sentences", page)
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void sentence_endsWithoutAnExclamationMark(Page page) {
        assertThat(EXCLAMATION.matcher(page.prose()).results().map(line -> line.group()))
                .as("lines of %s with an exclamation mark", page)
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void phraseOfAPage_isIdiomatic(Page page) {
        assertThat(unidiomatic(page.prose().lines()))
                .as("lines of %s with a phrase of %s", page, UNIDIOMATIC)
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("sources")
    void phraseOfAComment_isIdiomatic(Path source) {
        assertThat(unidiomatic(lines(source).filter(COMMENT.asMatchPredicate())))
                .as("comments of %s with a phrase of %s", source, UNIDIOMATIC)
                .isEmpty();
    }

    private static List<String> unidiomatic(Stream<String> lines) {
        return lines.filter(line ->
                        UNIDIOMATIC.matcher(CODE.matcher(line).replaceAll("")).find())
                .toList();
    }

    private static Stream<String> lines(Path source) {
        try {
            return Files.readAllLines(source).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

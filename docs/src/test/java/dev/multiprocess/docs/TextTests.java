package dev.multiprocess.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages' prose has in common. */
class TextTests {

    private static final Pattern TWO_SENTENCES = Pattern.compile("(?m)^(?![|0-9]).*[a-z)`]\\. [A-Z].*$");
    private static final Pattern EXCLAMATION = Pattern.compile("(?m)^(?!<!--).*(?<!\\[)!(?![=\\[-]).*$");

    static List<Page> pages() {
        return Page.all();
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
}

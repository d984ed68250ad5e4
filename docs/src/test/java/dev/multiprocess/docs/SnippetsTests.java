package dev.multiprocess.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.multiprocess.docs.Page.Block;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SnippetsTests {

    private static final Set<String> SOURCE_LANGUAGES = Set.of("java", "kotlin", "properties", "xml");

    @TestFactory
    Stream<DynamicTest> markedBlock_equalsItsSource() {
        return blocks().stream()
                .filter(block -> !block.markedAs("snippet").isEmpty())
                .map(block -> dynamicTest(block.toString(), () -> {
                    Source source = Source.of(block.markedAs("snippet"));
                    Checked.block(block, source.text(), source.toString());
                }));
    }

    @Test
    void codeBlockWithoutSource_isNotThere() {
        assertThat(blocks())
                .filteredOn(block -> SOURCE_LANGUAGES.contains(block.language()))
                .filteredOn(block -> block.markedAs("snippet").isEmpty())
                .as("blocks of these languages need a line <!-- snippet: file#name --> before them")
                .isEmpty();
    }

    @Test
    void anyBlock_saysWhatLanguageItIs() {
        assertThat(blocks())
                .filteredOn(block -> block.language().isEmpty())
                .as("blocks without a language: text is one too")
                .isEmpty();
    }

    private static List<Block> blocks() {
        return Page.all().stream().flatMap(page -> page.blocks().stream()).toList();
    }
}

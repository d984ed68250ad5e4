package dev.multiprocess.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.docs.Page.Block;

/** Holds a block to what it must be, or writes it anew if the build was started with {@code -Ddocs.update=true}. */
final class Checked {

    private static final String HINT =
            "%s differs from its source, %s.\nChange the source, then write the pages anew: mvn -B -q verify -Ddocs.update=true";

    private Checked() {}

    static void block(Block block, String expected, String source) {
        if (Boolean.getBoolean("docs.update") && !block.text().equals(expected)) {
            block.page().replace(block, expected);
        } else {
            assertThat(block.text()).as(HINT, block, source).isEqualTo(expected);
        }
    }
}

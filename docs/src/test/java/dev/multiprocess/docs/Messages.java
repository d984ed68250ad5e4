package dev.multiprocess.docs;

import dev.multiprocess.docs.Page.Block;
import java.util.List;

/** What a test in another package needs to check a message on a page. */
public final class Messages {

    private Messages() {}

    /**
     * Holds the message on a page to what a situation printed.
     *
     * @param name of the situation
     * @param printed what it printed
     */
    public static void check(String name, String printed) {
        String expected = Situation.normalized(printed);
        List<Block> blocks = Page.all().stream()
                .flatMap(page -> page.blocks().stream())
                .filter(block -> block.markedAs("output").equals(name))
                .toList();
        blocks.forEach(block -> Checked.block(block, expected, "the situation '" + name + "'"));
    }
}

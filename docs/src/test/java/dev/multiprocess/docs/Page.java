package dev.multiprocess.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A page of the documentation: its text and its fenced blocks.
 *
 * @param file the page, relative to the module
 */
record Page(Path file) {

    private static final String FENCE = "```";

    /** All pages: the Markdown files at the root, and every one below {@code docs}. */
    static List<Page> all() {
        try (Stream<Path> files = Files.walk(Path.of("."))) {
            List<Page> pages = new ArrayList<>(
                    List.of(new Page(Path.of("..", "README.md")), new Page(Path.of("..", "SECURITY.md"))));
            files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !file.startsWith(Path.of(".", "target")))
                    .sorted()
                    .map(Page::new)
                    .forEach(pages::add);
            return pages;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A fenced block.
     *
     * @param page where it is
     * @param line the line of its fence, from 1
     * @param language what stands behind the fence; empty for none
     * @param marker the HTML comment on the line before, without its ends; empty for none
     * @param text between the fences, each line with its end
     */
    record Block(Page page, int line, String language, String marker, String text) {

        /** What the marker says behind its first word, as in {@code output: name}. */
        String markedAs(String kind) {
            return marker.startsWith(kind + ": ") ? marker.substring(kind.length() + 2) : "";
        }

        @Override
        public String toString() {
            return page + ", line " + line + (marker.isEmpty() ? "" : " (" + marker + ")");
        }
    }

    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        List<String> lines = lines();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(FENCE)) {
                int start = i;
                StringBuilder text = new StringBuilder();
                for (i++; !lines.get(i).equals(FENCE); i++) {
                    text.append(lines.get(i)).append('\n');
                }
                String marker = start == 0 ? "" : comment(lines.get(start - 1));
                String language = lines.get(start).substring(FENCE.length());
                blocks.add(new Block(this, start + 1, language, marker, text.toString()));
            }
        }
        return blocks;
    }

    /** The text without its fenced blocks, so that nothing in them is taken for Markdown. */
    String prose() {
        StringBuilder prose = new StringBuilder();
        boolean fenced = false;
        for (String line : lines()) {
            if (line.startsWith(FENCE)) {
                fenced = !fenced;
            } else if (!fenced) {
                prose.append(line).append('\n');
            }
        }
        return prose.toString();
    }

    /** Writes a block anew. */
    void replace(Block block, String text) {
        String header = "<!-- " + block.marker() + " -->\n" + FENCE + block.language() + "\n";
        String page = text();
        int start = page.indexOf(header) + header.length();
        String changed = page.substring(0, start)
                + text
                + page.substring(start + block.text().length());
        try {
            Files.writeString(file, changed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String comment(String line) {
        return line.startsWith("<!-- ") && line.endsWith(" -->") ? line.substring(5, line.length() - 4) : "";
    }

    private List<String> lines() {
        return text().lines().toList();
    }

    String text() {
        try {
            return Files.readString(file).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return file.normalize().toString();
    }
}

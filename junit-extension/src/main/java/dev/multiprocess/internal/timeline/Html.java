package dev.multiprocess.internal.timeline;

import java.nio.charset.StandardCharsets;

/** Texts of a page. */
final class Html {

    private Html() {}

    /** A text that may stand between tags, or in quotes in a tag. */
    static String text(String text) {
        StringBuilder html = new StringBuilder();
        text.codePoints().forEach(character -> {
            switch (character) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                default -> html.appendCodePoint(isShown(character) ? character : '\ufffd');
            }
        });
        return html.toString();
    }

    /** Control characters have no form in a page, and half a letter has none in UTF-8. */
    private static boolean isShown(int character) {
        return character == '\n'
                || character == '\t'
                || !Character.isISOControl(character) && Character.getType(character) != Character.SURROGATE;
    }

    /** The end of a cell of a table, and the next one without its end. */
    static String cell(String html) {
        return "</td><td>" + html;
    }

    /** A link to a file beside the page, or below its directory. */
    static String link(String path) {
        return link(path, path);
    }

    static String link(String path, String words) {
        return "<a href=\"" + text(encoded(path)) + "\">" + text(words) + "</a>";
    }

    /** As a relative reference of RFC 3986. */
    private static String encoded(String path) {
        StringBuilder reference = new StringBuilder();
        for (byte each : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (each & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || "-._~/".indexOf(c) >= 0)) {
                reference.append(c);
            } else {
                reference.append(String.format("%%%02X", (int) c));
            }
        }
        return "./" + reference;
    }
}

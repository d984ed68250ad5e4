package dev.multiprocess.internal.timeline;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What pages are made from, on the class path. */
final class Resources {

    /** Where a part of a page belongs. */
    private static final Pattern PART = Pattern.compile("@(\\w+)@");

    private Resources() {}

    /** Fills a page, in one pass: what a test has written may look like the name of a part. */
    static String page(String name, Map<String, String> parts) {
        return PART.matcher(text(name)).replaceAll(part -> Matcher.quoteReplacement(parts.get(part.group(1))));
    }

    static String text(String name) {
        try (InputStream from = Resources.class.getResourceAsStream(name)) {
            return new String(from.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("a page cannot be made, since the class path cannot be read: " + name, e);
        }
    }
}

package dev.multiprocess.internal.timeline;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** What pages are made from, on the class path. */
final class Resources {

    /** Where a part of a page belongs. */
    static final Pattern PART = Pattern.compile("@(\\w+)@");

    private Resources() {}

    static String text(String name) {
        try (InputStream from = Resources.class.getResourceAsStream(name)) {
            return new String(from.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("a page cannot be made, since the class path cannot be read: " + name, e);
        }
    }
}

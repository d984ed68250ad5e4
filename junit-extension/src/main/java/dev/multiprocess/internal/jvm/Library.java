package dev.multiprocess.internal.jvm;

import com.esotericsoftware.kryo.kryo5.Kryo;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;

/** Where this library and its serializer come from. */
public final class Library {

    private Library() {}

    /** Class path entries, absolute; no other entry has classes of these packages, so they may come first. */
    public static List<String> entries() {
        return List.of(locationOf(Library.class), locationOf(Kryo.class));
    }

    private static String locationOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toAbsolutePath()
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the place of " + type + " has no path", e);
        }
    }
}

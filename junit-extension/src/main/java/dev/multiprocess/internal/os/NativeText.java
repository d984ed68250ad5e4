package dev.multiprocess.internal.os;

import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Optional;

/**
 * Texts that leave this JVM for the operating system, in paths and in the words and environments of commands: their
 * encoding, and whether it can express them. In the POSIX locale, that of many containers, paths are ASCII.
 */
public final class NativeText {

    /**
     * The first release of Java that writes commands as it writes paths; before it is the default charset that counts.
     */
    private static final int FIRST_WITHOUT_DEFAULT = 18;

    private static final Charset PATHS = ofProperty("sun.jnu.encoding");
    private static final Charset LOCALE = ofProperty("native.encoding");
    private static final Charset COMMANDS =
            Runtime.version().feature() < FIRST_WITHOUT_DEFAULT ? Charset.defaultCharset() : PATHS;

    private NativeText() {}

    private static Charset ofProperty(String key) {
        // Some systems give names that the JDK itself does not know.
        return charset(System.getProperty(key, ""), Charset.defaultCharset());
    }

    /** A charset by a name that may be invalid. */
    public static Charset charset(String name, Charset otherwise) {
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException e) {
            return otherwise;
        }
    }

    /** The encoding of this machine's locale, in which a new JVM reads its arguments. */
    public static Charset locale() {
        return LOCALE;
    }

    /** Whether a JVM that is started here reads a text among its arguments as it is. */
    public static boolean isArgument(String text) {
        return isExact(text, LOCALE);
    }

    /** Whether a path with a text in it can be made, and named in a command. */
    public static boolean isAlikeInPathsAndCommands(String text) {
        return isExact(text, PATHS) && Arrays.equals(text.getBytes(PATHS), text.getBytes(COMMANDS));
    }

    /** A word of a command that means a path; empty if there is none. */
    public static Optional<String> wordOfPath(String path) {
        return word(path, PATHS, COMMANDS);
    }

    /**
     * Returns the encoding in which a Java reads its environment.
     *
     * @param release of that Java; 0 if it is not known
     * @param defaultCharset its default charset
     */
    public static Charset environmentOf(int release, Charset defaultCharset) {
        return release > 0 && release < FIRST_WITHOUT_DEFAULT ? defaultCharset : PATHS;
    }

    /** What must be set in the environment of a Java, so that it reads a text; empty if there is no such thing. */
    public static Optional<String> wordFor(int release, Charset defaultCharset, String text) {
        return word(text, environmentOf(release, defaultCharset), COMMANDS);
    }

    /** What must be written in one encoding, to be read as a text in another. */
    static Optional<String> word(String text, Charset read, Charset written) {
        byte[] bytes = text.getBytes(read);
        String word = new String(bytes, written);
        return isExact(text, read) && Arrays.equals(word.getBytes(written), bytes)
                ? Optional.of(word)
                : Optional.empty();
    }

    private static boolean isExact(String text, Charset charset) {
        return charset.newEncoder().canEncode(text);
    }
}

package dev.multiprocess;

import java.io.File;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What values of {@link ProcessOptions} must be like, so that a bad one is refused where it is given. */
final class OptionRules {

    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]*)([kKmMgG]?)");
    private static final String UNITS = "kmg";

    /** The least that a JVM accepts. */
    private static final long SMALLEST_HEAP = 2L << 20;

    private static final long LARGEST_HEAP = 1L << 44;

    /** No clock of a JVM counts further. */
    private static final Duration LONGEST_LIMIT = Duration.ofNanos(Long.MAX_VALUE);

    private OptionRules() {}

    static <T> T notNull(String option, T value) {
        return Objects.requireNonNull(value, option + " must not be null");
    }

    /** A text that an operating system can hand to a process. */
    static String text(String option, String value) {
        require(notNull(option, value).indexOf('\0') < 0, option, "must not contain the character 0", value);
        return value;
    }

    /** The name of a property or variable, which is separated from its value by {@code =}. */
    static String key(String option, String key) {
        text(option, key);
        require(!key.isEmpty() && key.indexOf('=') < 0, option, "must have a name, without '='", key);
        return key;
    }

    /** Arguments of a JVM; a later one may be the value of an option of two words. */
    static List<String> arguments(String option, boolean first, String... arguments) {
        for (String argument : notNull(option, arguments)) {
            text(option, argument);
        }
        if (first && arguments.length > 0) {
            require(
                    arguments[0].length() > 1 && "-@".indexOf(arguments[0].charAt(0)) >= 0,
                    option,
                    "must begin with an option of the JVM, as in -Xmx64m",
                    arguments[0]);
        }
        return List.of(arguments);
    }

    static String heap(String option, String size) {
        Matcher matcher = SIZE.matcher(notNull(option, size));
        require(matcher.matches(), option, "must be a number and k, m or g, as in 64m", size);
        long bytes = bytes(matcher.group(1), UNITS.indexOf(matcher.group(2).toLowerCase(Locale.ROOT)));
        require(bytes >= SMALLEST_HEAP && bytes <= LARGEST_HEAP, option, "must be between 2m and 16384g", size);
        return size;
    }

    private static long bytes(String number, int unit) {
        try {
            return Math.multiplyExact(Long.parseLong(number), 1L << 10 * (unit + 1));
        } catch (NumberFormatException | ArithmeticException tooLarge) {
            return Long.MAX_VALUE; // no long holds it: above every bound
        }
    }

    /** A path that other processes can be given. */
    static Path path(String option, Path path) {
        require(
                notNull(option, path).getFileSystem() == FileSystems.getDefault(),
                option,
                "must be a path of the operating system's own file system",
                path);
        return path;
    }

    static Path classPathEntry(String option, Path entry) {
        require(
                !path(option, entry).toString().contains(File.pathSeparator),
                option,
                "must not contain '" + File.pathSeparator + "'",
                entry);
        return entry;
    }

    /** More than zero; empty for one that never passes. */
    static Optional<Duration> limit(String option, Duration limit) {
        notNull(option, limit);
        require(!limit.isNegative() && !limit.isZero(), option, "must be more than zero", limit);
        return Optional.of(limit).filter(value -> value.compareTo(LONGEST_LIMIT) < 0);
    }

    private static void require(boolean condition, String option, String rule, Object value) {
        if (!condition) {
            throw new MultiProcessConfigurationException(option + " " + rule + ": " + option + "=" + value);
        }
    }
}

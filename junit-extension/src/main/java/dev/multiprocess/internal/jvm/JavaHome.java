package dev.multiprocess.internal.jvm;

import dev.multiprocess.MultiProcessConfigurationException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Java installation that runs children.
 *
 * @param path absolute
 * @param version its feature release, as in 25; empty if the installation does not say
 */
record JavaHome(Path path, Optional<Integer> version) {

    /** What our classes are compiled for. */
    private static final int OLDEST = 17;

    private static final Pattern FEATURE = Pattern.compile("\"?(\\d+)\\b.*");

    /** Arguments that only some releases know, and others refuse to start with. */
    private static final List<Known> KNOWN = List.of(
            new Known("--finalization", 18, Integer.MAX_VALUE),
            new Known("-XX:+AutoCreateSharedArchive", 19, Integer.MAX_VALUE),
            new Known("-XX:+ZGenerational", 21, 23),
            new Known("-XX:-ZGenerational", 21, 23),
            new Known("--sun-misc-unsafe-memory-access", 23, Integer.MAX_VALUE),
            new Known("--illegal-native-access", 24, Integer.MAX_VALUE),
            new Known("-XX:+UseCompactObjectHeaders", 24, Integer.MAX_VALUE),
            new Known("-XX:-UseCompactObjectHeaders", 24, Integer.MAX_VALUE),
            new Known("-XX:AOT", 24, Integer.MAX_VALUE),
            new Known("-Djava.security.manager", 0, 23));

    /** What an argument begins with, and the first and last release that know it. */
    private record Known(String argument, int first, int last) {}

    /** The one that runs this JVM, unless there is another one. */
    static JavaHome of(Optional<Path> other) {
        return other.map(JavaHome::existing)
                .orElseGet(() -> new JavaHome(
                        Path.of(System.getProperty("java.home")),
                        Optional.of(Runtime.version().feature())));
    }

    private static JavaHome existing(Path other) {
        JavaHome home = new JavaHome(other.toAbsolutePath(), version(other));
        if (!Files.isExecutable(home.executable())) {
            throw new MultiProcessConfigurationException(
                    "javaHome must be the directory of a Java installation, with bin/java in it: javaHome=" + other);
        }
        home.version().filter(version -> version < OLDEST).ifPresent(version -> {
            throw new MultiProcessConfigurationException(
                    "javaHome must be Java " + OLDEST + " or later: javaHome=" + other + " is Java " + version);
        });
        return home;
    }

    private static Optional<Integer> version(Path home) {
        Properties release = new Properties();
        try (Reader reader = Files.newBufferedReader(home.resolve("release"))) {
            release.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty(); // then the installation has to say itself what it does not know
        }
        Matcher version = FEATURE.matcher(release.getProperty("JAVA_VERSION", ""));
        return version.matches() ? Optional.of(Integer.parseInt(version.group(1))) : Optional.empty();
    }

    Path executable() {
        return executable(path);
    }

    static Path executable(Path home) {
        Path bin = home.resolve("bin");
        Path windows = bin.resolve("java.exe");
        return Files.exists(windows) ? windows : bin.resolve("java");
    }

    /** Whether an argument of the test JVM means anything here, as far as that is known. */
    boolean knows(String argument) {
        return version.isEmpty()
                || KNOWN.stream()
                        .filter(known -> argument.startsWith(known.argument()))
                        .allMatch(known -> known.first() <= version.get() && version.get() <= known.last());
    }
}

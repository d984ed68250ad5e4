package dev.multiprocess.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** A second Java installation of another release, for tests that need one and are skipped without. */
public final class OtherJava {

    private OtherJava() {}

    /** The one that the environment variable OTHER_JAVA_HOME names, or one beside that of this JVM. */
    public static Optional<Path> find() {
        String named = System.getenv("OTHER_JAVA_HOME");
        if (named != null) {
            return Optional.of(Path.of(named));
        }
        Path installations =
                Path.of(System.getProperty("java.home")).toAbsolutePath().getParent();
        try (Stream<Path> all = Files.list(installations)) {
            return all.filter(OtherJava::isOther).findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOther(Path home) {
        return Files.isExecutable(home.resolve("bin").resolve("java"))
                && release(home)
                        .filter(release ->
                                release >= 17 && release != Runtime.version().feature())
                        .isPresent();
    }

    /** The feature release of an installation, as it says. */
    public static Optional<Integer> release(Path home) {
        try (Stream<String> lines = Files.lines(home.resolve("release"))) {
            return lines.filter(line -> line.startsWith("JAVA_VERSION="))
                    .map(line -> Integer.parseInt(line.replaceAll("JAVA_VERSION=\"(\\d+).*", "$1")))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}

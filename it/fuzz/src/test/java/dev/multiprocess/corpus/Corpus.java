package dev.multiprocess.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The inputs that a fuzz test begins with, as files beside it: each is run as an ordinary test, too.
 *
 * <p>Those called {@code seed-} are what our own code writes; {@code -Dfuzz.update=true} writes them anew. All others
 * are inputs that once did harm.
 */
public final class Corpus {

    private static final Path RESOURCES = Path.of("src", "test", "resources");

    private Corpus() {}

    /**
     * Compares the seeds with what the code writes now.
     *
     * @param test the class of the fuzz test
     * @param method its name
     * @param seeds by name
     */
    public static void check(Class<?> test, String method, Map<String, byte[]> seeds) throws IOException {
        Path folder = RESOURCES
                .resolve(test.getPackageName().replace('.', '/'))
                .resolve(test.getSimpleName() + "Inputs")
                .resolve(method);
        for (Map.Entry<String, byte[]> seed : seeds.entrySet()) {
            Path file = folder.resolve("seed-" + seed.getKey());
            if (Boolean.getBoolean("fuzz.update")) {
                Files.createDirectories(folder);
                Files.write(file, seed.getValue());
            }
            assertThat(file).as("run with -Dfuzz.update=true").hasBinaryContent(seed.getValue());
        }
    }
}

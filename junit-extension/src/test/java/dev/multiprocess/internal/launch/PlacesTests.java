package dev.multiprocess.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PlacesTests {

    @TempDir
    private Path directory;

    @Test
    void places_areTakenAllOrNone() {
        Places places = new Places(directory.resolve("places"));
        List<Places.Place> two = places.take(2, 3).orElseThrow();
        assertThat(places.take(2, 3)).isEmpty();
        List<Places.Place> one = places.take(1, 3).orElseThrow();
        assertThat(places.take(1, 3)).isEmpty();
        two.get(0).giveBack();
        two.get(0).giveBack();
        List<Places.Place> again = places.take(1, 3).orElseThrow();
        assertThat(places.take(1, 3)).isEmpty();
        one.get(0).giveBack();
        two.get(1).giveBack();
        List<Places.Place> last = places.take(2, 3).orElseThrow();
        again.forEach(Places.Place::giveBack);
        last.forEach(Places.Place::giveBack);
    }

    @Test
    void placeOfAnotherJvm_isNotTakenUntilThatDies() throws Exception {
        Places places = new Places(directory);
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        directory.resolve("0").toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("locked");
            assertThat(places.take(1, 1)).isEmpty();
            places.take(1, 2).orElseThrow().get(0).giveBack();
        } finally {
            other.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
        }
        places.take(1, 1).orElseThrow().get(0).giveBack();
    }

    /** Another test JVM, with a child that lives as long as nobody kills it. */
    static final class Holder {

        public static void main(String[] args) throws IOException {
            try (FileChannel file =
                    FileChannel.open(Path.of(args[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                file.lock();
                System.out.println("locked");
                System.in.read();
            }
        }
    }

    @Test
    void directoryCannotBeMade_childrenAreNotCounted() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        Places places = new Places(file.resolve("places"));
        assertThat(places.take(1, 1)).contains(List.of());
        assertThat(places.take(5, 1)).contains(List.of());
    }
}

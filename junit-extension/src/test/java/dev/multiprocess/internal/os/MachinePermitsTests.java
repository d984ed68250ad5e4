package dev.multiprocess.internal.os;

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
class MachinePermitsTests {

    @TempDir
    private Path directory;

    @Test
    void places_areTakenAllOrNone() {
        MachinePermits places = new MachinePermits(directory.resolve("places"));
        List<MachinePermits.Permit> two = places.take(2, 3).orElseThrow();
        assertThat(places.take(2, 3)).isEmpty();
        List<MachinePermits.Permit> one = places.take(1, 3).orElseThrow();
        assertThat(places.take(1, 3)).isEmpty();
        two.get(0).giveBack();
        two.get(0).giveBack();
        List<MachinePermits.Permit> again = places.take(1, 3).orElseThrow();
        assertThat(places.take(1, 3)).isEmpty();
        one.get(0).giveBack();
        two.get(1).giveBack();
        List<MachinePermits.Permit> last = places.take(2, 3).orElseThrow();
        again.forEach(MachinePermits.Permit::giveBack);
        last.forEach(MachinePermits.Permit::giveBack);
    }

    @Test
    void placeOfAnotherJvm_isNotTakenUntilThatDies() throws Exception {
        MachinePermits places = new MachinePermits(directory);
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
        MachinePermits places = new MachinePermits(file.resolve("places"));
        assertThat(places.take(1, 1)).contains(List.of());
        assertThat(places.take(5, 1)).contains(List.of());
    }
}

package dev.multiprocess.internal.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.ProcessOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathTests {

    private static final Path LIBRARY = Path.of(Library.entries().get(0));
    private static final Path KRYO = Path.of(Library.entries().get(1));

    @TempDir
    private Path directory;

    private static List<Path> ofChildWith(Path... entries) {
        return ClassPath.ofChild(
                        ClassPathTests.class.getClassLoader(),
                        ProcessOptions.defaults().classPath(entries))
                .stream()
                .map(Path::of)
                .toList();
    }

    private Path jar(String name) throws Exception {
        return Files.createFile(directory.resolve(name));
    }

    private Path classes(String name) throws Exception {
        return Files.createDirectory(directory.resolve(name));
    }

    @Test
    void libraryIsBehindOtherJars_isPutBeforeThem_andBehindLeadingDirectories() throws Exception {
        Path tests = classes("test-classes");
        Path tested = classes("classes");
        Path first = jar("first.jar");
        Path late = classes("late");
        Path last = jar("last.jar");
        assertThat(ofChildWith(tests, tested, first, LIBRARY, late, KRYO, last))
                .containsExactly(tests, tested, LIBRARY, KRYO, first, late, last);
    }

    @Test
    void libraryIsLeftOut_isThereNevertheless() throws Exception {
        Path only = jar("only.jar");
        assertThat(ofChildWith(only)).containsExactly(LIBRARY, KRYO, only);
    }
}

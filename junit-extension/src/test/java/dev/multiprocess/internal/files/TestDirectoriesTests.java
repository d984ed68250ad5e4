package dev.multiprocess.internal.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tests' directories are called in one test JVM; two of them are in {@code SideBySideTests}. */
class TestDirectoriesTests {

    private final TestDirectories directories = new TestDirectories();

    @TempDir
    private Path output;

    private Path ofClass;
    private Path test;

    @BeforeEach
    void makeParent() throws IOException {
        ofClass = Files.createDirectories(output.resolve(TestDirectoriesTests.class.getName()));
        test = ofClass.resolve("writes");
    }

    @Test
    void invocations_haveDirectoriesOfTheirOwn() throws IOException {
        assertThat(directories.make(test, output)).isEqualTo(ofClass.resolve("writes"));
        assertThat(directories.make(test, output)).isEqualTo(ofClass.resolve("writes~2"));
        assertThat(directories.make(ofClass.resolve("Writes"), output))
                .as("the same to a file system that does not tell letters apart by case")
                .isEqualTo(ofClass.resolve("Writes~3"));
    }

    @Test
    void filesOfAnEarlierBuild_areDeleted() throws IOException {
        Files.createFile(Files.createDirectories(ofClass.resolve("writes")).resolve("old.txt"));
        Files.createFile(Files.createDirectories(ofClass.resolve("writes~4711")).resolve("old.txt"));

        assertThat(directories.make(test, output)).isEmptyDirectory();

        assertThat(ofClass.resolve("writes~4711")).doesNotExist();
    }

    @Test
    void outputDirectoryIsDeletedMeanwhile_isLockedAnew() throws IOException {
        directories.make(test, output);
        Path locks = output.resolve("in-use.lock");
        Files.delete(locks);

        directories.make(test, output);

        assertThat(locks).exists();
    }

    @Test
    void filesOfAnotherRunOfThisJvm_areKeptUntilTheTestRunsAgain() throws IOException {
        directories.make(test, output);
        Path second = Files.createFile(directories.make(test, output).resolve("output.txt"));

        new TestDirectories().make(test, output);

        assertThat(second).exists();
    }
}

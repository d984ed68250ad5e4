package dev.multiprocess.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.internal.jvm.OutputEncoding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How bytes become lines, and what of them comes into the file. */
class OutputStreamOfChildTests {

    private static final String DUMP = "2024-11-29 21:53:00\nFull thread dump OpenJDK 64-Bit Server VM (17):\n"
            + "\n\"main\" #1 prio=5\n\nJNI global refs: 12, weak refs: 0\n";

    @TempDir
    private Path directory;

    private final OutputStreamOfChild stream =
            new OutputStreamOfChild(new OutputEncoding(StandardCharsets.UTF_8, StandardCharsets.US_ASCII));
    private final List<String> texts = new ArrayList<>();

    private void take(OutputFile file, String... pieces) throws IOException {
        for (String piece : pieces) {
            ByteArrayInputStream from = new ByteArrayInputStream(piece.getBytes(StandardCharsets.UTF_8));
            while (stream.read(from)) {
                stream.takeLines(file, texts);
            }
        }
    }

    private String fileAfter(String... pieces) throws IOException {
        Path path = directory.resolve("output.txt");
        OutputFile file = OutputFile.open(path);
        take(file, pieces);
        stream.takeRest(file, texts);
        file.close();
        return Files.readString(path);
    }

    @Test
    void bytes_comeIntoTheFileAsTheyAre() throws IOException {
        assertThat(fileAfter("one\r\ntw", "o\n\nthr\ree")).isEqualTo("one\r\ntwo\n\nthr\ree");
        assertThat(texts).containsExactly("one", "two", "", "three");
    }

    @Test
    void longLine_isShownInPiecesOfWholeCharacters() throws IOException {
        String line = "x".repeat(16 * 1024 - 2) + "€" + "y".repeat(16 * 1024);
        assertThat(fileAfter(line + "\n", "next\n")).isEqualTo(line + "\nnext\n");
        assertThat(String.join("", texts)).isEqualTo(line + "next").doesNotContain("\uFFFD");
        assertThat(texts.get(0)).isEqualTo("x".repeat(16 * 1024 - 2));
    }

    @Test
    void lineAsLongAsThePieces_bringsNoEmptyLine() throws IOException {
        fileAfter("x".repeat(16 * 1024), "\nnext\n");
        assertThat(texts).containsExactly("x".repeat(16 * 1024), "next");
    }

    @Test
    void lineWithoutEnd_isToBeSeen() throws IOException {
        take(OutputFile.open(directory.resolve("output.txt")), "one\nYes? ");
        assertThat(texts).containsExactly("one");
        assertThat(stream.unfinished()).contains("Yes? ");
    }

    @Test
    void streamEndsWithinALine_nextLineOfTheOtherStandsAlone() throws IOException {
        Path path = directory.resolve("output.txt");
        OutputFile file = OutputFile.open(path);
        take(file, "no end");
        stream.takeRest(file, texts);
        file.write("another\n".getBytes(StandardCharsets.UTF_8), 0, 8);
        file.close();
        assertThat(path).hasContent("no end\nanother\n");
    }

    @Test
    void threadDump_isNoOutput() throws IOException {
        CompletableFuture<String> dump = new CompletableFuture<>();
        stream.catchNext(dump);
        assertThat(fileAfter("before\n" + DUMP + "Heap\n")).isEqualTo("before\n");
        assertThat(texts).containsExactly("before");
        assertThat(dump).isCompletedWithValue(DUMP);
    }

    @Test
    void threadDumpAfterAPrompt_leavesThePrompt() throws IOException {
        CompletableFuture<String> dump = new CompletableFuture<>();
        stream.catchNext(dump);
        assertThat(fileAfter("Yes? ", DUMP)).isEqualTo("Yes? ");
        assertThat(texts).containsExactly("Yes? ");
        assertThat(dump).isCompletedWithValue(DUMP);
    }

    @Test
    void lineThatIsOnlyATime_isOutput() throws IOException {
        stream.catchNext(new CompletableFuture<>());
        assertThat(fileAfter("at 2024-11-29 21:53:00\nnext\n", "2024-11-29 21:53:01\n"))
                .isEqualTo("at 2024-11-29 21:53:00\nnext\n2024-11-29 21:53:01\n");
    }

    @Test
    void threadDumpThatNobodyAskedFor_isOutput() throws IOException {
        assertThat(fileAfter(DUMP)).isEqualTo(DUMP);
    }
}

package dev.multiprocess;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the output of children goes. */
@Tag("fork")
@Timeout(60)
class ChildOutputTests {

    private static final int LINES = 16 * 1024;

    private static final String EMOJI = "\uD83D\uDE80";

    /** With its end, 64 bytes: 16 Ki of them are a mebibyte. */
    private static final String LINE = "x".repeat(63);

    @Test
    void mebibyteOnBothStreams_blocksNobodyAndIsWhollyInTheFile() throws IOException {
        assertThat(run(OutputTestCases.class, "mebibyteOnBothStreams")).passes();
        List<String> lines = Files.readAllLines(file("mebibyteOnBothStreams", "writer"));
        assertThat(lines).hasSize(2 * LINES).containsOnly(LINE);
    }

    @Test
    void lineWithoutEnd_isShownInPiecesAndIsWhollyInTheFile() throws IOException {
        assertThat(run(OutputTestCases.class, "lineWithoutEnd")).passes();
        assertThat(Files.readString(file("lineWithoutEnd", "writer")).replace("\n", ""))
                .hasSize(1024 * 1024)
                .containsOnlyOnce("end");
    }

    @Test
    @ResourceLock(Resources.SYSTEM_OUT)
    @ResourceLock(Resources.SYSTEM_ERR)
    void lines_carryTheChildsNameInTheTestsOutput() {
        Output output = outputOf("speaks");
        assertThat(output.out()).isEqualTo("[speaker] Grüße%n".formatted());
        assertThat(output.err()).isEqualTo("[speaker] to err%n".formatted());
    }

    /** A writer may exit before all is read (Q12); but then somebody is told. */
    @Test
    @ResourceLock(Resources.SYSTEM_OUT)
    @ResourceLock(Resources.SYSTEM_ERR)
    void queueEndsWithElementsUnread_outputTellsHowManyAndWhere() {
        assertThat(outputOf("leavesElements").out())
                .isEqualTo("queue 'words' of test ChildOutputTests$OutputTestCases.leavesElements ends with"
                        + " elements unread: 2 in it, 3 put, 1 taken, no open writer%n".formatted());
    }

    private record Output(String out, String err) {}

    private static Output outputOf(String test) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream toOut = new ByteArrayOutputStream();
        ByteArrayOutputStream toErr = new ByteArrayOutputStream();
        System.setOut(new PrintStream(toOut, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(toErr, true, StandardCharsets.UTF_8));
        try {
            assertThat(run(OutputTestCases.class, test)).passes();
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        return new Output(toOut.toString(StandardCharsets.UTF_8), toErr.toString(StandardCharsets.UTF_8));
    }

    @Test
    void childFails_messageShowsItsLastTwentyLinesAndThePathOfAll() {
        assertThat(run(OutputTestCases.class, "countsAndFails"))
                .hasOneFailure()
                .tells("  last output  : 10\n" + " ".repeat(17) + "11\n")
                .tells("29\n  all output   : <output>/" + OutputTestCases.class.getName()
                        + "/countsAndFails/counter.txt");
    }

    /** The first half of the emoji is the last that fits into what is read at once. */
    @Test
    void characterOfTwoHalves_isWholeWhereverItStands() throws IOException {
        assertThat(run(OutputTestCases.class, "emojiAfterMuch")).passes();
        List<String> lines = Files.readAllLines(file("emojiAfterMuch", "writer"));
        assertThat(lines).hasSize(2_001).startsWith("x".repeat(16_383) + EMOJI).endsWith("1999");
    }

    @Test
    void longLineThenFailure_messageShowsItsBeginnings() {
        assertThat(run(OutputTestCases.class, "writesNoLineEnd"))
                .hasOneFailure()
                .isOfChild("writer", ExitStatus.End.EXITED)
                .tells("\n" + " ".repeat(17) + "x".repeat(500) + "... (15884 more characters)\n")
                .message()
                .hasSizeLessThan(15_000);
    }

    @Test
    void childWaitsAtAPrompt_failureAtTheDeadlineShowsIt() {
        assertThat(run(OutputTestCases.class, "asksAndWaits"))
                .hasOneFailure()
                .message()
                .contains("\n  last output  : settings exist\n" + " ".repeat(17) + "Overwrite settings? [y/N]\n");
    }

    @Test
    void testWithALongerNameThanAFileMayHave_runs() {
        assertThat(run(LongNameTestCases.class)).passes(2);
    }

    @Test
    void childrenWhoseNamesDifferInCase_haveFilesOfTheirOwn() {
        assertThat(run(OutputTestCases.class, "namesDifferInCase")).passes();
    }

    /** The process exists when its file is found to be impossible. */
    @Test
    void fileCannotBeMade_childIsKilledAndItsNameFree() {
        assertThat(run(OutputTestCases.class, "cannotWrite")).passes(3);
    }

    /** The newest directory, should the test have run before in this JVM. */
    private static Path file(String test, String child) {
        Path tests = Path.of("target", "multiprocess", OutputTestCases.class.getName());
        try (var directories = Files.list(tests)) {
            return directories
                    .filter(directory ->
                            directory.getFileName().toString().split("~")[0].equals(test))
                    .map(directory -> directory.resolve(child + ".txt"))
                    .max((one, other) -> Long.compare(
                            one.toFile().lastModified(), other.toFile().lastModified()))
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @MultiProcess(timeout = "40s")
    static class LongNameTestCases {

        @ParameterizedTest
        @ValueSource(ints = {1, 2})
        void
                aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaNameLong(
                        int number, Processes processes) {
            ChildProcess<Void> child = processes.start("writer", () -> System.out.println(number));
            child.join();
            assertThat(child.outputFile()).hasContent(number + "\n");
        }
    }

    @MultiProcess(timeout = "40s")
    static class OutputTestCases {

        @Test
        void namesDifferInCase(Processes processes) {
            ChildProcess<Void> one = processes.start("writer", () -> System.out.println("one"));
            ChildProcess<Void> other = processes.start("Writer", () -> System.out.println("other"));
            processes.children().forEach(ChildProcess::join);
            assertThat(one.outputFile().toString())
                    .isNotEqualToIgnoringCase(other.outputFile().toString());
            assertThat(other.outputFile()).hasContent("other\n");
        }

        @Test
        void emojiAfterMuch(Processes processes) {
            ChildProcess<Void> writer = processes.start("writer", () -> {
                System.out.println("x".repeat(16_383) + EMOJI);
                for (int i = 0; i < 2_000; i++) {
                    System.out.println(i);
                }
            });
            writer.join();
            assertThat(writer.output())
                    .startsWith("x".repeat(16_383), EMOJI, "0")
                    .endsWith("1999")
                    .hasSize(2_002);
        }

        @Test
        void writesNoLineEnd(Processes processes) {
            processes.start("writer", () -> {
                System.out.print("x".repeat(2 * 1024 * 1024));
                System.exit(1);
            });
        }

        @Test
        @MultiProcess(timeout = "2s")
        void asksAndWaits(Processes processes) {
            ChildProcess<Void> asker = processes.start("asker", () -> {
                System.out.println("settings exist");
                System.out.print("Overwrite settings? [y/N] ");
                new CountDownLatch(1).await();
            });
            asker.join();
        }

        @MultiProcessTest
        void leavesElements(Processes processes, @QueueName("words") ProcessQueue<String> words)
                throws InterruptedException {
            processes
                    .start("writer", () -> {
                        words.put("one");
                        words.put("two");
                        words.put("three");
                    })
                    .join();
            assertThat(words.take()).isEqualTo("one");
        }

        @Test
        void mebibyteOnBothStreams(Processes processes) {
            processes.start("writer", () -> {
                Thread other = new Thread(() -> print(System.err));
                other.start();
                print(System.out);
                other.join();
            });
        }

        private static void print(PrintStream stream) {
            for (int i = 0; i < LINES; i++) {
                stream.print(LINE + "\n");
            }
        }

        @Test
        void lineWithoutEnd(Processes processes) {
            processes.start("writer", () -> {
                char[] line = new char[1024 * 1024];
                Arrays.fill(line, 'x');
                "end".getChars(0, 3, line, line.length - 3);
                System.out.print(line);
            });
        }

        @Test
        void speaks(Processes processes) {
            processes.start("speaker", () -> {
                System.out.println("Grüße");
                System.err.println("to err");
            });
        }

        @ParameterizedTest
        @EnumSource(names = {"SPAWN", "FORK", "FORK_SERVER"})
        void cannotWrite(StartMethod method, Processes processes) throws IOException {
            Processes starter = processes.with(options -> options.startMethod(method));
            ChildProcess<Void> first = starter.start("first", () -> {});
            first.join();
            Path file = Files.createDirectory(first.outputFile().resolveSibling("second.txt"));

            assertThatThrownBy(() -> starter.start("second", () -> TimeUnit.MINUTES.sleep(1)))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("child 'second' could not be started: ")
                    .hasMessageContaining(file.toString());
            ChildProcess<?> second = processes.children().get(1);
            assertThat(second.awaitExit().end()).isEqualTo(ExitStatus.End.KILLED);

            Files.delete(file);
            starter.start("second", () -> {}).join();
        }

        @Test
        void countsAndFails(Processes processes) {
            processes.start("counter", () -> {
                for (int i = 0; i < 30; i++) {
                    System.out.println(i);
                }
                System.exit(1);
            });
        }
    }
}

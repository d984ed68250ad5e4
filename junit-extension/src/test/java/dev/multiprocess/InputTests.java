package dev.multiprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Scanner;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a child reads from its standard input. */
@Tag("fork")
@Timeout(60)
class InputTests {

    private static String readAll() throws IOException {
        String all = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        return all + " and then " + System.in.read();
    }

    @ParameterizedTest
    @EnumSource(names = {"SPAWN", "FORK", "FORK_SERVER"})
    @MultiProcess
    void inputIsSet_childReadsItAndThenItsEnd(StartMethod method, Processes processes) {
        String text = "first\nGrüße, 世界";
        assertThat(processes
                        .with(o -> o.startMethod(method).input(text))
                        .start(() -> readAll())
                        .result())
                .isEqualTo(text + " and then -1");
    }

    /** So often that one of them would have been a JVM that waits. */
    @MultiProcessTest
    void manyOfAForkServerHaveInput_eachReadsItsOwn(Processes processes) {
        for (int i = 0; i < 10; i++) {
            String text = "input " + i;
            assertThat(processes
                            .with(o -> o.startMethod(StartMethod.FORK_SERVER).input(text))
                            .start(() -> readAll())
                            .result())
                    .isEqualTo(text + " and then -1");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SPAWN", "FORK", "FORK_SERVER"})
    @MultiProcess
    void inputIsNotSet_childReadsTheEnd(StartMethod method, Processes processes) {
        Processes started = processes.with(o -> o.startMethod(method));
        started.start(() -> {}).join();
        assertThat(started.start(() -> readAll()).result()).isEqualTo(" and then -1");
        assertThat(started.with(o -> o.input("")).start(() -> readAll()).result())
                .isEqualTo(" and then -1");
    }

    @MultiProcessTest
    void inputIsLarge_childReadsItOrNot(Processes processes) {
        String text = "0123456789abcdef".repeat(1 << 16);
        Processes large = processes.with(o -> o.input(text));

        assertThat(large.start(() -> System.in.readAllBytes().length).result()).isEqualTo(1 << 20);
        assertThat(large.start(() -> System.in.read()).result()).isEqualTo('0');
        large.start(() -> {}).join();
    }

    @MultiProcessTest
    void encodingIsSet_inputIsInIt(Processes processes) {
        assertThat(processes
                        .with(o -> o.input("ü").jvmArgs("-Dstdin.encoding=ISO-8859-1"))
                        .start(() -> System.in.readAllBytes())
                        .result())
                .isEqualTo("ü".getBytes(StandardCharsets.ISO_8859_1));
    }

    static class Adder {

        public static void main(String[] arguments) {
            int sum = 0;
            Scanner numbers = new Scanner(System.in);
            while (numbers.hasNextInt()) {
                sum += numbers.nextInt();
            }
            System.out.println("sum " + sum);
        }
    }

    @MultiProcessTest
    void programIsStarted_itReadsTheInput(Processes processes, @TempDir Path directory) {
        ChildProcess<Void> adder = processes
                .with(o -> o.input("1 2\n3").workingDirectory(directory))
                .startMain(Adder.class);
        adder.join();
        assertThat(adder.output()).containsExactly("sum 6");

        ChildProcess<Void> again = adder.restart();
        again.join();
        assertThat(again.output()).containsExactly("sum 6");
    }

    @MultiProcessTest
    void childStartsAnother_itGetsTheInput(Processes processes) {
        assertThat(processes
                        .start(
                                "starter",
                                () -> processes
                                        .with(o -> o.input("hello"))
                                        .start("reader", () -> readAll())
                                        .result())
                        .result())
                .isEqualTo("hello and then -1");
    }

    @MultiProcessTest
    void groupHasInput_eachReadsAll(Processes processes) {
        assertThat(processes
                        .with(o -> o.input("hello"))
                        .start(2, "reader", index -> index + readAll())
                        .results())
                .containsExactly("0hello and then -1", "1hello and then -1");
    }

    @MultiProcessTest
    @DisabledOnOs(OS.WINDOWS)
    void childHandsItsInputOn_itIsRead(Processes processes) {
        ChildProcess<Integer> child = processes
                .with(o -> o.input("hello\n"))
                .start(
                        "parent",
                        () -> new ProcessBuilder("cat").inheritIO().start().waitFor());
        assertThat(child.result()).isZero();
        assertThat(child.output()).containsExactly("hello");
    }

    @MultiProcessTest
    void inputIsKept_besideTheOutput(Processes processes) throws IOException {
        ChildProcess<Void> child = processes.with(o -> o.input("hello")).start("tool", () -> {});
        child.join();
        assertThat(Files.readString(child.outputFile().resolveSibling("tool.in.txt")))
                .isEqualTo("hello");
    }

    @MultiProcessTest
    void inputIsNull_isRefused(Processes processes) {
        assertThatNullPointerException()
                .isThrownBy(() -> processes.with(o -> o.input(null)))
                .withMessage("input must not be null");
        assertThat(ProcessOptions.defaults().input()).isEmpty();
        assertThat(ProcessOptions.defaults().input("a").input("b").input()).contains("b");
    }
}

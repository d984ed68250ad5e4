package example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.multiprocess.ChildFailedException;
import dev.multiprocess.ChildProcess;
import dev.multiprocess.CurrentChild;
import dev.multiprocess.ExitStatus;
import dev.multiprocess.MultiProcess;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessGroup;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import dev.multiprocess.QueueName;
import dev.multiprocess.QueueReader;
import dev.multiprocess.ReaderProcess;
import dev.multiprocess.Role;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.CountDownLatch;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessesDemo {

    // snippet: smallest
    @MultiProcessTest
    void aTaskRunsInAnotherJvm(Processes processes) {
        ChildProcess<Long> child = processes.start(() -> ProcessHandle.current().pid());

        assertThat(child.result())
                .isEqualTo(child.pid())
                .isNotEqualTo(ProcessHandle.current().pid());
    }
    // end

    // snippet: start
    @MultiProcessTest
    void tasksAreLambdasOrMethodReferences(Processes processes, @TempDir Path directory) {
        ChildProcess<Boolean> exists = processes.start("check", () -> Files.isDirectory(directory));
        ChildProcess<Void> noResult = processes.start("print", () -> System.out.println("hello"));
        ProcessGroup<Integer> squares = processes.start(3, "square", index -> index * index);

        assertThat(exists.result()).isTrue();
        noResult.join();
        assertThat(squares.results()).containsExactly(0, 1, 4);
        assertThat(squares.get(2).result()).isEqualTo(4);
        assertThat(squares.children())
                .extracting(ChildProcess::name)
                .containsExactly("square-1", "square-2", "square-3");
    }
    // end

    // snippet: lock
    @MultiProcessTest
    void onlyOneProcessHoldsALock(Processes processes, ProcessQueue<String> events, @TempDir Path directory)
            throws InterruptedException {
        Path file = directory.resolve("lock");
        ChildProcess<Void> holder = processes.start("holder", () -> {
            try (FileChannel channel = open(file);
                    FileLock lock = channel.lock()) {
                events.put("locked: " + lock.isValid());
                new CountDownLatch(1).await(); // until it is killed
            }
        });
        assertThat(events.take()).isEqualTo("locked: true");

        assertThat(processes.start("second", () -> canLock(file)).result()).isFalse();
        holder.kill();
        assertThat(processes.start("third", () -> canLock(file)).result()).isTrue();
    }

    static boolean canLock(Path file) throws IOException {
        try (FileChannel channel = open(file);
                FileLock lock = channel.tryLock()) {
            return lock != null;
        }
    }

    static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }
    // end

    // snippet: options
    @MultiProcessTest
    void optionsHoldForTheChildrenThatFollow(Processes processes, @TempDir Path directory) {
        Processes strict = processes.with(o -> o.heap("64m")
                .systemProperty("mode", "strict")
                .environment("LEVEL", "3")
                .workingDirectory(directory)
                .jvmArgs("-XX:+UseParallelGC"));

        ChildProcess<List<String>> child = strict.start(
                "strict",
                () -> List.of(
                        System.getProperty("mode"),
                        System.getenv("LEVEL"),
                        Path.of("").toAbsolutePath().getFileName().toString()));

        assertThat(child.result())
                .containsExactly("strict", "3", directory.getFileName().toString());
    }
    // end

    // snippet: daemon
    @MultiProcessTest
    void aDaemonIsStoppedAtTheEnd(Processes processes, ProcessQueue<String> questions) {
        Processes background = processes.with(o -> o.daemon(true));
        background.start("server", () -> {
            while (true) {
                questions.take();
            }
        });
        questions.add("are you there?");
    }
    // end

    // snippet: main
    /** The program under test: its main method returns when it is up. */
    static class Greeter {

        public static void main(String[] arguments) throws IOException {
            HttpServer server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
            server.createContext("/", exchange -> {
                exchange.sendResponseHeaders(200, 0);
                try (OutputStream body = exchange.getResponseBody()) {
                    body.write(arguments[0].getBytes(StandardCharsets.UTF_8));
                }
            });
            server.start();
            System.out.println("Greeter started on port " + server.getAddress().getPort());
        }
    }

    @MultiProcessTest
    void aProgramServesUntilTheEnd(Processes processes) throws IOException {
        ChildProcess<Void> greeter = processes.startMain("greeter", Greeter.class, "hello");
        String port =
                greeter.awaitOutput(Pattern.compile("started on port (\\d+)")).group(1);

        try (InputStream page = new URL("http://localhost:" + port + "/").openStream()) {
            assertThat(page).hasContent("hello");
        }
    }
    // end

    // snippet: input
    /** A tool for a command line. */
    static class Adder {

        public static void main(String[] arguments) {
            int sum = 0;
            Scanner numbers = new Scanner(System.in);
            while (numbers.hasNextInt()) {
                sum += numbers.nextInt();
            }
            System.out.println("the sum is " + sum);
        }
    }

    @MultiProcessTest
    void aToolReadsItsInput(Processes processes) {
        ChildProcess<Void> adder = processes.with(o -> o.input("1 2\n3\n")).startMain(Adder.class);
        adder.join();

        assertThat(adder.output()).containsExactly("the sum is 6");
    }
    // end

    // snippet: exit
    @MultiProcessTest
    void anExitCodeCanBeExpected(Processes processes) {
        ChildProcess<Void> child = processes.start("tool", () -> System.exit(3));

        ExitStatus exit = child.awaitExit();

        assertThat(exit.end()).isEqualTo(ExitStatus.End.EXITED);
        assertThat(exit.code()).isEqualTo(3);
    }
    // end

    // snippet: failure
    @MultiProcessTest
    void aFailureCanBeExpected(Processes processes) {
        ChildProcess<Void> child = processes.start("parser", () -> {
            throw new IOException("line 7");
        });

        assertThatThrownBy(child::join).isInstanceOf(ChildFailedException.class).hasCause(new IOException("line 7"));
    }
    // end

    // snippet: output
    @MultiProcessTest
    void outputIsKept(Processes processes) {
        ChildProcess<Void> child = processes.start("talker", () -> System.out.println("ready"));
        child.join();

        assertThat(child.output()).containsExactly("ready");
        assertThat(child.outputFile()).hasContent("ready\n");
    }
    // end

    // snippet: await-output
    @MultiProcessTest
    void aLineIsAwaited(Processes processes) {
        ChildProcess<Void> loader = processes.with(o -> o.daemon(true)).start("loader", () -> {
            System.out.println("loaded 17 rows");
            new CountDownLatch(1).await();
        });

        MatchResult loaded = loader.awaitOutput(Pattern.compile("loaded (\\d+)"));
        assertThat(loaded.group(1)).isEqualTo("17");
        assertThat(loader.awaitOutput(Pattern.compile("failed"), Duration.ZERO)).isEmpty();
    }
    // end

    // snippet: current
    /** A part of the program under test, which makes it by itself. */
    static class EventLog {

        static void add(String event) {
            CurrentChild child = Processes.current();
            child.<String>queue("events").add(child.name() + " " + event);
        }
    }

    @MultiProcessTest
    void anObjectFindsTheQueueOfItsTest(Processes processes, ProcessQueue<String> events) {
        processes.start(2, "node", () -> EventLog.add("has begun")).join();

        assertThat(List.of(events.remove(), events.remove()))
                .containsExactlyInAnyOrder("node-1 has begun", "node-2 has begun");
    }
    // end

    // snippet: directory
    @MultiProcessTest
    void eachChildKeepsItsLog(Processes processes) {
        ProcessGroup<Void> nodes = processes
                .with(o -> o.jvmArgs("-Xlog:gc*:file={directory}/gc.log"))
                .start(2, "node", () -> System.gc());
        nodes.join();

        for (ChildProcess<Void> node : nodes) {
            assertThat(node.directory().resolve("gc.log")).content().contains("Pause Full");
        }
    }
    // end

    // snippet: dump
    @MultiProcessTest
    void aChildShowsItsThreads(Processes processes, ProcessQueue<String> events) throws InterruptedException {
        ChildProcess<Void> child = processes.with(o -> o.daemon(true)).start("sleeper", () -> {
            events.put("ready");
            new CountDownLatch(1).await();
        });
        events.take();

        assertThat(child.threadDump()).contains("\"main\"", "aChildShowsItsThreads");
    }
    // end

    // snippet: join
    @MultiProcessTest
    void waitingIsBounded(Processes processes) {
        ChildProcess<Void> child = processes.start("endless", () -> new CountDownLatch(1).await());

        assertThat(child.join(Duration.ofMillis(100))).isFalse();
        child.stop();
        assertThat(child.awaitExit().end()).isEqualTo(ExitStatus.End.STOPPED);
    }
    // end

    // snippet: inherited
    static String greeting = "hello";

    @MultiProcessTest
    void aSpawnedChildSharesNoState(Processes processes) {
        greeting = "changed";
        System.setProperty("greeting", "changed");

        ChildProcess<List<String>> child =
                processes.start("fresh", () -> List.of(greeting, System.getProperty("greeting", "not set")));

        assertThat(child.result()).containsExactly("hello", "not set");
    }
    // end

    @BeforeEach
    void resetGreeting() {
        greeting = "hello";
        System.clearProperty("greeting");
    }

    // snippet: compose
    @MultiProcess(timeout = "30s")
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void composesWithOtherTests(int count, Processes processes) {
        assertThat(processes.start(count, "echo", index -> index).results()).hasSize(count);
    }
    // end

    // snippet: factory
    @MultiProcess
    @TestFactory
    Stream<DynamicTest> everyEncodingCanBeRead(Processes processes) {
        return Stream.of("UTF-8", "UTF-16", "ISO-8859-1")
                .map(encoding -> DynamicTest.dynamicTest(encoding, () -> {
                    Processes encoded = processes.with(o -> o.systemProperty("encoding", encoding));
                    ChildProcess<byte[]> writer = encoded.start("writer", () -> "é".getBytes(encoding()));
                    byte[] written = writer.result();
                    ChildProcess<String> reader = encoded.start("reader", () -> new String(written, encoding()));
                    assertThat(reader.result()).isEqualTo("é");
                }));
    }

    static Charset encoding() {
        return Charset.forName(System.getProperty("encoding"));
    }
    // end

    // snippet: nested
    @Nested
    @MultiProcess(timeout = "30s", jvmArgs = "-Xmx64m")
    class WithASmallHeap {

        private Map<String, Integer> squares;

        @BeforeEach
        void square(Processes processes) {
            squares = Map.of("three", processes.start("three", () -> 3 * 3).result());
        }

        @Test
        void settingsHoldForEveryTest() {
            assertThat(squares).containsEntry("three", 9);
        }
    }
    // end

    @Nested
    class Roles {

        // snippet: role
        @ReaderProcess(count = 2)
        static int sum(QueueReader<Integer> numbers) {
            return numbers.stream().mapToInt(Integer::intValue).sum();
        }

        @MultiProcessTest
        void theTestIsTheWriter(@Role("sum") ProcessGroup<Integer> sums, ProcessQueue<Integer> numbers)
                throws Exception {
            numbers.putAll(List.of(1, 2, 3));
            numbers.close();

            assertThat(sums.results().stream().mapToInt(Integer::intValue).sum())
                    .isEqualTo(6);
        }
        // end
    }

    // snippet: leak
    @MultiProcessTest
    void aHelperEndsWithItsProgram(Processes processes, ProcessQueue<String> events) throws InterruptedException {
        ChildProcess<Void> program = processes.start("program", () -> {
            Process helper = new ProcessBuilder("sleep", "60").start();
            Runtime.getRuntime().addShutdownHook(new Thread(helper::destroy)); // without it the test fails
            events.put("ready");
            helper.waitFor();
        });
        events.take();
        program.stop();
    }
    // end

    // snippet: pause
    @MultiProcessTest
    void aSilentHolderKeepsItsLock(
            Processes processes,
            @QueueName("events") ProcessQueue<String> events,
            @QueueName("orders") ProcessQueue<String> orders,
            @TempDir Path directory)
            throws InterruptedException {
        Path file = directory.resolve("lock");
        ChildProcess<Void> holder = processes.start("holder", () -> {
            try (FileChannel channel = open(file);
                    FileLock lock = channel.lock()) {
                events.put("locked: " + lock.isValid());
                orders.take();
            }
        });
        assertThat(events.take()).isEqualTo("locked: true");

        holder.pause();
        orders.put("let go");
        assertThat(processes.start("second", () -> canLock(file)).result()).isFalse();
        holder.resume();
        holder.join();
        assertThat(processes.start("third", () -> canLock(file)).result()).isTrue();
    }
    // end

    // snippet: expect
    @MultiProcessTest
    void endsAreExpected(Processes processes, ProcessQueue<String> events) throws InterruptedException {
        processes.start("tool", () -> System.exit(3)).expectExit(3);
        ChildProcess<Void> server = processes.start("server", () -> new CountDownLatch(1).await());
        server.expectRunningAtEnd();
        ChildProcess<Void> victim = processes.start("victim", () -> {
            events.put("ready");
            new CountDownLatch(1).await();
        });
        victim.expectKilled();

        events.take();
        victim.kill();
    }
    // end

    // snippet: restart
    @MultiProcessTest
    void aWriterContinuesAfterItsCrash(Processes processes, ProcessQueue<String> events, @TempDir Path directory)
            throws InterruptedException {
        Path journal = directory.resolve("journal");
        ChildProcess<Void> writer = processes.start("writer", () -> {
            Files.writeString(journal, "line\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            events.put("written");
            new CountDownLatch(1).await();
        });
        events.take();
        writer.kill();

        ChildProcess<Void> again = writer.restart();
        events.take();
        again.kill();
        assertThat(journal).hasContent("line\nline\n");
        assertThat(processes.children()).containsExactly(writer, again);
    }
    // end

    // snippet: interrupt
    @MultiProcessTest
    void aTaskCanBeInterrupted(Processes processes, ProcessQueue<String> never) {
        ChildProcess<String> reader = processes.start("reader", () -> {
            try {
                return never.take();
            } catch (InterruptedException e) {
                return "cleaned up";
            }
        });
        reader.awaitRunning();
        reader.interrupt();

        assertThat(reader.result()).isEqualTo("cleaned up");
    }
    // end

    // snippet: limits
    @MultiProcessTest
    void aTaskHasLimits(Processes processes, ProcessQueue<String> never) {
        Processes limited =
                processes.with(o -> o.softLimit(Duration.ofMillis(500)).hardLimit(Duration.ofSeconds(10)));
        ChildProcess<String> reader = limited.start("reader", () -> {
            try {
                return never.take();
            } catch (InterruptedException e) {
                return "cleaned up";
            }
        });

        assertThat(reader.result()).isEqualTo("cleaned up");
    }
    // end

    // snippet: versions
    @MultiProcessTest
    void anOldReaderUnderstandsANewWriter(Processes processes, ProcessQueue<String> messages, @TempDir Path releases) {
        Path old = release(releases, "1.0");
        Path current = release(releases, "2.0");

        processes.with(o -> o.prependClassPath(current)).start("writer", () -> messages.put("from " + version()));
        ChildProcess<String> reader = processes
                .with(o -> o.prependClassPath(old))
                .start("reader", () -> version() + " got a message " + messages.take());

        assertThat(reader.result()).isEqualTo("1.0 got a message from 2.0");
    }
    // end

    /** A directory takes the part of a jar. */
    private static Path release(Path directory, String version) {
        try {
            Path entry = Files.createDirectory(directory.resolve(version));
            Files.writeString(entry.resolve("version.txt"), version);
            return entry;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String version() throws IOException {
        try (InputStream in = ProcessesDemo.class.getResourceAsStream("/version.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

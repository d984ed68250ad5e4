package dev.multiprocess;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.multiprocess.kit.Children;
import dev.multiprocess.kit.FailureAssert;
import dev.multiprocess.kit.TestJvmMain;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A child that is named by {@code multiprocess.debug} waits for a debugger, and nobody loses patience meanwhile. */
@Tag("fork")
@Timeout(60)
class DebuggedChildTests {

    private static final Pattern PORT = Pattern.compile("waits for a debugger on port (\\d+)");

    @Test
    void namedChildWaitsForDebugger_beyondEveryTimeout() throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (PrintStream both = new PrintStream(new Both(before, printed), true)) {
            System.setOut(both);
            Thread debugger = new Thread(() -> resumeLate(printed), "debugger");
            debugger.start();

            assertThat(run(DebuggedTestCases.class, "isDebugged", Map.of("multiprocess.debug", "writer")))
                    .passes();
            debugger.join();
        } finally {
            System.setOut(before);
        }
        List<String> lines = printed.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("debugger"))
                .toList();
        assertThat(lines).hasSize(1);
        assertThat(FailureAssert.normalized(lines.get(0)).replaceAll("port \\d+", "port <port>"))
                .isEqualTo("child 'writer' (pid <pid>) waits for a debugger on port <port>; its test has no deadline");
    }

    @Test
    void testsWithoutThatChild_keepTheirDeadlines() {
        assertThat(run(DebuggedTestCases.class, "hangs", Map.of("multiprocess.debug", "writer")))
                .hasOneFailure()
                .isInstanceOf(ChildTimeoutException.class);
    }

    @Test
    void nameThatNoChildCanHave_isRefused() {
        assertThat(run(DebuggedTestCases.class, "isDebugged", Map.of("multiprocess.debug", "the writer")))
                .hasOneFailure()
                .hasMessage("multiprocess.debug must be the name of a child, as in writer or writer-2: 'the writer'"
                        + " (JUnit configuration parameter)");
    }

    @Test
    void testJvmIsStartedForADebugger_outputSaysOnceThatThereAreNoDeadlines(@TempDir Path base) throws Exception {
        String agent = "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,quiet=y,address=127.0.0.1:0";
        Process testJvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        agent,
                        "-cp",
                        System.getProperty("java.class.path"),
                        TestJvmMain.class.getName(),
                        TwoTestCases.class.getName())
                .directory(base.toFile())
                .redirectErrorStream(true)
                .start();

        assertThat(testJvm.inputReader().lines().filter(line -> line.contains("debugger")))
                .containsExactly("tests have no deadline, and children no limits, since the test JVM was started for a"
                        + " debugger: '" + agent + "'");
        assertThat(testJvm.waitFor()).isZero();
    }

    static class TwoTestCases {

        @MultiProcessTest
        void first(Processes processes) {
            assertThat(processes.children()).isEmpty();
        }

        @MultiProcessTest
        void second(Processes processes) {
            assumeThat(processes.children()).isNotEmpty();
        }
    }

    /** Lets the child go when all timeouts have long passed. */
    private static void resumeLate(ByteArrayOutputStream printed) {
        try {
            Matcher port = PORT.matcher("");
            while (!port.find()) {
                // What is printed can only be looked at.
                TimeUnit.MILLISECONDS.sleep(20);
                port = PORT.matcher(printed.toString(StandardCharsets.UTF_8));
            }
            TimeUnit.SECONDS.sleep(3);
            resume(Integer.parseInt(port.group(1)));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Says what a debugger says first, and lets all threads go. */
    private static void resume(int port) throws IOException {
        byte[] handshake = "JDWP-Handshake".getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            out.write(handshake);
            assertThat(in.readNBytes(handshake.length)).isEqualTo(handshake);
            // The event of the JVM's start: sooner it is not suspended, and could not be resumed.
            in.readNBytes(in.readInt() - Integer.BYTES);
            // length, id, flags, command set VirtualMachine, command Resume
            out.write(new byte[] {0, 0, 0, 11, 0, 0, 0, 1, 0, 1, 9});
            out.flush();
            while (in.read() >= 0) {
                // The child tells its events, and ends the connection when it ends.
            }
        }
    }

    /** Prints twice. */
    private static final class Both extends OutputStream {

        private final OutputStream first;
        private final OutputStream second;

        Both(OutputStream first, OutputStream second) {
            this.first = first;
            this.second = second;
        }

        @Override
        public synchronized void write(int b) throws IOException {
            first.write(b);
            second.write(b);
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
            first.write(bytes, offset, length);
            second.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            first.flush();
        }
    }

    static class DebuggedTestCases {

        @MultiProcessTest(timeout = "2s", startTimeout = "1s", stopGrace = "1s")
        void isDebugged(Processes processes, ProcessQueue<Integer> numbers) throws InterruptedException {
            processes.start("writer", () -> numbers.put(1));
            assertThat(numbers.take()).isEqualTo(1);
        }

        @MultiProcessTest(timeout = "2s")
        void hangs(Processes processes) {
            processes.start("other", Children::waitForEver);
        }
    }
}

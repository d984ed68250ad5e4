package dev.multiprocess;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.multiprocess.ExitStatus.End;
import dev.multiprocess.kit.Children;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A child whose task returns and whose threads live on serves, if it is meant to. */
@Tag("fork")
@Timeout(60)
class ServeTests {

    private static final Duration LONGER_THAN_GRACE = Duration.ofSeconds(2);
    private static final Pattern PORT = Pattern.compile("started on port (\\d+)");

    /** A server as programs have them: its main method returns when it is up. */
    static class Server {

        public static void main(String... arguments) throws IOException {
            serve(arguments[0]);
        }

        static int serve(String greeting) throws IOException {
            ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            new Thread(() -> answerAll(server, greeting), "server").start();
            System.out.println("started on port " + server.getLocalPort());
            return server.getLocalPort();
        }

        private static void answerAll(ServerSocket server, String greeting) {
            try (server) {
                while (true) {
                    try (Socket caller = server.accept()) {
                        int command = caller.getInputStream().read();
                        if (command == 'q') {
                            return;
                        }
                        if (command == 'x') {
                            System.exit(caller.getInputStream().read());
                        }
                        caller.getOutputStream().write(greeting.getBytes(StandardCharsets.UTF_8));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        static String ask(int port, int... command) {
            try (Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
                for (int each : command) {
                    server.getOutputStream().write(each);
                }
                server.shutdownOutput();
                return new String(server.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static Processes daemons(Processes processes) {
        return processes.with(o -> o.daemon(true));
    }

    /** Far longer than the stop grace of these tests. */
    private static void awaitGrace(ChildProcess<?> child) {
        assertThat(child.join(LONGER_THAN_GRACE)).as("has ended").isFalse();
        assertThat(child.isAlive()).isTrue();
    }

    // ---- daemons

    @MultiProcessTest(stopGrace = "500ms")
    void daemonsTaskReturns_itServesUntilItIsStopped(Processes processes) {
        ChildProcess<Integer> child = daemons(processes).start("app", () -> Server.serve("hello"));

        int port = child.result();
        awaitGrace(child);
        assertThat(Server.ask(port, 'a')).isEqualTo("hello");
        assertThat(child.threadDump()).contains("\"server\"");

        child.stop();
        child.join();
        assertThat(child.result()).isEqualTo(port);
        assertThat(child.awaitExit()).isEqualTo(new ExitStatus(End.STOPPED, 0, Optional.empty()));
    }

    @MultiProcessTest(stopGrace = "500ms")
    void daemonsOfAGroupServe_theirResultsAreThereAtOnce(Processes processes) {
        ProcessGroup<Integer> group = daemons(processes).start(2, "app", index -> Server.serve("hello " + index));

        List<Integer> ports = group.results();
        assertThat(group.join(LONGER_THAN_GRACE)).isFalse();
        assertThat(Server.ask(ports.get(1), 'a')).isEqualTo("hello 1");
    }

    @MultiProcessTest
    void lastThreadOfADaemonEnds_soDoesTheDaemon(Processes processes) {
        ChildProcess<Integer> child = daemons(processes).start("app", () -> Server.serve("hello"));

        Server.ask(child.result(), 'q');
        assertThat(child.awaitExit().end()).isEqualTo(End.FINISHED);
    }

    @MultiProcessTest
    void servingDaemonExitsWithoutError_isAGoodEnd(Processes processes) {
        ChildProcess<Integer> child = daemons(processes).start("app", () -> Server.serve("hello"));

        Server.ask(child.result(), 'x', 0);
        child.join();
        assertThat(child.awaitExit().end()).isEqualTo(End.FINISHED);
    }

    @Test
    void servingDaemonExitsWithAnError_failsTheTest() {
        assertThat(run(FailingTestCases.class, "exitWhileItServes"))
                .hasOneFailure()
                .isOfChild("app", End.EXITED)
                .tells("child 'app' (pid <pid>) exited with code 3 after its task had returned\n")
                .tells("  exit called  : at dev.multiprocess.ServeTests$Server.answerAll(ServeTests.java)\n");
    }

    @Test
    void daemonsTaskThrows_itsThreadsDoNotServe() {
        assertThat(run(FailingTestCases.class, "throwing"))
                .hasOneFailure()
                .hasMessage("no port")
                .isOfChild("app", End.FAILED);
    }

    @Test
    void servingDaemonIsJoined_deadlineSaysThatItServes() {
        assertThat(run(FailingTestCases.class, "joining"))
                .hasOneFailure()
                .isInstanceOf(ChildTimeoutException.class)
                .hasMessageContaining("  test JVM     : waits for child 'app' to end (for ")
                .hasMessageContaining("  app          : serves: its task has returned, and its threads live on\n");
    }

    @MultiProcessTest(stopGrace = "500ms")
    void childAsksForTheResultOfAServer_getsItAtOnce(Processes processes) {
        ChildProcess<Integer> server = daemons(processes).start("app", () -> Server.serve("hello"));

        assertThat(processes
                        .start("client", () -> {
                            int port = server.result();
                            return Server.ask(port, 'a') + " " + server.join(Duration.ofMillis(1)) + " "
                                    + server.isAlive();
                        })
                        .result())
                .isEqualTo("hello false true");
    }

    // ---- expected to run

    @MultiProcessTest(stopGrace = "500ms")
    void expectedToRun_servesUntilTheEnd(Processes processes) {
        ChildProcess<Integer> child =
                processes.start("app", () -> Server.serve("hello")).expectRunningAtEnd();

        int port = child.result();
        awaitGrace(child);
        assertThat(Server.ask(port, 'a')).isEqualTo("hello");
    }

    @MultiProcessTest(stopGrace = "10s")
    void expectedToRunAfterItsReturn_servesUntilTheEnd(Processes processes, ProcessQueue<String> events)
            throws InterruptedException {
        ChildProcess<Void> child = processes.start("app", () -> {
            new Thread(Children::waitForEver).start();
            events.put("returning");
        });
        events.take();
        assertThat(child.join(Duration.ofMillis(500))).isFalse();

        assertThat(child.expectRunningAtEnd().result()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"expectedEndsByItself", "expectedIsStopped"})
    void expectedToRunEndsEarlier_failsTheTest(String test) {
        assertThat(run(FailingTestCases.class, test))
                .hasOneFailure()
                .hasMessageContaining("child 'app' (pid ")
                .hasMessageContaining(") was expected to run until the test's end, but ");
    }

    @Test
    void expectedToRunNoLonger_isKilledAfterTheStopGrace() {
        assertThat(run(FailingTestCases.class, "expectedNoLonger"))
                .hasOneFailure()
                .isOfChild("app", End.KILLED)
                .hasMessageContaining("returned, but its JVM did not end within 500 ms and was killed")
                .hasMessageContaining("  still running: threads \"server\"\n");
    }

    // ---- programs

    @ParameterizedTest
    @EnumSource(names = {"SPAWN", "FORK", "FORK_SERVER"})
    @MultiProcess(stopGrace = "500ms")
    void programIsStarted_itServesUntilTheEnd(StartMethod method, Processes processes) {
        Processes started = processes.with(o -> o.startMethod(method));
        for (String name : List.of("first", "second")) {
            ChildProcess<Void> app = started.startMain(name, Server.class, "hello, " + name, "and more");

            assertThat(app.result()).isNull();
            awaitGrace(app);
            assertThat(Server.ask(portOf(app), 'a')).isEqualTo("hello, " + name);
        }
    }

    private static int portOf(ChildProcess<?> app) {
        return Integer.parseInt(app.awaitOutput(PORT).group(1));
    }

    @MultiProcessTest
    void programIsStartedByAChild_itServesUntilTheEnd(Processes processes) {
        processes
                .start("starter", () -> processes.startMain("app", Server.class, "hello"))
                .join();

        ChildProcess<?> app = processes.children().get(1);
        assertThat(app.name()).isEqualTo("app");
        app.result();
        assertThat(Server.ask(portOf(app), 'a')).isEqualTo("hello");
    }

    /** Has its main method from above. */
    static class Echo extends EchoBase {}

    static class EchoBase {

        public static void main(String[] arguments) {
            System.out.println(Arrays.toString(arguments));
        }
    }

    @MultiProcessTest
    void programHasNoNameAndEnds_endIsGood(Processes processes) {
        ChildProcess<Void> echo = processes.startMain(Echo.class);
        ChildProcess<Void> more = processes.startMain(EchoBase.class, "a", "", "c d");

        echo.join();
        more.join();
        assertThat(List.of(echo.name(), more.name())).containsExactly("child-1", "child-2");
        assertThat(echo.output()).containsExactly("[]");
        assertThat(more.output()).containsExactly("[a, , c d]");
        assertThat(more.restart().result()).isNull();
    }

    static class Exiting {

        public static void main(String[] arguments) {
            System.exit(Integer.parseInt(arguments[0]));
        }
    }

    @MultiProcessTest
    void programExitsWithoutError_endIsGood(Processes processes) {
        ChildProcess<Void> app = processes.startMain("app", Exiting.class, "0");

        app.join();
        assertThat(app.awaitExit().end()).isEqualTo(End.EXITED);
        processes.startMain("tool", Exiting.class, "3").expectExit(3).join();
    }

    @Test
    void programExitsWithAnError_failsTheTest() {
        assertThat(run(FailingTestCases.class, "programExits"))
                .hasOneFailure()
                .isOfChild("app", End.EXITED)
                .tells("child 'app' (pid <pid>) exited with code 4 before its task returned\n")
                .tells("  exit called  : at dev.multiprocess.ServeTests$Exiting.main(ServeTests.java)\n");
    }

    @Test
    void programThrows_failsTheTestWithItsException() {
        assertThat(run(FailingTestCases.class, "programThrows"))
                .hasOneFailure()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no such port: [a]")
                .isOfChild("app", End.FAILED)
                .hasStackFromChildToTest("ServeTests$Throwing.main", "app", "programThrows");
    }

    static class Throwing {

        public static void main(String[] arguments) {
            throw new IllegalArgumentException("no such port: " + Arrays.toString(arguments));
        }
    }

    static class WithoutStatic {

        public void main(String[] arguments) {}
    }

    static class WithoutPublic {

        static void main(String[] arguments) {}
    }

    static class WithResult {

        public static int main(String[] arguments) {
            return 0;
        }
    }

    @MultiProcessTest
    void classIsNoProgram_nothingIsStarted(Processes processes) {
        for (Class<?> type : List.of(Children.class, WithoutStatic.class, WithoutPublic.class, WithResult.class)) {
            assertThatExceptionOfType(MultiProcessConfigurationException.class)
                    .isThrownBy(() -> processes.startMain("app", type))
                    .withMessage("the main class of a child must have a method 'public static void main(String[])':"
                            + " mainClass=" + type.getName());
        }
        assertThatNullPointerException()
                .isThrownBy(() -> processes.startMain("app", Echo.class, "a", null))
                .withMessage("an argument of a main method must not be null");
        assertThat(processes.children()).isEmpty();
    }

    @MultiProcess(timeout = "20s", stopGrace = "500ms")
    static class FailingTestCases {

        @Test
        void exitWhileItServes(Processes processes) {
            ChildProcess<Integer> child = daemons(processes).start("app", () -> Server.serve("hello"));
            Server.ask(child.result(), 'x', 3);
            child.onExit().join();
        }

        @Test
        void throwing(Processes processes) {
            daemons(processes)
                    .start("app", () -> {
                        new Thread(Children::waitForEver).start();
                        throw new IllegalStateException("no port");
                    })
                    .onExit()
                    .join();
        }

        @Test
        @MultiProcess(timeout = "3s")
        void joining(Processes processes) {
            daemons(processes).start("app", () -> Server.serve("hello")).join();
        }

        @Test
        void expectedEndsByItself(Processes processes) {
            ChildProcess<Integer> child =
                    processes.start("app", () -> Server.serve("hello")).expectRunningAtEnd();
            Server.ask(child.result(), 'q');
            child.onExit().join();
        }

        @Test
        void expectedIsStopped(Processes processes) {
            ChildProcess<Integer> child =
                    processes.start("app", () -> Server.serve("hello")).expectRunningAtEnd();
            child.result();
            child.stop();
        }

        @Test
        void expectedNoLonger(Processes processes) {
            ChildProcess<Integer> child =
                    processes.start("app", () -> Server.serve("hello")).expectRunningAtEnd();
            child.result();
            awaitGrace(child);
            child.expectExit(0);
        }

        @Test
        void programExits(Processes processes) {
            processes.startMain("app", Exiting.class, "4").onExit().join();
        }

        @Test
        void programThrows(Processes processes) {
            processes.startMain("app", Throwing.class, "a").onExit().join();
        }
    }
}

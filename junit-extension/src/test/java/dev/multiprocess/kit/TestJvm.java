package dev.multiprocess.kit;

import dev.multiprocess.internal.os.ProcessIdentity;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A test JVM of its own, as a build has one, that runs the test of a fixture class: to be killed in the middle of it.
 *
 * <p>The test tells what it has started with {@link TestJvmMain#tell}, and says when it is ready. On close it is asked to
 * exit, and then it and everything it has told of is killed, whatever became of it.
 */
public final class TestJvm implements AutoCloseable {

    private static final long CLOSE_LIMIT_SECONDS = 20;
    private static final long LOOK_AGAIN_NANOS = Duration.ofMillis(2).toNanos();

    private final Process process;
    private final ProcessIdentity identity;
    private final BufferedReader lines;
    private final Path errors;
    private final Map<String, ProcessIdentity> told = new LinkedHashMap<>();

    private TestJvm(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
        this.identity = ProcessIdentity.of(process.toHandle()).orElseThrow();
        this.lines = process.inputReader();
    }

    /**
     * Tells whether a command can be written before that of a JVM on this machine.
     *
     * @param before as for {@link #start}
     */
    public static boolean isAllowed(String... before) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of(before));
        command.add("true");
        try {
            Process trial = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return trial.waitFor(10, TimeUnit.SECONDS) && trial.exitValue() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    /**
     * Starts it.
     *
     * @param base the base directory of its module
     * @param session the id of its build
     * @param testCases the fixture class
     * @param before what to write before the command of the JVM; its output must be the JVM's
     */
    public static TestJvm start(Path base, String session, Class<?> testCases, String... before) throws IOException {
        return start(base, session, System.getProperty("java.class.path"), testCases, before);
    }

    /**
     * Starts it with another class path than this JVM's.
     *
     * @param base the base directory of its module
     * @param session the id of its build
     * @param classPath where it finds the fixture class, and all that it needs
     * @param testCases the fixture class
     * @param before what to write before the command of the JVM; its output must be the JVM's
     */
    public static TestJvm start(Path base, String session, String classPath, Class<?> testCases, String... before)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(before));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dbasedir=" + base,
                "-Dmultiprocess.outputDirectory=" + outputDirectory(base),
                "-Dmultiprocess.session=" + session,
                "-cp",
                classPath,
                TestJvmMain.class.getName(),
                testCases.getName()));
        Path errors = Files.createTempFile(base, "stderr", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(base.toFile())
                .redirectError(errors.toFile())
                .start();
        return new TestJvm(process, errors);
    }

    /** Where the output of its module goes, and the registry. */
    public static Path outputDirectory(Path base) {
        return base.resolve("target").resolve("multiprocess");
    }

    /** Waits until the test says that all it wants to start is there. */
    public TestJvm awaitReady() throws IOException {
        String line = lines.readLine();
        while (!TestJvmMain.READY.equals(line)) {
            if (line == null) {
                throw new IOException("the test JVM ended before its test was ready:\n" + errors());
            }
            if (line.startsWith(TestJvmMain.TOLD)) {
                String[] words = line.split(" ");
                told.put(words[1], ProcessIdentity.parse(words[2]).orElseThrow());
            }
            line = lines.readLine();
        }
        return this;
    }

    /** Who it is. */
    public ProcessIdentity identity() {
        return identity;
    }

    /** What the test has told of, in its order. */
    public Collection<ProcessIdentity> processes() {
        return told.values();
    }

    /** One process that the test has told of. */
    public ProcessIdentity process(String name) {
        return told.get(name);
    }

    /** Sends {@code SIG}<em>name</em>. */
    public void signal(String name) {
        Signals.send(name, identity.pid());
    }

    /** Whether whoever started this JVM had it ignore a signal, as {@code nohup} and background jobs do. */
    public boolean ignores(String signal) throws IOException {
        int number = Map.of("HUP", 1, "INT", 2, "TERM", 15).get(signal);
        String mask = Files.readAllLines(Path.of("/proc", Long.toString(identity.pid()), "status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .orElseThrow()
                .split("\\s+")[1];
        return (Long.parseUnsignedLong(mask, 16) >>> (number - 1) & 1) == 1;
    }

    /** Has it do something: see {@link TestJvmMain}. */
    public void order(String what) {
        PrintStream orders = new PrintStream(process.getOutputStream(), true);
        orders.println(what);
    }

    /** Waits for its end, at most so long; tells its exit code. */
    public int awaitEnd(Duration limit) throws InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("the test JVM still runs after " + limit);
        }
        return process.exitValue();
    }

    /** What it has written to standard error so far, in whatever encoding. */
    public String errors() throws IOException {
        return new String(Files.readAllBytes(errors), StandardCharsets.UTF_8);
    }

    /** Waits until processes are dead, at most so long; tells those that are not. Of strangers nobody tells the end. */
    public static List<ProcessIdentity> aliveAfter(Duration limit, Collection<ProcessIdentity> processes) {
        long start = System.nanoTime();
        while (processes.stream().anyMatch(ProcessIdentity::isAlive) && System.nanoTime() - start < limit.toNanos()) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        return processes.stream().filter(ProcessIdentity::isAlive).toList();
    }

    /** The private directories that it has made, if they are still there. */
    public List<Path> privateDirectories() {
        return PrivateDirectories.of(identity.pid());
    }

    /** Waits until they are gone, at most so long; tells those that are not. A JVM may still be on its way to remove them. */
    public List<Path> privateDirectoriesAfter(Duration limit) {
        long start = System.nanoTime();
        while (!privateDirectories().isEmpty() && System.nanoTime() - start < limit.toNanos()) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        return privateDirectories();
    }

    @Override
    public void close() {
        // Asked first, so that it removes what it has in the temporary directory.
        process.destroy();
        try {
            process.waitFor(CLOSE_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        processes().forEach(member -> member.handle().ifPresent(ProcessHandle::destroyForcibly));
    }
}

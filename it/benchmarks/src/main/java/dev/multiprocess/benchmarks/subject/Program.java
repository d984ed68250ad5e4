package dev.multiprocess.benchmarks.subject;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A peer's process: its standard output is kept in a file, and it ends with {@link #close()} at the latest. */
public final class Program implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final List<String> command;
    private final Path output;
    private final Process process;

    private Program(List<String> command, Path output, Process process) {
        this.command = command;
        this.output = output;
        this.process = process;
    }

    /**
     * Starts it.
     *
     * @param command program and arguments
     * @return running
     * @throws IOException if it cannot be started
     */
    public static Program start(List<String> command) throws IOException {
        Path output = Files.createTempFile("benchmark", ".txt");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            Process process = builder.start();
            process.getOutputStream().close();
            return new Program(command, output, process);
        } catch (IOException e) {
            Files.delete(output);
            throw e;
        }
    }

    /**
     * Runs it to its end.
     *
     * @param command program and arguments
     * @return what it has written
     * @throws IOException if it cannot be started, or fails
     * @throws InterruptedException if this thread was interrupted; the process is killed then
     */
    public static String run(List<String> command) throws IOException, InterruptedException {
        try (Program program = start(command)) {
            return program.result();
        }
    }

    /**
     * Runs it to its end.
     *
     * @param command program and arguments
     * @return the numbers between spaces in the last line that it has written
     * @throws IOException if it cannot be started, or fails
     * @throws InterruptedException if this thread was interrupted; the process is killed then
     */
    public static List<Double> measure(List<String> command) throws IOException, InterruptedException {
        try (Program program = start(command)) {
            return program.numbers();
        }
    }

    /**
     * Waits until it has ended.
     *
     * @return what it has written, without the last line end
     * @throws IOException if it exits with another code than 0, or not within a minute
     * @throws InterruptedException if this thread was interrupted
     */
    public String result() throws IOException, InterruptedException {
        boolean ended = awaitEnd();
        String text = Files.readString(output, StandardCharsets.UTF_8).strip();
        if (!ended || process.exitValue() != 0) {
            throw new IOException("a peer "
                    + (ended ? "exited with code " + process.exitValue() : "was still running after " + LONGEST)
                    + "\n  command: " + String.join(" ", command) + "\n  output : " + text);
        }
        return text;
    }

    /**
     * Waits until it has ended.
     *
     * @return the numbers between spaces in the last line that it has written
     * @throws IOException as {@link #result()}
     * @throws InterruptedException if this thread was interrupted
     */
    public List<Double> numbers() throws IOException, InterruptedException {
        String text = result();
        String last = text.substring(text.lastIndexOf('\n') + 1);
        return Stream.of(last.split(" ")).map(Double::valueOf).toList();
    }

    /**
     * Waits until it has ended, but not longer than a minute.
     *
     * @return false if it still runs
     * @throws InterruptedException if this thread was interrupted
     */
    public boolean awaitEnd() throws InterruptedException {
        return process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS);
    }

    /** Kills it and what it has started, if it still runs. */
    @Override
    public void close() throws IOException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
        Files.delete(output);
    }
}

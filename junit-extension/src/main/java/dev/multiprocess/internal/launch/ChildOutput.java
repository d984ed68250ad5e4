package dev.multiprocess.internal.launch;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Drains what a child writes, from its first byte to the end: to a file, to the test's own output with the child's name
 * in front, and the last lines to memory.
 *
 * <p>Two threads a child, since a pipe that nobody reads blocks the child after 64 KiB.
 */
final class ChildOutput {

    private static final int LINES_KEPT = 10_000;

    /** A longer line is shown in pieces, so that one without an end cannot fill the memory. */
    private static final int LONGEST_LINE = 16 * 1024;

    /** The time, alone on its line, comes before. */
    private static final Pattern DUMP_BEGIN =
            Pattern.compile("^Full thread dump |^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d$");

    private static final Charset NATIVE = Charset.forName(System.getProperty("native.encoding"));

    private final String name;
    private final Path file;
    private final Deque<String> lines = new ArrayDeque<>();
    private final StringBuilder dump = new StringBuilder();
    private CompletableFuture<String> dumpWanted;
    private int open = 2;
    private Writer writer;

    ChildOutput(String name, Path file) {
        this.name = name;
        this.file = file;
    }

    /** Opens the file, and begins to fill it. */
    void drain(Process process) throws IOException {
        open(file);
        pump("out", process.getInputStream(), () -> System.out);
        pump("err", process.getErrorStream(), () -> System.err);
    }

    private synchronized void open(Path opened) throws IOException {
        try {
            writer = Files.newBufferedWriter(opened);
        } catch (IOException e) {
            // Nobody reads, so nobody is to be waited for.
            open = 0;
            throw e;
        }
    }

    private void pump(String stream, InputStream from, Supplier<PrintStream> echo) {
        Thread thread = new Thread(() -> copy(from, echo), "multiprocess-" + stream + "-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void copy(InputStream from, Supplier<PrintStream> echo) {
        try (Reader reader = new InputStreamReader(from, NATIVE)) {
            StringBuilder line = new StringBuilder();
            char[] buffer = new char[8192];
            for (int read = reader.read(buffer); read >= 0; read = reader.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    if (buffer[i] == '\n' || line.length() == LONGEST_LINE) {
                        take(line, echo.get());
                    }
                    if (buffer[i] != '\n' && buffer[i] != '\r') {
                        line.append(buffer[i]);
                    }
                }
                flush();
            }
            if (!line.isEmpty()) {
                take(line, echo.get());
            }
        } catch (IOException e) {
            add("(the output could not be read further: " + e.getMessage() + ")");
        } finally {
            closeOne();
        }
    }

    private void take(StringBuilder line, PrintStream echo) {
        String text = line.toString();
        line.setLength(0);
        if (isOfDump(text)) {
            return;
        }
        add(text);
        echo.println("[" + name + "] " + text);
    }

    /**
     * Catches the thread dump that the JVM prints next, which is no output of the child's code.
     *
     * @return completed with its last thread
     */
    synchronized CompletableFuture<String> nextThreadDump() {
        dumpWanted = new CompletableFuture<>();
        dump.setLength(0);
        return dumpWanted;
    }

    /** Whether a line belongs to a thread dump; from the dump on everything does, since the child is about to be ended. */
    private synchronized boolean isOfDump(String line) {
        if (dumpWanted == null
                || dump.length() == 0 && !DUMP_BEGIN.matcher(line).find()) {
            return false;
        }
        dump.append(line).append('\n');
        if (line.startsWith("JNI global ref")) {
            dumpWanted.complete(dump.toString());
        }
        return true;
    }

    private synchronized void add(String line) {
        lines.addLast(line);
        if (lines.size() > LINES_KEPT) {
            lines.removeFirst();
        }
        try {
            writer.write(line);
            writer.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("the output of child '" + name + "' cannot be kept in " + file, e);
        }
    }

    private synchronized void flush() throws IOException {
        writer.flush();
    }

    private synchronized void closeOne() {
        open--;
        if (open == 0) {
            try {
                writer.close();
            } catch (IOException e) {
                lines.addLast("(the end of the output could not be written to " + file + ": " + e.getMessage() + ")");
            }
        }
        notifyAll();
    }

    /** Waits until both streams have ended; a process that the child has left behind may hold them open for long. */
    synchronized void awaitEnd(long millis) {
        long deadline = System.nanoTime() + millis * 1_000_000;
        boolean interrupted = false;
        for (long left = millis; open > 0 && left > 0; left = (deadline - System.nanoTime()) / 1_000_000) {
            try {
                wait(left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    synchronized List<String> lines() {
        return new ArrayList<>(lines);
    }

    Path file() {
        return file;
    }
}

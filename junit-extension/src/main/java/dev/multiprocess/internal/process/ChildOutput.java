package dev.multiprocess.internal.process;

import dev.multiprocess.internal.events.Line;
import dev.multiprocess.internal.jvm.OutputEncoding;
import dev.multiprocess.internal.thread.Uninterruptibly;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Drains what a child writes, from its first byte to the end: its bytes to a file, its lines to the test's own output,
 * prefixed with the child's name, and the last of them to memory.
 *
 * <p>Two threads a child, since a pipe that is not read blocks the child after 64 KiB. They end with the pipe and not
 * before, whatever happens to file, output and memory.
 */
final class ChildOutput {

    private static final System.Logger LOG = System.getLogger(ChildOutput.class.getName());

    private static final Optional<String> LINES = Optional.of("some lines are only in the file");
    private static final long OUT_OF_MEMORY_PAUSE_NANOS = 50_000_000;

    private final String name;
    private final Path path;
    private final KeptLines kept = KeptLines.forThisHeap();
    private final OutputStreamOfChild out;
    private final OutputStreamOfChild err;
    private OutputFile file;
    private Optional<String> lost = Optional.empty();
    private volatile boolean echoFailed;
    private int open = 2;

    private final List<OutputWatch> watches = new CopyOnWriteArrayList<>();

    /** How many threads have read what they have not handed on yet. */
    private final AtomicInteger busy = new AtomicInteger();

    /**
     * Makes the output of a child that is not drained yet.
     *
     * @param name what its lines begin with in the test's output
     * @param path the file
     * @param outEncoding of its standard output
     * @param errEncoding of its standard error
     */
    ChildOutput(String name, Path path, OutputEncoding outEncoding, OutputEncoding errEncoding) {
        this.name = name;
        this.path = path;
        out = new OutputStreamOfChild(outEncoding);
        err = new OutputStreamOfChild(errEncoding);
    }

    /** Opens the file, and begins to fill it. */
    void drain(Process process) throws IOException {
        open();
        pump("out", process.getInputStream(), out, () -> System.out);
        pump("err", process.getErrorStream(), err, () -> System.err);
    }

    private synchronized void open() throws IOException {
        try {
            file = OutputFile.open(path);
        } catch (IOException e) {
            // No thread reads, so none is to be waited for.
            open = 0;
            throw e;
        }
    }

    private void pump(String stream, InputStream from, OutputStreamOfChild to, Supplier<PrintStream> echo) {
        Thread thread = new Thread(() -> copy(from, to, echo), "multiprocess-" + stream + "-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void copy(InputStream from, OutputStreamOfChild to, Supplier<PrintStream> echo) {
        Supplier<List<String>> lines = () -> shown(to, takeLines(to));
        try (from) {
            while (reads(from, to)) {
                busy.incrementAndGet();
                attempt(lines, echo);
                busy.decrementAndGet();
            }
        } catch (IOException e) {
            attempt(() -> readNoFurther(e), echo);
        } finally {
            attempt(() -> shown(to, takeRest(to)), echo);
            closeOne();
        }
    }

    private boolean reads(InputStream from, OutputStreamOfChild to) throws IOException {
        while (true) {
            try {
                return to.read(from);
            } catch (OutOfMemoryError e) {
                // What has arrived is still there.
                loseLines(e);
                LockSupport.parkNanos(OUT_OF_MEMORY_PAUSE_NANOS);
            }
        }
    }

    /** Takes lines and shows them to the test; draining continues whatever fails: a full pipe would block the child. */
    private void attempt(Supplier<List<String>> lines, Supplier<PrintStream> echo) {
        try {
            for (String line : lines.get()) {
                echo(line, echo.get());
            }
        } catch (RuntimeException | Error e) {
            loseLines(e);
        }
    }

    /** Shows to those that wait for a line what one stream has. */
    private List<String> shown(OutputStreamOfChild from, List<String> lines) {
        for (OutputWatch watch : watches) {
            watch.lookAt(lines);
            from.unfinished().ifPresent(text -> watch.lookAt(from, text, from.takenNanos()));
        }
        return lines;
    }

    /** Lets it look at what is kept, and at what comes from now on. */
    void begin(OutputWatch watch) {
        List<Runnable> looks = new ArrayList<>();
        synchronized (this) {
            watches.add(watch);
            List<String> lines = kept.toList();
            looks.add(() -> watch.lookBack(lines));
            for (OutputStreamOfChild each : List.of(out, err)) {
                long taken = each.takenNanos();
                each.unfinished().ifPresent(text -> looks.add(() -> watch.lookAt(each, text, taken)));
            }
        }
        // Without the lock, which the child's output would wait for.
        looks.forEach(Runnable::run);
    }

    void end(OutputWatch watch) {
        watches.remove(watch);
    }

    /** Whether all that was read has been handed on. */
    boolean isIdle() {
        return busy.get() == 0;
    }

    private synchronized List<String> takeLines(OutputStreamOfChild from) {
        List<String> lines = new ArrayList<>();
        try {
            from.takeLines(file, lines);
        } finally {
            // Those that were taken, even if memory has run out for another.
            keep(lines);
        }
        return lines;
    }

    private synchronized List<String> takeRest(OutputStreamOfChild from) {
        List<String> lines = new ArrayList<>();
        try {
            from.takeRest(file, lines);
        } finally {
            keep(lines);
        }
        return lines;
    }

    private void keep(List<String> lines) {
        file.flush();
        lines.forEach(kept::add);
        noteProblemOfFile();
    }

    private void noteProblemOfFile() {
        if (lost.isEmpty() && file.problem().isPresent()) {
            String reason = file.problem().get().getMessage();
            kept.add("(the output could not be written further to " + path + ": " + reason + ")");
            lose("the file does not have all of it: " + reason);
        }
    }

    private synchronized List<String> readNoFurther(IOException reason) {
        kept.add("(the output could not be read further: " + reason.getMessage() + ")");
        lose("it could not be read to its end: " + reason.getMessage());
        return List.of();
    }

    /** Keeps the first loss for the failure, and logs it. */
    private synchronized void lose(String what) {
        if (lost.isEmpty()) {
            lost = Optional.of(what);
            warn("output lost: " + what, "");
        }
    }

    /** The same where there may be no memory for more words. */
    private synchronized void loseLines(Throwable reason) {
        if (lost.isEmpty()) {
            lost = LINES;
            warn("some lines of its output are only in the file: ", reason);
        }
    }

    private void echo(String line, PrintStream to) {
        try {
            if (to != null) {
                to.println("[" + name + "] " + line);
            }
        } catch (RuntimeException | Error e) {
            // From a stream that the test has put there.
            if (!echoFailed) {
                echoFailed = true;
                warn("its output cannot be shown in that of the test: ", e);
            }
        }
    }

    private void warn(String what, Object reason) {
        try {
            LOG.log(Level.WARNING, "child ''{0}'': {1}{2}", name, what, reason);
        } catch (RuntimeException | Error e) {
            // A log that writes to the same stream, or needs the same memory; a failure of the child reports it as
            // well.
        }
    }

    /**
     * Catches the thread dump that the JVM prints next, which is no output of the child's code.
     *
     * @return completed with its last thread
     */
    synchronized CompletableFuture<String> nextThreadDump() {
        CompletableFuture<String> dump = new CompletableFuture<>();
        out.catchNext(dump);
        err.catchNext(dump);
        return dump;
    }

    private synchronized void closeOne() {
        open--;
        if (open == 0) {
            file.close();
            noteProblemOfFile();
        }
        notifyAll();
    }

    /** Waits until both streams have ended; a process that the child has left running may hold them open for long. */
    synchronized void awaitEnd(long millis) {
        long deadline = System.nanoTime() + millis * 1_000_000;
        Uninterruptibly.run(() -> {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            while (open > 0 && left > 0) {
                wait(left);
                left = (deadline - System.nanoTime()) / 1_000_000;
            }
        });
    }

    /** The last lines, and those that are unfinished. */
    synchronized List<String> lines() {
        List<String> lines = kept.toList();
        out.unfinished().ifPresent(lines::add);
        err.unfinished().ifPresent(lines::add);
        return lines;
    }

    /** The last lines, and when they had come. */
    synchronized List<Line> timedLines() {
        return kept.timed();
    }

    /** What of the output was lost. */
    synchronized Optional<String> lost() {
        return lost;
    }

    Path file() {
        return path;
    }
}

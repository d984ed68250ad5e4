package dev.multiprocess.internal.wire;

import dev.multiprocess.internal.thread.Uninterruptibly;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Makes FIFOs in a private directory, some in advance. Java cannot; {@code mkfifo}, which every Linux has, takes a
 * millisecond for as many as it is told. Thread-safe.
 */
final class FifoMaker {

    private static final System.Logger LOG = System.getLogger(FifoMaker.class.getName());
    private static final int AT_ONCE = 16;
    private static final int FEW = 4;
    private static final long LIMIT_SECONDS = 10;

    private final PrivateDirectory directory;
    private final Executor background;
    private final List<String> command;
    private final Deque<String> ready = new ArrayDeque<>();
    private int last;
    private boolean making;
    private boolean over;

    /**
     * Makes nothing yet.
     *
     * @param directory where they are to lie
     * @param background makes more of them before they are asked for
     */
    FifoMaker(PrivateDirectory directory, Executor background) {
        this(directory, background, System.getProperty("os.name"), List.of("mkfifo", "-m", "600"));
    }

    /** Not tried on another system than Linux, though some have FIFOs. */
    FifoMaker(PrivateDirectory directory, Executor background, String system, List<String> command) {
        this.directory = directory;
        this.background = background;
        this.command = command;
        over = !system.equals("Linux");
    }

    /**
     * Takes two that nobody else has.
     *
     * @return their name; empty where none can be made; then one calls by the socket
     */
    Optional<String> take() {
        while (true) {
            synchronized (this) {
                awaitMaking();
                if (!ready.isEmpty() || over) {
                    return poll();
                }
                making = true;
            }
            make();
        }
    }

    /** Whoever comes while they are being made, and there is none, waits for that. */
    private void awaitMaking() {
        Uninterruptibly.run(() -> {
            while (making && ready.isEmpty()) {
                wait();
            }
        });
    }

    private Optional<String> poll() {
        String taken = ready.poll();
        if (ready.size() < FEW && !making && !over) {
            background.execute(this::make);
            making = true;
        }
        return Optional.ofNullable(taken);
    }

    /** Makes no more, and waits for those that are being made: their directory is about to be removed. */
    synchronized void close() {
        over = true;
        ready.clear();
        awaitMaking();
    }

    private void make() {
        List<String> made = new ArrayList<>();
        List<String> all = new ArrayList<>(command);
        for (int i = 0; i < AT_ONCE; i++) {
            String name = "link-" + nextNumber();
            made.add(name);
            directory.fifos(name).forEach(path -> all.add(path.toString()));
        }
        boolean well = false;
        try {
            run(all);
            well = true;
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "children call by the socket, as no FIFOs can be made: {0}", e.toString());
        } finally {
            made(well ? made : List.of());
        }
    }

    private synchronized int nextNumber() {
        return ++last;
    }

    private synchronized void made(List<String> more) {
        ready.addAll(more);
        over |= more.isEmpty();
        making = false;
        notifyAll();
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        try {
            boolean ended =
                    Uninterruptibly.get(() -> process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS));
            if (!ended) {
                throw new IOException(command.get(0) + " took more than " + LIMIT_SECONDS + " s");
            }
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new IOException(command.get(0) + " ended with exit code " + process.exitValue());
        }
    }
}

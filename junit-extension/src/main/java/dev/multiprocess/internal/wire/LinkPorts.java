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
 * Gives children that are about to be started a way of their own to the test JVM: FIFOs in the private directory, some
 * made in advance. Java cannot make them; {@code mkfifo}, which every Linux has, takes a millisecond for any number of
 * them. Thread-safe.
 */
public final class LinkPorts {

    private static final System.Logger LOG = System.getLogger(LinkPorts.class.getName());
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
     * @param directory where children call
     * @param background makes more ports before they are asked for
     */
    public LinkPorts(PrivateDirectory directory, Executor background) {
        this(directory, background, System.getProperty("os.name"), List.of("mkfifo", "-m", "600"));
    }

    /** Not tried on another system than Linux, though some have FIFOs. */
    LinkPorts(PrivateDirectory directory, Executor background, String system, List<String> command) {
        this.directory = directory;
        this.background = background;
        this.command = command;
        over = !system.equals("Linux");
    }

    /**
     * Takes a port that no other child has.
     *
     * @return empty where there can be none; then a child connects by socket
     */
    public Optional<LinkPort> next() {
        return take().map(name -> new LinkPort(directory, name));
    }

    /** The name of two FIFOs that no other child has. */
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

    /** If there is none while more are being made, waits for them. */
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
    public synchronized void close() {
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

package dev.multiprocess.internal.start;

import dev.multiprocess.internal.archive.ClassArchives;
import dev.multiprocess.internal.jvm.JvmSpec;
import dev.multiprocess.internal.link.LinkOwner;
import dev.multiprocess.internal.os.Memory;
import dev.multiprocess.internal.thread.Uninterruptibly;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * JVMs that were started in advance, by what they were started with; each is used once.
 *
 * <p>Refilled by one thread, one JVM after the other, so that it takes little from the tests that run meanwhile: up to
 * as many as have been in use at the same time so far, within a limit.
 */
public final class ForkServer {

    private static final System.Logger LOG = System.getLogger(ForkServer.class.getName());
    private static final Duration BOOT_LIMIT = Duration.ofSeconds(30);

    /** After this many consecutive unused deaths, that kind is no longer started in advance. */
    private static final int MOST_DEATHS = 3;

    /** What a waiting JVM needs, generously; a test's own data come later. */
    private static final long BYTES_EACH = 128L << 20;

    private final StartHost host;
    private final WaitingStart waiting;
    private final int limit;
    private final Map<JvmSpec, Pool> pools = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Integer, WaitingJvm> known = new HashMap<>();
    private boolean refilling;
    private boolean closed;

    /** The JVMs of one kind. */
    private static final class Pool {
        final Deque<WaitingJvm> waiting = new ArrayDeque<>();
        String testClass;
        int inUse;
        int wanted;
        int deaths;
    }

    public ForkServer(StartHost host, ClassArchives archives, PendingStarts pending, int limit) {
        this.host = host;
        waiting = new WaitingStart(host, archives, pending);
        this.limit = limit;
    }

    /** Two for each core, 4 to 16 of them, less if memory is short. */
    public static int defaultLimit() {
        int byCores = Math.max(4, Math.min(16, 2 * Runtime.getRuntime().availableProcessors()));
        return (int) Math.max(1, Math.min(byCores, Memory.available() / (2 * BYTES_EACH)));
    }

    /**
     * Takes a JVM for a child to come, or plans a new one.
     *
     * @param testClass the class whose code the child is about to run
     */
    ChildLauncher launcher(JvmSpec spec, Class<?> testClass) {
        return new ServerLauncher(host, this, spec, take(spec, testClass.getName()));
    }

    private Optional<WaitingJvm> take(JvmSpec spec, String testClass) {
        List<WaitingJvm> dead = new ArrayList<>();
        Optional<WaitingJvm> found = Optional.empty();
        synchronized (this) {
            Pool pool = pools.computeIfAbsent(spec, key -> new Pool());
            pool.testClass = testClass;
            pool.inUse++;
            pool.wanted = Math.min(limit, Math.max(pool.wanted, pool.inUse));
            while (found.isEmpty()) {
                WaitingJvm next = firstWarm(pool.waiting);
                if (next == null) {
                    break;
                }
                if (next.isGone() || !next.start().hasDirectory()) {
                    dead.add(next);
                } else {
                    found = Optional.of(next);
                }
            }
        }
        dead.forEach(this::discard);
        return found;
    }

    /** Waiting would be needed for one that is booting, to know that it has not just been killed. */
    private static WaitingJvm firstWarm(Deque<WaitingJvm> waiting) {
        for (WaitingJvm jvm : waiting) {
            if (jvm.isWarm()) {
                waiting.remove(jvm);
                return jvm;
            }
        }
        return null;
    }

    /**
     * Makes a taken JVM a child.
     *
     * @return false if it was dead: a process that was killed may look alive for a moment
     * @throws IOException if it may have begun, and was killed
     */
    boolean handOver(WaitingJvm jvm, LinkOwner child) throws IOException {
        if (!jvm.becomes(child)) {
            discard(jvm);
            return false;
        }
        synchronized (this) {
            known.remove(jvm.start().number());
        }
        return true;
    }

    /** Notes that a child has ended, or was not started. */
    synchronized void released(JvmSpec spec) {
        pools.get(spec).inUse--;
    }

    /** Notes that a JVM is about to call. */
    private synchronized void expect(WaitingJvm jvm) {
        known.put(jvm.start().number(), jvm);
    }

    /** The one of that number, which may call. */
    public synchronized Optional<LinkOwner> linkOwner(int number) {
        return Optional.ofNullable(known.get(number));
    }

    void discard(WaitingJvm jvm) {
        jvm.end();
        synchronized (this) {
            known.remove(jvm.start().number());
        }
        waiting.forget(jvm);
    }

    /** Starts what is missing, in the background. */
    synchronized void refill() {
        if (!refilling && !closed) {
            refilling = true;
            host.workers().execute(this::refillAll);
        }
    }

    private void refillAll() {
        try {
            for (Optional<JvmSpec> next = nextWanted(); next.isPresent(); next = nextWanted()) {
                startOne(next.get());
            }
        } catch (InterruptedException e) {
            // The run is ending.
            stopRefilling();
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            stopRefilling();
            throw e;
        }
    }

    private synchronized void stopRefilling() {
        refilling = false;
        notifyAll();
    }

    /** The most recently used kind comes first. */
    private synchronized Optional<JvmSpec> nextWanted() {
        List<JvmSpec> kinds = new ArrayList<>(pools.keySet());
        for (int i = kinds.size() - 1; i >= 0 && !closed; i--) {
            Pool pool = pools.get(kinds.get(i));
            if (pool.waiting.size() < pool.wanted && pool.deaths < MOST_DEATHS && makeRoom(kinds.get(i))) {
                return Optional.of(kinds.get(i));
            }
        }
        // With the lock held since nothing was found, so that no request in between is lost.
        stopRefilling();
        return Optional.empty();
    }

    /** Within the limit for all kinds, those that were not used recently give way. */
    private boolean makeRoom(JvmSpec wanted) {
        int all = pools.values().stream().mapToInt(pool -> pool.waiting.size()).sum();
        if (all < limit) {
            return true;
        }
        for (Map.Entry<JvmSpec, Pool> oldest : pools.entrySet()) {
            if (oldest.getKey().equals(wanted)) {
                return false;
            }
            WaitingJvm leaving = oldest.getValue().waiting.pollFirst();
            if (leaving != null) {
                oldest.getValue().wanted--;
                host.workers().execute(() -> discard(leaving));
                return true;
            }
        }
        return false;
    }

    private void startOne(JvmSpec spec) throws InterruptedException {
        WaitingJvm jvm;
        try {
            jvm = waiting.start(spec, testClassOf(spec), this::expect);
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, "a JVM could not be started in advance: {0}", e.getMessage());
            died(spec);
            return;
        }
        synchronized (this) {
            if (closed) {
                jvm.end();
                return;
            }
            pools.get(spec).waiting.addLast(jvm);
        }
        boolean warm = jvm.awaitWarm(BOOT_LIMIT);
        boolean isOurs;
        synchronized (this) {
            Pool pool = pools.get(spec);
            isOurs = !warm && pool.waiting.remove(jvm);
            pool.deaths = warm ? 0 : pool.deaths;
        }
        if (isOurs) {
            LOG.log(
                    Level.WARNING,
                    "a JVM that was started in advance (pid {0}) ended, or was not up within {1} s",
                    String.valueOf(jvm.process().pid()),
                    BOOT_LIMIT.toSeconds());
            died(spec);
            discard(jvm);
        }
    }

    private synchronized String testClassOf(JvmSpec spec) {
        return pools.get(spec).testClass;
    }

    private synchronized void died(JvmSpec spec) {
        pools.get(spec).deaths++;
    }

    /** The processes that wait. */
    public synchronized List<ProcessHandle> processes() {
        return known.values().stream().map(jvm -> jvm.process().toHandle()).toList();
    }

    /** Ends all that wait, and starts no more. */
    public void close() {
        List<WaitingJvm> all;
        synchronized (this) {
            closed = true;
            pools.values().forEach(pool -> pool.waiting.clear());
            known.values().forEach(WaitingJvm::end);
            awaitRefilled();
            all = List.copyOf(known.values());
            known.clear();
        }
        for (WaitingJvm jvm : all) {
            jvm.end();
            Uninterruptibly.get(jvm.process()::waitFor);
            waiting.forget(jvm);
        }
    }

    /** One that is just being started must be known before it can be ended. */
    private void awaitRefilled() {
        Uninterruptibly.run(() -> {
            while (refilling) {
                wait();
            }
        });
    }
}

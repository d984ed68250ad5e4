package dev.multiprocess.internal.scope;

import dev.multiprocess.internal.diagnose.Census;
import dev.multiprocess.internal.diagnose.Wait;
import dev.multiprocess.internal.diagnose.Waiting;
import dev.multiprocess.internal.hub.QueueState;
import dev.multiprocess.internal.inventory.TestChildren;
import dev.multiprocess.internal.inventory.TestQueues;
import dev.multiprocess.internal.inventory.TestSyncs;
import dev.multiprocess.internal.inventory.TestThreads;
import dev.multiprocess.internal.link.LinkServer;
import dev.multiprocess.internal.process.Child;
import dev.multiprocess.internal.report.LockCircle;
import dev.multiprocess.internal.run.RunThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * Checks now and then whether all processes of a test wait for each other, so that none is left that could end that.
 *
 * <p>A false alarm is worse than a deadlock that only the deadline finds. So everything not known to be otherwise
 * counts as a sign of life: a thread that can continue, in any process; a wait that ends by itself; a child that has
 * not begun or is ending or is paused; an element, an answer or a call on its way; another test that shares queues and
 * children of a class or factory with this one. And only what two consecutive looks have seen alike counts at all.
 *
 * <p>It costs nothing while the test's own thread is not waiting without limit in an operation of ours, and little
 * while some child is not.
 */
final class DeadlockWatch {

    private static final long FIRST_MILLIS = 250;
    private static final long AGAIN_MILLIS = 150;
    private static final long MOST_MILLIS = 1_000;
    private static final long ANSWER_MILLIS = 1_000;

    private final RunThreads timers;
    private final TestThreads threads;
    private final TestChildren children;
    private final TestQueues queues;
    private final TestSyncs syncs;
    private final IntSupplier liveProcesses;
    private final BooleanSupplier yieldTurn;
    private final Found found;
    private ScheduledFuture<?> next;
    private Optional<Observation> last = Optional.empty();
    private Optional<LockCircle> lastCircle = Optional.empty();
    private long idleMillis = FIRST_MILLIS;
    private boolean ended;

    /** Whom to tell. */
    interface Found {

        /** All processes of the test wait for each other. */
        void allWait();

        /** Some threads wait for locks of each other; a sentence for each. */
        void circleOfLocks(List<String> sentences);
    }

    /**
     * What a look has seen, if it was a deadlock.
     *
     * @param waits of all processes, in their order
     * @param moves of the queues
     */
    private record Observation(List<String> waits, List<Long> moves) {}

    /**
     * Of one test.
     *
     * @param liveProcesses how many children live in this JVM
     * @param yieldTurn called when it is a deadlock; returns true if that is over, since the turn was given to another process
     * @param found told once, when it is a deadlock
     */
    DeadlockWatch(
            RunThreads timers,
            TestThreads threads,
            TestChildren children,
            TestQueues queues,
            TestSyncs syncs,
            IntSupplier liveProcesses,
            BooleanSupplier yieldTurn,
            Found found) {
        this.timers = timers;
        this.threads = threads;
        this.children = children;
        this.queues = queues;
        this.syncs = syncs;
        this.liveProcesses = liveProcesses;
        this.yieldTurn = yieldTurn;
        this.found = found;
    }

    /** Looks for the first time after a while. */
    synchronized void begin() {
        again(FIRST_MILLIS);
    }

    synchronized void end() {
        ended = true;
        if (next != null) {
            next.cancel(false);
        }
    }

    private synchronized void again(long millis) {
        if (!ended) {
            next = timers.later(Duration.ofMillis(millis), this::look);
        }
    }

    private void look() {
        Optional<LockCircle> circle = circle();
        if (circle.isPresent() && lastCircle.filter(circle.get()::isStill).isPresent()) {
            Map<Integer, String> names = new HashMap<>(Map.of(0, "test JVM"));
            children.usable().forEach(child -> names.put(child.number(), child.name()));
            tellUnlessEnded(() -> found.circleOfLocks(circle.get().sentences(names)));
            return;
        }
        lastCircle = circle;
        List<Wait> own = threads.tester().stream().flatMap(Waiting::of).toList();
        Optional<Observation> seen = own.isEmpty() || own.stream().anyMatch(Wait::timed) ? Optional.empty() : sight();
        if (seen.isPresent() && seen.equals(last) && !yieldTurn.getAsBoolean()) {
            tellUnlessEnded(found::allWait);
            return;
        }
        last = seen;
        again(seen.isPresent() || circle.isPresent() ? AGAIN_MILLIS : patience(own));
    }

    private void tellUnlessEnded(Runnable words) {
        synchronized (this) {
            if (ended) {
                return;
            }
        }
        words.run();
    }

    /** The longer nothing was wrong, the longer it waits; and the longer the test has waited, too. */
    private long patience(List<Wait> own) {
        idleMillis = own.isEmpty() && !syncs.isAnyWaiting() ? Math.min(MOST_MILLIS, 2 * idleMillis) : FIRST_MILLIS;
        return own.isEmpty()
                ? idleMillis
                : Math.min(MOST_MILLIS, Math.max(FIRST_MILLIS, own.get(0).millis() / 8));
    }

    /** Whatever else happens in the test. Costs nothing while no process waits for a lock and has one. */
    private Optional<LockCircle> circle() {
        Set<Integer> suspects = LockCircle.suspects(syncs.states());
        if (suspects.isEmpty()) {
            return Optional.empty();
        }
        List<Child<?>> asked = children.usable().stream()
                .filter(child -> suspects.contains(child.number()) && !child.hasEnded())
                .toList();
        Map<Integer, List<Wait>> waits = new TreeMap<>(Map.of(0, Waiting.all()));
        for (Child<?> child : asked) {
            answer(child).ifPresent(census -> waits.put(child.number(), census.waits()));
        }
        return LockCircle.find(syncs.states(), waits);
    }

    private static Optional<Census> answer(Child<?> child) {
        Optional<CompletableFuture<String>> answer = child.life().isEndedFromOutside()
                ? Optional.empty()
                : child.life().link().map(LinkServer::census);
        try {
            return answer.isPresent()
                    ? Optional.of(Census.decode(answer.get().get(ANSWER_MILLIS, TimeUnit.MILLISECONDS)))
                    : Optional.empty();
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private Optional<Observation> sight() {
        List<Child<?>> alive =
                children.usable().stream().filter(child -> !child.hasEnded()).toList();
        if (!alive.stream().allMatch(child -> child.life().isAtWork())
                || children.areBesideOthers()
                || children.pools().areTimed()) {
            return Optional.empty();
        }
        List<QueueState> before = queues.states();
        if (!alive.stream().allMatch(child -> asksForSomething(child, before))) {
            return Optional.empty();
        }
        Optional<List<Census>> told = ask(alive);
        if (told.isEmpty()) {
            return Optional.empty();
        }
        List<String> waits = new ArrayList<>();
        Census own = Census.take(threads.tester().orElseThrow(), liveProcesses.getAsInt());
        if (own.alive().isPresent()) {
            return Optional.empty();
        }
        threads.tester().ifPresent(tester -> Waiting.of(tester).forEach(wait -> waits.add("0:" + wait.id())));
        List<QueueState> after = queues.states();
        for (int i = 0; i < alive.size(); i++) {
            int child = alive.get(i).number();
            List<Wait> all = told.get().get(i).waits();
            if (!all.stream().allMatch(wait -> isUnanswered(child, wait, all, told.get(), after))) {
                return Optional.empty();
            }
            all.forEach(wait -> waits.add(child + ":" + wait.id()));
        }
        boolean same = before.stream().map(QueueState::moves).toList().equals(moves(after));
        return same ? Optional.of(new Observation(waits, moves(after))) : Optional.empty();
    }

    private static List<Long> moves(List<QueueState> queues) {
        return queues.stream().map(QueueState::moves).toList();
    }

    /** Whether some request of the child has not been answered; cheap, and mostly false. */
    private boolean asksForSomething(Child<?> child, List<QueueState> queues) {
        return queues.stream()
                        .anyMatch(queue -> queue.takers().containsKey(child.number())
                                || queue.putters().containsKey(child.number())
                                || queue.joiners().containsKey(child.number()))
                || syncs.isWaiting(child.number())
                || Waiting.isStuckInTheNameOf(child.number())
                || children.passCallsOnFor(child.number())
                || children.pools().isStuck(child.number());
    }

    /** What each child says, if all of them answer and none can continue. */
    private static Optional<List<Census>> ask(List<Child<?>> children) {
        if (children.stream().anyMatch(child -> child.life().isEndedFromOutside())) {
            return Optional.empty();
        }
        List<CompletableFuture<String>> asked = new ArrayList<>();
        for (Child<?> child : children) {
            child.life().link().ifPresent(link -> asked.add(link.census()));
        }
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ANSWER_MILLIS);
        List<Census> told = new ArrayList<>();
        try {
            for (CompletableFuture<String> answer : asked) {
                told.add(Census.decode(answer.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS)));
            }
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        boolean allStuck = told.size() == children.size()
                && told.stream().allMatch(census -> census.alive().isEmpty());
        return allStuck ? Optional.of(told) : Optional.empty();
    }

    /** Whether what a child's thread says it waits for is here, unanswered; otherwise the answer is on its way. */
    private boolean isUnanswered(int child, Wait wait, List<Wait> all, List<Census> told, List<QueueState> queues) {
        return switch (wait.kind()) {
            case TAKE ->
                queue(wait, queues)
                        .map(queue -> queue.takers().containsKey(child))
                        .orElse(false);
            case PUT ->
                queue(wait, queues)
                        .map(queue -> queue.putters().getOrDefault(child, 0) == putsInto(wait.target(), all))
                        .orElse(false);
            case TASKS ->
                queue(wait, queues)
                        .map(queue -> queue.joiners().containsKey(child))
                        .orElse(false);
            case CALL ->
                isCarriedOut(child, wait.callNumber(), told) || children.pools().isStuck(child, wait.callNumber());
            // The census has seen that its thread is stuck.
            case CARRY, SYNC -> true;
            case IDLE -> children.pools().isIdle(child);
            case CHILDREN, MOMENT -> false;
        };
    }

    /** Whether the thread that carries a call out is stuck, in this JVM or in a child of which all threads are. */
    private static boolean isCarriedOut(int caller, int call, List<Census> told) {
        return Waiting.isStuckInTheNameOf(caller, call)
                || told.stream()
                        .flatMap(census -> census.waits().stream())
                        .anyMatch(wait -> wait.caller() == caller && wait.call() == call);
    }

    private static int putsInto(String queue, List<Wait> all) {
        return (int) all.stream()
                .filter(wait -> wait.kind() == Wait.Kind.PUT && wait.target().equals(queue))
                .count();
    }

    private static Optional<QueueState> queue(Wait wait, List<QueueState> queues) {
        return queues.stream()
                .filter(queue -> String.valueOf(queue.id()).equals(wait.target()))
                .findFirst();
    }
}

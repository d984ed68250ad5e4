package dev.multiprocess.sync;

import static org.assertj.core.api.Assertions.fail;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.MultiProcess;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import dev.multiprocess.StartMethod;
import dev.multiprocess.sync.SyncModel.For;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Six threads of three JVMs do what a seed says, one step after the other, interrupts, pauses and kills among it; after each
 * step exactly those must go on that go on in {@link SyncModel}. 1,000 steps in an ordinary build, 10,000 in a nightly one (L6).
 *
 * <p>Which of several waiting threads goes on is not determined, so another run of a seed may take another way from there.
 */
@Tag("fork")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
@EnabledOnOs(OS.LINUX)
class SyncModelTests {

    private static final int STEPS = Integer.getInteger("sync.steps", Boolean.getBoolean("nightly") ? 10_000 : 1_000);
    private static final long SEED = Long.getLong("sync.seed", System.nanoTime() & 0xFFFF_FFFFL);

    private static final int JVMS = 3;
    private static final int ACTORS_OF_EACH = 2;

    /** Far more than anything needs, and less than the time after which a waiting thread looks by itself. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    /** What the threads use. */
    record Things(
            ProcessLock lock,
            Condition first,
            Condition second,
            ProcessSemaphore semaphore,
            ProcessEvent event,
            ProcessBarrier barrier)
            implements java.io.Serializable {

        Condition condition(int number) {
            return number == 0 ? first : second;
        }
    }

    @MultiProcess(startMethod = StartMethod.FORK_SERVER, timeout = "14m")
    @MultiProcessTest
    void randomSteps_goAsInTheModel(
            Processes processes,
            ProcessLock lock,
            @Permits(SyncModel.PERMITS) ProcessSemaphore semaphore,
            ProcessEvent event,
            @Parties(SyncModel.PARTIES) ProcessBarrier barrier)
            throws Exception {
        System.out.println(STEPS + " steps of seed " + SEED + "; again: -Dsync.seed=" + SEED + " -Dsync.steps=" + STEPS
                + " -Dtest=SyncModelTests");
        Things things = new Things(lock, lock.newCondition(), lock.newCondition(), semaphore, event, barrier);
        Steps steps = new Steps(processes, things);
        for (int i = 0; i < STEPS; i++) {
            steps.step();
        }
        steps.end();
        System.out.println(steps.kills + " kills, " + steps.waits + " waits that had to end, " + steps.interrupts
                + " interrupts, " + steps.pauses + " pauses");
    }

    /** The run. */
    private static final class Steps {

        private final Random random = new Random(SEED);
        private final SyncModel model = new SyncModel(JVMS, ACTORS_OF_EACH);
        private final Party[] parties = new Party[JVMS * ACTORS_OF_EACH];
        private final List<ChildProcess<Void>> children = new ArrayList<>();
        private final String[] names = new String[JVMS];
        private final Deque<String> trace = new ArrayDeque<>();
        private final Processes processes;
        private final Things things;
        private int started;
        private int kills;
        private int waits;
        private int interrupts;
        private int pauses;

        Steps(Processes processes, Things things) throws InterruptedException {
            this.processes = processes;
            this.things = things;
            children.add(null);
            for (int i = 0; i < JVMS * ACTORS_OF_EACH; i += JVMS) {
                parties[i] = new Party(new Actor());
            }
            for (int jvm = 1; jvm < JVMS; jvm++) {
                children.add(null);
                start(jvm);
            }
        }

        private void start(int jvm) throws InterruptedException {
            names[jvm] = "jvm-" + ++started;
            ProcessQueue<ActorCalls> actors = processes.queue("actors of " + names[jvm]);
            Processes ofTest = processes;
            Things used = things;
            children.set(jvm, processes.with(options -> options.daemon(true)).start(names[jvm], () -> {
                for (int i = 0; i < ACTORS_OF_EACH; i++) {
                    actors.put(ofTest.share(ActorCalls.class, new Actor()));
                }
                ofTest.event("never of " + used.lock().name()).await();
            }));
            for (int i = jvm; i < JVMS * ACTORS_OF_EACH; i += JVMS) {
                parties[i] = new Party(actors.take());
            }
        }

        void step() throws Exception {
            SyncModel.Actor actor = model.actors.get(random.nextInt(model.actors.size()));
            int dice = random.nextInt(200);
            if (dice < 4) {
                kill(1 + random.nextInt(JVMS - 1));
            } else if (dice < 8) {
                pauseOrResume(1 + random.nextInt(JVMS - 1));
            } else if (model.paused[actor.jvm]) {
                return;
            } else if (actor.waitsFor != For.NOTHING) {
                if (dice < 60) {
                    interrupt(actor);
                }
            } else {
                act(actor, random.nextInt(100));
            }
            settle();
            compare();
        }

        private void act(SyncModel.Actor actor, int dice) throws Exception {
            if (model.owner == actor && dice < 70) {
                actWithLock(actor, dice);
            } else if (dice < 30) {
                lock(actor, dice % 5);
            } else if (dice < 60) {
                semaphore(actor, dice % 6);
            } else if (dice < 80) {
                event(actor, dice % 5);
            } else {
                barrier(actor, dice % 10);
            }
        }

        private void lock(SyncModel.Actor actor, int kind) throws Exception {
            ProcessLock lock = things.lock();
            switch (kind) {
                case 0 -> expect(actor, "tryLock", model.lockAtOnce(actor), lock, ProcessLock::tryLock);
                case 1 ->
                    expect(
                            actor,
                            "tryLock timed",
                            model.lockAtOnce(actor),
                            lock,
                            it -> it.tryLock(2, TimeUnit.MILLISECONDS));
                case 2 -> {
                    if (model.owner != actor) {
                        expect(actor, "unlock", "IllegalMonitorStateException", lock, it -> {
                            it.unlock();
                            return true;
                        });
                    }
                }
                default -> {
                    boolean interruptible = kind == 3;
                    Operation<ProcessLock, Object> operation = interruptible
                            ? it -> {
                                it.lockInterruptibly();
                                return true;
                            }
                            : it -> {
                                it.lock();
                                return true;
                            };
                    if (model.lockAtOnce(actor)) {
                        expect(actor, "lock", true, lock, operation);
                    } else {
                        model.waits(actor, For.LOCK, 0, interruptible);
                        begin(actor, "lock and wait", lock, operation);
                    }
                }
            }
        }

        private void actWithLock(SyncModel.Actor actor, int dice) throws Exception {
            int condition = dice % 2;
            if (dice < 25) {
                model.unlock();
                expect(actor, "unlock", true, things.lock(), it -> {
                    it.unlock();
                    return true;
                });
            } else if (dice < 40) {
                boolean all = dice < 28;
                long others = model.waitersOf(condition, true) - model.waitersOf(condition, false);
                if (all || others == 0 || model.waitersOf(condition, false) == 0) {
                    model.signal(condition, all);
                    expect(actor, all ? "signalAll " + condition : "signal " + condition, true, things, it -> {
                        if (all) {
                            it.condition(condition).signalAll();
                        } else {
                            it.condition(condition).signal();
                        }
                        return true;
                    });
                }
            } else if (dice < 60) {
                boolean interruptible = dice < 52;
                model.awaits(actor, condition, interruptible, false);
                begin(actor, "await " + condition, things, it -> {
                    if (interruptible) {
                        it.condition(condition).await();
                    } else {
                        it.condition(condition).awaitUninterruptibly();
                    }
                    return true;
                });
            } else {
                model.awaits(actor, condition, true, true);
                begin(
                        actor,
                        "await timed " + condition,
                        things,
                        it -> it.condition(condition).await(2, TimeUnit.MILLISECONDS));
            }
        }

        private void semaphore(SyncModel.Actor actor, int kind) throws Exception {
            ProcessSemaphore semaphore = things.semaphore();
            int count = 1 + random.nextInt(2);
            switch (kind) {
                case 0 ->
                    expect(
                            actor,
                            "tryAcquire " + count,
                            model.acquireAtOnce(actor, count),
                            semaphore,
                            it -> it.tryAcquire(count));
                case 1 ->
                    expect(
                            actor,
                            "tryAcquire timed " + count,
                            model.acquireAtOnce(actor, count),
                            semaphore,
                            it -> it.tryAcquire(count, 2, TimeUnit.MILLISECONDS));
                case 2, 3 -> {
                    Object expected = model.release(actor, count) ? true : "IllegalStateException";
                    expect(actor, "release " + count, expected, semaphore, it -> {
                        it.release(count);
                        return true;
                    });
                }
                default -> {
                    boolean interruptible = kind == 4;
                    Operation<ProcessSemaphore, Object> operation = it -> {
                        if (interruptible) {
                            it.acquire(count);
                        } else {
                            it.acquireUninterruptibly(count);
                        }
                        return true;
                    };
                    if (model.acquireAtOnce(actor, count)) {
                        expect(actor, "acquire " + count, true, semaphore, operation);
                    } else {
                        model.waits(actor, For.PERMITS, count, interruptible);
                        begin(actor, "acquire and wait " + count, semaphore, operation);
                    }
                }
            }
        }

        private void event(SyncModel.Actor actor, int kind) throws Exception {
            switch (kind) {
                case 0 -> {
                    model.set();
                    expect(actor, "set", true, things.event(), it -> {
                        it.set();
                        return true;
                    });
                }
                case 1, 2 -> {
                    model.set = false;
                    expect(actor, "clear", true, things.event(), it -> {
                        it.clear();
                        return true;
                    });
                }
                case 3 ->
                    expect(
                            actor,
                            "await event timed",
                            model.set,
                            things.event(),
                            it -> it.await(2, TimeUnit.MILLISECONDS));
                default -> {
                    Operation<ProcessEvent, Object> operation = it -> {
                        it.await();
                        return true;
                    };
                    if (model.set) {
                        expect(actor, "await event", true, things.event(), operation);
                    } else {
                        model.waits(actor, For.EVENT, 0, true);
                        begin(actor, "await event", things.event(), operation);
                        awaitAtRest(actor);
                    }
                }
            }
        }

        private void barrier(SyncModel.Actor actor, int kind) throws Exception {
            if (kind == 0 || model.broken && kind < 5) {
                model.reset();
                expect(actor, "reset", true, things.barrier(), it -> {
                    it.reset();
                    return true;
                });
            } else if (kind == 1) {
                boolean last = model.waitingAtBarrier() == SyncModel.PARTIES - 1;
                Object expected = model.broken ? SyncModel.BROKEN : last ? (Object) 0 : SyncModel.TIMED_OUT;
                if (last && !model.broken) {
                    model.arrives(actor);
                } else if (!model.broken) {
                    model.breakBarrier();
                }
                expect(
                        actor,
                        "await barrier timed",
                        expected,
                        things.barrier(),
                        it -> it.await(2, TimeUnit.MILLISECONDS));
            } else {
                Object expected = model.arrives(actor);
                if (expected != null) {
                    expect(actor, "await barrier", expected, things.barrier(), ProcessBarrier::await);
                } else {
                    begin(actor, "await barrier", things.barrier(), ProcessBarrier::await);
                    int count = model.waitingAtBarrier();
                    long end = System.nanoTime() + PATIENCE_NANOS;
                    while (things.barrier().getNumberWaiting() != count) {
                        requireBefore(end, "nobody came to the barrier");
                    }
                }
            }
        }

        // ---- from outside

        private void interrupt(SyncModel.Actor actor) {
            awaitAtRest(actor);
            say(actor, "is interrupted");
            interrupts++;
            model.interrupt(actor);
            parties[actor.number].interrupt();
        }

        private void pauseOrResume(int jvm) {
            if (model.paused[jvm]) {
                say(null, names[jvm] + " is resumed");
                children.get(jvm).resume();
            } else {
                model.actors.stream()
                        .filter(each -> each.jvm == jvm && each.waitsFor != For.NOTHING)
                        .forEach(this::awaitAtRest);
                say(null, names[jvm] + " is paused");
                pauses++;
                children.get(jvm).pause();
            }
            model.paused[jvm] = !model.paused[jvm];
        }

        private void kill(int jvm) throws InterruptedException {
            if (random.nextBoolean() && !model.paused[jvm]) {
                // A wait that has begun, and not one that is about to.
                model.actors.stream()
                        .filter(each -> each.jvm == jvm && each.waitsFor != For.NOTHING)
                        .forEach(this::awaitAtRest);
            }
            say(null, names[jvm] + " is killed");
            kills++;
            abandoned = model.owner != null && model.owner.jvm == jvm ? names[jvm] : abandoned;
            children.get(jvm).kill();
            children.get(jvm).awaitExit();
            model.die(jvm);
            start(jvm);
        }

        private String abandoned = "";

        // ---- telling

        private <S, R> void expect(
                SyncModel.Actor actor, String what, Object expected, S subject, Operation<S, R> operation)
                throws Exception {
            begin(actor, what, subject, operation);
            Object result = result(actor);
            if (!result.equals(expected)) {
                fail(report("actor " + actor.number + " got " + result + " of " + what + " and not " + expected));
            }
        }

        private <S, R> void begin(SyncModel.Actor actor, String what, S subject, Operation<S, R> operation) {
            say(actor, what);
            parties[actor.number].begin(subject, operation);
        }

        private Object result(SyncModel.Actor actor) {
            try {
                return parties[actor.number].result();
            } catch (Exception e) {
                return e.getClass().getSimpleName();
            }
        }

        private void awaitAtRest(SyncModel.Actor actor) {
            long end = System.nanoTime() + PATIENCE_NANOS;
            while (!parties[actor.number].isAtRest()) {
                requireBefore(end, "actor " + actor.number + " does not come to rest");
            }
        }

        private void requireBefore(long end, String otherwise) {
            if (System.nanoTime() > end) {
                fail(report(otherwise));
            }
            Thread.onSpinWait();
        }

        private void say(SyncModel.Actor actor, String what) {
            trace.add((actor == null ? "" : "actor " + actor.number + " of jvm " + actor.jvm + ": ") + what);
            if (trace.size() > 40) {
                trace.remove();
            }
        }

        private String report(String what) {
            return what + "; seed " + SEED + "\n  model: " + model + "\n  last steps:\n    "
                    + String.join("\n    ", trace);
        }

        // ---- checking

        /** Lets all go on that must. */
        private void settle() {
            long end = System.nanoTime() + PATIENCE_NANOS;
            List<SyncModel.Actor> next = model.next();
            while (!next.isEmpty()) {
                boolean any = false;
                for (SyncModel.Actor each : next) {
                    if (!any && parties[each.number].isDone()) {
                        Object result = result(each);
                        say(each, "goes on with " + result);
                        waits++;
                        any = true;
                        model.goesOn(each, result)
                                .ifPresent(wrong -> fail(
                                        report("actor " + each.number + " went on with " + result + ": " + wrong)));
                    }
                }
                if (any) {
                    end = System.nanoTime() + PATIENCE_NANOS;
                    next = model.next();
                } else {
                    List<Integer> numbers =
                            next.stream().map(each -> each.number).toList();
                    requireBefore(end, "none of the actors " + numbers + " goes on");
                }
            }
        }

        private void compare() {
            for (SyncModel.Actor each : model.actors) {
                if (each.waitsFor != For.NOTHING && !model.paused[each.jvm] && parties[each.number].isDone()) {
                    fail(report("actor " + each.number + " went on with " + result(each) + ", though it should wait"));
                }
            }
            // A thread that was told to wait may still be about to.
            require("locked", things.lock()::isLocked, model.owner != null);
            require("abandoned", things.lock()::abandonedBy, model.abandonedBy.map(jvm -> abandoned));
            require("permits", things.semaphore()::availablePermits, model.permits);
            require("set", things.event()::isSet, model.set);
            require("broken", things.barrier()::isBroken, model.broken);
            require("arrived", things.barrier()::getNumberWaiting, model.waitingAtBarrier());
        }

        private void require(String what, Supplier<Object> actual, Object expected) {
            long end = System.nanoTime() + PATIENCE_NANOS;
            while (!actual.get().equals(expected)) {
                requireBefore(end, what + " is " + actual.get() + " and not " + expected);
            }
        }

        /** Kills the children, and unlocks what threads of this JVM have. */
        void end() throws Exception {
            for (int jvm = 1; jvm < JVMS; jvm++) {
                children.get(jvm).kill();
                children.get(jvm).awaitExit();
                model.die(jvm);
            }
            settle();
            while (model.owner != null) {
                parties[model.owner.number].run(things.lock(), it -> {
                    while (it.getHoldCount() > 0) {
                        it.unlock();
                    }
                    return true;
                });
                model.holds = 1;
                model.unlock();
                settle();
            }
        }
    }
}

package dev.multiprocess.internal.sync;

import dev.multiprocess.ProcessAction;
import dev.multiprocess.internal.sync.BarrierWord.Reason;
import dev.multiprocess.sync.ProcessBarrier;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * A barrier as one process sees it. Any thread.
 *
 * <p>While the last party runs the action, all have come, and the generation is still the same.
 */
final class BarrierView extends SyncView implements ProcessBarrier {

    private final int parties;
    private final Function<byte[], Object> reader;

    BarrierView(Member member, Function<byte[], Object> reader) {
        super(member);
        this.reader = reader;
        parties = Math.toIntExact(memory.parameter());
    }

    // ---- waiting

    @Override
    public int await() throws InterruptedException, BrokenBarrierException {
        try {
            return awaitCounted(Long.MAX_VALUE);
        } catch (TimeoutException e) {
            throw new AssertionError("this wait has no limit", e);
        }
    }

    @Override
    public int await(long timeout, TimeUnit unit)
            throws InterruptedException, BrokenBarrierException, TimeoutException {
        return awaitCounted(unit.toNanos(timeout));
    }

    /** In sight of the test JVM, which breaks the barrier if this process ends meanwhile. */
    private int awaitCounted(long nanos) throws InterruptedException, BrokenBarrierException, TimeoutException {
        requireUsable();
        memory.addHeld(member.cell, 1);
        try {
            return arrive(nanos);
        } finally {
            if (!memory.segment.isEnded()) {
                memory.addHeld(member.cell, -1);
            }
        }
    }

    private int arrive(long nanos) throws InterruptedException, BrokenBarrierException, TimeoutException {
        while (true) {
            long word = memory.state();
            if (BarrierWord.isBroken(word)) {
                throw broken(word);
            }
            if (Thread.interrupted()) {
                breakIt(BarrierWord.generation(word), Reason.INTERRUPTED);
                throw new InterruptedException();
            }
            int arrived = BarrierWord.arrived(word);
            if (arrived == parties) {
                // It is of no generation yet: the last one still runs the action.
                awaitChange(BarrierWord.generation(word), nanos);
            } else if (memory.moveState(word, BarrierWord.oneMore(word))) {
                return arrived + 1 == parties
                        ? trip(BarrierWord.oneMore(word))
                        : awaitTrip(BarrierWord.generation(word), nanos, parties - 1 - arrived);
            }
        }
    }

    /** The last one of a generation. */
    private int trip(long word) throws BrokenBarrierException {
        boolean done = false;
        try {
            runAction();
            done = true;
        } finally {
            if (!done) {
                breakIt(BarrierWord.generation(word), Reason.ACTION);
            }
        }
        if (!memory.moveState(word, BarrierWord.next(word))) {
            // No other thread can come now, so it was broken, and may have been reset since.
            throw broken(memory.state());
        }
        member.changed();
        return 0;
    }

    private void runAction() {
        byte[] action = memory.action();
        if (action.length > 0) {
            try {
                ((ProcessAction) reader.apply(action)).execute();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("the action of " + this + " failed: " + e, e);
            }
        }
    }

    private int awaitTrip(long generation, long nanos, int index)
            throws InterruptedException, BrokenBarrierException, TimeoutException {
        awaitChange(generation, nanos);
        long word = memory.state();
        if (BarrierWord.generation(word) == generation) {
            throw broken(word);
        }
        if (memory.wasReset(generation)) {
            throw new BrokenBarrierException(this + " was reset while this thread waited");
        }
        return index;
    }

    /** Waits until a generation is over or broken; breaks it if this thread does not wait as long. */
    private void awaitChange(long generation, long nanos) throws InterruptedException, TimeoutException {
        Change change = new Change(generation);
        try {
            if (!member.await(change, nanos, true) && breakIt(generation, Reason.TIMED_OUT)) {
                throw new TimeoutException("not all parties of " + this + " came in time");
            }
        } catch (InterruptedException e) {
            if (breakIt(generation, Reason.INTERRUPTED)) {
                throw e;
            }
            // It was over before.
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            breakIt(generation, Reason.GAVE_UP);
            throw e;
        }
    }

    /** The end of a generation, or its break. */
    private final class Change implements Member.Waitable {

        private final long generation;

        Change(long generation) {
            this.generation = generation;
        }

        @Override
        public boolean attempt() {
            long word = memory.state();
            return BarrierWord.generation(word) != generation || BarrierWord.isBroken(word);
        }

        @Override
        public boolean isStuck() {
            return !attempt();
        }

        @Override
        public String words() {
            return BarrierView.this.toString();
        }
    }

    // ---- breaking

    /** False if the generation was over or broken before. */
    private boolean breakIt(long generation, Reason reason) {
        if (memory.segment.isEnded()) {
            return true;
        }
        boolean broken = breakIt(memory, generation, reason, member.process);
        if (broken) {
            member.changed();
        }
        return broken;
    }

    private static boolean breakIt(SyncMemory memory, long generation, Reason reason, int process) {
        long word = memory.state();
        while (BarrierWord.generation(word) == generation && !BarrierWord.isBroken(word)) {
            if (memory.moveState(word, BarrierWord.broken(word, reason, process))) {
                return true;
            }
            word = memory.state();
        }
        return false;
    }

    /** Breaks it in the name of a process that has died, and ends a reset that this had begun; only the test JVM does. */
    static void breakFor(SyncMemory memory, int process, String name) {
        long word = memory.state();
        if (BarrierWord.reason(word) == Reason.RESET && BarrierWord.breaker(word) == process) {
            endReset(memory, word);
        }
        if (!BarrierWord.isBroken(memory.state())) {
            memory.tellDead(name);
        }
        boolean broken = false;
        while (!broken && !BarrierWord.isBroken(memory.state())) {
            broken = breakIt(memory, BarrierWord.generation(memory.state()), Reason.DIED, process);
        }
    }

    private BrokenBarrierException broken(long word) {
        String who = "'" + memory.nameOf(BarrierWord.breaker(word)) + "'";
        return new BrokenBarrierException(this + " is broken: "
                + switch (BarrierWord.reason(word)) {
                    case NONE, RESET -> "it was reset meanwhile";
                    case DIED -> "'" + memory.nameOfDead() + "' has died";
                    case INTERRUPTED -> "a thread of " + who + " was interrupted while it waited";
                    case TIMED_OUT -> "a thread of " + who + " did not wait any longer";
                    case GAVE_UP -> "a wait of " + who + " has failed";
                    case ACTION -> "the action has failed in " + who;
                });
    }

    // ---- resetting

    @Override
    public void reset() {
        requireUsable();
        long word = memory.state();
        if (!BarrierWord.isBroken(word) && BarrierWord.arrived(word) == 0) {
            return;
        }
        // Broken first, so that it cannot be tripped any more, then told, then whole.
        breakIt(memory, BarrierWord.generation(word), Reason.RESET, member.process);
        endReset(memory, word);
        member.changed();
    }

    private static void endReset(SyncMemory memory, long begin) {
        long generation = BarrierWord.generation(begin);
        long word = memory.state();
        while (BarrierWord.generation(word) == generation && BarrierWord.isBroken(word)) {
            memory.tellReset(generation);
            if (memory.moveState(word, BarrierWord.next(word))) {
                return;
            }
            word = memory.state();
        }
    }

    // ---- questions

    @Override
    public boolean isBroken() {
        requireUsable();
        return BarrierWord.isBroken(memory.state());
    }

    @Override
    public int getParties() {
        return parties;
    }

    @Override
    public int getNumberWaiting() {
        requireUsable();
        long word = memory.state();
        return BarrierWord.isBroken(word) ? 0 : BarrierWord.arrived(word);
    }
}

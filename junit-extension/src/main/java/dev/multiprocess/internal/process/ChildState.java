package dev.multiprocess.internal.process;

import dev.multiprocess.internal.link.LinkListener;
import dev.multiprocess.internal.report.Ending;
import java.time.Duration;
import java.util.Optional;

/**
 * What is known of one child: what it has said, what was done to it, and how it ended. What it has said determines its
 * phase:
 *
 * <pre>
 *              began               returned, threw, exiting
 *  STARTING -----------> IN_TASK ---------------------------> TASK_OVER
 *     |                     |                                     |
 *     |                     |        its process has ended        |
 *     +---------------------+-------------------------------------+-----> ENDED
 * </pre>
 *
 * <p>One that says that it exits before its task has begun is still starting; should its task begin nevertheless, it is
 * over at once.
 *
 * <p>Not thread-safe: guarded by the lock of its test.
 */
final class ChildState {

    /** Where a child is in its life. */
    enum Phase {
        /** It has a process, and its task has not begun. */
        STARTING,

        /** Its task runs, as far as it has said. */
        IN_TASK,

        /** Its task has returned or thrown, or its JVM has begun to exit. */
        TASK_OVER,

        /** Its process has ended, and all that it had said was read. */
        ENDED
    }

    /**
     * What a child has said. Arrays are not copied: they are written once, by the code that has read them from the
     * link.
     *
     * @param bootTime from the start of its process to that of its task; empty if the task has not begun
     * @param result what its task returned, serialized; empty if it has not
     * @param thrown what its task threw, serialized; empty if it has not
     * @param exitStack the stack of a call of exit, empty if that is not known, or {@link LinkListener#BY_SIGNAL};
     *     empty if it has not said that it exits
     */
    record Said(
            Optional<Duration> bootTime, Optional<byte[]> result, Optional<byte[]> thrown, Optional<String> exitStack) {

        static final Said NOTHING = new Said(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        /** Whether its task is over, if it had begun. */
        boolean isOver() {
            return result.isPresent() || thrown.isPresent() || exitStack.isPresent();
        }
    }

    private Said said = Said.NOTHING;
    private boolean stopping;
    private boolean killed;
    private boolean interrupted;
    private boolean givenUp;
    private Optional<String> lingering = Optional.empty();
    private Optional<String> linkEnd = Optional.empty();
    private Optional<Ending> ending = Optional.empty();
    private long endedNanos;

    Phase phase() {
        if (ending.isPresent()) {
            return Phase.ENDED;
        }
        if (!hasBegun()) {
            return Phase.STARTING;
        }
        return said.isOver() ? Phase.TASK_OVER : Phase.IN_TASK;
    }

    Said said() {
        return said;
    }

    /** Whether its task has begun, at whatever time. */
    boolean hasBegun() {
        return said.bootTime().isPresent();
    }

    // ---- what it says

    void began(Duration bootTime) {
        said = new Said(Optional.of(bootTime), said.result(), said.thrown(), said.exitStack());
    }

    void returned(byte[] result) {
        said = new Said(said.bootTime(), Optional.of(result), said.thrown(), said.exitStack());
    }

    void threw(byte[] failure) {
        said = new Said(said.bootTime(), said.result(), Optional.of(failure), said.exitStack());
    }

    void exiting(String stack) {
        said = new Said(said.bootTime(), said.result(), said.thrown(), Optional.of(stack));
    }

    // ---- what is done to it; without effect once it has ended

    void stop() {
        stopping |= ending.isEmpty();
    }

    void kill() {
        killed |= ending.isEmpty();
    }

    boolean isKilled() {
        return killed;
    }

    void interrupt() {
        interrupted |= ending.isEmpty();
    }

    boolean isInterrupted() {
        return interrupted;
    }

    /** Notes that its test has failed, so that what it throws from now on has no further meaning. */
    void giveUp() {
        givenUp = ending.isEmpty() && said.thrown().isEmpty();
    }

    boolean isGivenUp() {
        return givenUp;
    }

    /** Notes that it is killed since it lived on after its task or exit, and what it did. */
    void linger(String threads) {
        lingering = Optional.of(threads);
    }

    Optional<String> lingering() {
        return lingering;
    }

    /**
     * Notes that its link has ended while its process lives.
     *
     * @return whether that is its end, since it was at work
     */
    boolean lose(String reason, boolean alive) {
        linkEnd = Optional.of(reason).filter(lost -> isAtWork(alive));
        return linkEnd.isPresent();
    }

    /** Whether its task has returned, and nothing has begun that ends its JVM. */
    boolean livesOn() {
        return phase() == Phase.TASK_OVER
                && said.result().isPresent()
                && said.exitStack().isEmpty();
    }

    /** Whether its task runs, and nothing that ends it has begun. */
    boolean isAtWork(boolean alive) {
        return phase() == Phase.IN_TASK && !stopping && !killed && alive;
    }

    // ---- its end

    /** All that is known now that its process has ended. */
    Ending.Known known(int code, boolean crashReported, Duration grace) {
        return new Ending.Known(
                code,
                hasBegun(),
                task(),
                exit(),
                stopping,
                killed,
                lingering.isPresent(),
                crashReported,
                linkEnd,
                grace);
    }

    private Ending.Task task() {
        if (said.result().isPresent()) {
            return Ending.Task.RETURNED;
        }
        return said.thrown().isPresent() ? Ending.Task.THREW : Ending.Task.UNENDED;
    }

    private Ending.Exit exit() {
        return said.exitStack()
                .map(stack -> stack.equals(LinkListener.BY_SIGNAL) ? Ending.Exit.BY_SIGNAL : Ending.Exit.CALLED)
                .orElse(Ending.Exit.NONE);
    }

    void end(Ending decided, long nanos) {
        ending = Optional.of(decided);
        endedNanos = nanos;
    }

    /** Empty while it lives. */
    Optional<Ending> ending() {
        return ending;
    }

    long endedNanos() {
        return endedNanos;
    }

    /** Whether it was ended in a way that left it no chance to end what it had started. */
    boolean wasKilled() {
        return ending.filter(end -> killed || end.status().signal().isPresent()).isPresent();
    }
}

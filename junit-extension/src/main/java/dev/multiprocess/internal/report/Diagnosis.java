package dev.multiprocess.internal.report;

import dev.multiprocess.internal.diagnose.Wait;
import dev.multiprocess.internal.hub.QueueState;
import dev.multiprocess.internal.sync.SyncKeeper;
import java.util.List;
import java.util.Optional;

/**
 * What all processes of a test do when it is about to fail for taking too long, found out before anything is ended:
 * threads of all JVMs, queues, and what waits for what.
 *
 * @param test names the test
 * @param children in the order in which they were started, those of outer scopes first
 * @param testJvm what threads of the test JVM wait for
 * @param tester the test's own thread, if it is in the test's code or waits for its children
 * @param queues of the test, and of outer scopes
 * @param syncs locks and the like, of the test, and of outer scopes
 * @param notStarted what cannot be started for lack of permits, a line each
 * @param dumps where all of it is in files, or why it is not
 */
public record Diagnosis(
        String test,
        List<OfChild> children,
        List<Wait> testJvm,
        Optional<OfTester> tester,
        List<QueueState> queues,
        List<SyncKeeper.State> syncs,
        List<String> notStarted,
        String dumps) {

    /**
     * What one child did.
     *
     * @param child the child
     * @param ended how it had ended; empty if it was alive
     * @param answer what it answered; of no meaning if it had ended
     */
    public record OfChild(ChildFacts child, Optional<String> ended, Answer answer) {

        public boolean isAlive() {
            return ended.isEmpty();
        }
    }

    /**
     * What a child answered.
     *
     * @param dump its threads, or why they are not known
     * @param waits what its threads wait for in operations of ours, if it said
     * @param state empty if it answered as it should and is in its task; else what is to be known of it
     */
    public record Answer(String dump, List<Wait> waits, Optional<String> state) {

        /** For a child that was not asked, since it had ended. */
        public static final Answer NONE = new Answer("", List.of(), Optional.empty());
    }

    /**
     * What the test's own thread did.
     *
     * @param name the thread's
     * @param state the thread's
     * @param stack the thread's; empty if it is not in the test's own code
     */
    public record OfTester(String name, Thread.State state, List<StackTraceElement> stack) {}

    /** Those of the test itself that had not ended. */
    public List<OfChild> alive() {
        return children.stream()
                .filter(child -> child.isAlive() && isOwn(child))
                .toList();
    }

    /** Whether a child is not one of a class or factory that the test is in. */
    boolean isOwn(OfChild child) {
        return child.child().test().equals(test);
    }

    /** The same, once it was written to files, or could not be. */
    public Diagnosis written(String where) {
        return new Diagnosis(test, children, testJvm, tester, queues, syncs, notStarted, where);
    }
}

package dev.multiprocess.internal.start;

import dev.multiprocess.internal.jvm.StartedJvm;
import dev.multiprocess.internal.link.LinkOwner;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Gets the JVM of one child, in the way of one start method.
 *
 * <p>Its number is known before there is a process, since what the child captured is recorded under it.
 */
public interface ChildLauncher {

    /** The number by which the child is known. */
    int number();

    /** Gets the process; a newly started one exists when this returns. */
    StartedJvm start(JvmOrder order) throws IOException;

    /**
     * What the child takes over from the test JVM's state.
     *
     * @param ownProperties system properties for which the child is given its own value
     */
    default StateCapture inherited(Class<?> testClass, Set<String> ownProperties) {
        return StateCapture.ofBuild(ownProperties);
    }

    /**
     * Called once the child is known by its number, for it may begin then.
     *
     * @param child receives what the JVM says from now on
     * @param end completed when the process has ended
     * @return false if its process was dead before it had its job: it is to be started again
     * @throws IOException if it may have begun, and is dead
     */
    default boolean handOver(LinkOwner child, CompletableFuture<?> end) throws IOException {
        return true;
    }

    /** Called when the child has all it needs: for work that would have taken processor time from it. */
    default void started() {}

    /** Called if the child cannot be started after all. */
    default void cancel() {}
}

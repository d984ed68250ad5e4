package dev.multiprocess.internal.child;

import dev.multiprocess.CurrentChild;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.internal.link.Job;
import java.nio.file.Path;

/** The child of this JVM, once it has its job. */
public final class ThisChild implements CurrentChild {

    private static volatile ThisChild current;

    private final Job job;
    private final RemoteHandles handles;

    private ThisChild(Job job, RemoteHandles handles) {
        this.job = job;
        this.handles = handles;
    }

    /** Makes it the one that code of the task finds. */
    static void begin(Job job, RemoteHandles handles) {
        current = new ThisChild(job, handles);
    }

    /**
     * Returns the child.
     *
     * @return of this JVM
     * @throws IllegalStateException if this JVM is no child
     */
    public static CurrentChild current() {
        if (current == null) {
            throw new IllegalStateException(
                    "Processes.current() is for the code of a child: this JVM was not started by a test");
        }
        return current;
    }

    @Override
    public String name() {
        return job.childName();
    }

    @Override
    public int index() {
        return job.index();
    }

    @Override
    public Path directory() {
        return handles.self().directory();
    }

    @Override
    @SuppressWarnings("unchecked")
    public <E> ProcessQueue<E> queue(String name) {
        return (ProcessQueue<E>) handles.self().queue(name);
    }

    @Override
    public String toString() {
        return "child '" + name() + "'";
    }
}

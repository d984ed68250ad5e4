package dev.multiprocess;

import org.apiguardian.api.API;

/**
 * How a child JVM is started, and what it inherits from the test JVM.
 *
 * <p>No JVM can be duplicated by {@code fork(2)}: only one of its threads would exist in the copy. The names are those of
 * Python's multiprocessing, because the choice between isolation, inheritance and speed is the same.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum StartMethod {
    /** Not chosen here: the next less specific place decides, and finally the default, {@link #SPAWN}. */
    INFERRED,

    /** A new JVM that inherits the class path, the module path and the flags that matter, nothing else. */
    SPAWN,

    /**
     * A new JVM that inherits, beyond that, the test JVM's system properties, default locales and time zone, and the
     * static fields of the test class, its superclasses and its enclosing classes, all as they are at the start. A
     * field whose value cannot cross keeps its initial value and is named in the child's launch record.
     *
     * <p>Starts faster than {@link #SPAWN}, by an archive of classes that is made in the background when the first child
     * could use it, and is kept in the output directory.
     */
    FORK,

    /**
     * A JVM that was started in advance, with the flags as they were then, and waits for a task; it is used once and
     * replaced in the background. This is the fastest start. If no JVM of the right kind is waiting, a new one is started
     * as by {@link #SPAWN}.
     */
    FORK_SERVER
}

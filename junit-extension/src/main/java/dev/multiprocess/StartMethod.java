package dev.multiprocess;

import org.apiguardian.api.API;

/**
 * How a child JVM comes to be, and what it inherits from the test JVM.
 *
 * <p>No JVM can be duplicated by {@code fork(2)}: the copy would wake up with one of its threads. The names are those of
 * Python's multiprocessing, because the choice between isolation, inheritance and speed is the same.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum StartMethod {
    /** Not chosen here: the next less specific place decides, at last the default, {@link #SPAWN}. */
    INFERRED,

    /** A new JVM that inherits the class path, the module path and the flags that matter, nothing else. */
    SPAWN,

    /** A new JVM over an archive of the classes that the test JVM has loaded; inherits state as well. Not built yet. */
    FORK,

    /** A JVM that was started in advance and waits for a task. Not built yet. */
    FORK_SERVER
}

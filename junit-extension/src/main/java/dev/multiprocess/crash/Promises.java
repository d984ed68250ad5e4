package dev.multiprocess.crash;

import org.apiguardian.api.API;

/**
 * Takes what the run of a crash test has promised to others: the acknowledgement of a commit, a record that was reported
 * as written. The check gets what was promised before the crash, and sees by it whether nothing was written or what
 * was acknowledged is gone.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface Promises {

    /**
     * Adds a promise, which is recorded in order with the file operations and survives the crash. Thread-safe.
     *
     * @param promise any text, for the check and for messages
     */
    void add(String promise);
}

package dev.multiprocess.crash;

import org.apiguardian.api.API;

/**
 * What of the file operations that were not forced to the disk is lost with a crash. Bytes are safe after a force of their
 * file, names after a force of their directory; which operations that means is in the guide, as a table.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum Unsynced {

    /** Nothing: the process has died, and the operating system has not. */
    NONE,

    /** All of it: the power has failed before the operating system wrote anything that it did not have to write. */
    ALL,

    /** A part of it, which a seed decides: the operating system has written some of it, in any order. */
    RANDOM
}

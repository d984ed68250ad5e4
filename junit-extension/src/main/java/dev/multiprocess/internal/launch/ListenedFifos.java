package dev.multiprocess.internal.launch;

import dev.multiprocess.internal.link.LinkServer;

/**
 * Two FIFOs for a child that is about to be started, on which this JVM listens already.
 *
 * @param name what the child is told
 * @param link not to be sent anything before the child has called
 */
record ListenedFifos(String name, LinkServer link) {}

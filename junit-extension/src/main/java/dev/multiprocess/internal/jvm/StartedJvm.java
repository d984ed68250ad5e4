package dev.multiprocess.internal.jvm;

import dev.multiprocess.internal.link.AwaitedLink;
import dev.multiprocess.internal.link.JobFile;
import dev.multiprocess.internal.os.ProcessIdentity;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process that asks for its task, or will.
 *
 * @param process not yet watched
 * @param identity of the process; empty if it had ended before it could be looked at
 * @param start what it was started with
 * @param argumentFile where the arguments of its JVM are
 * @param how in words, for the launch record
 * @param jobFile where it finds its task; empty if the task is to be sent over its link
 * @param awaited its link; empty if it connects by socket
 */
public record StartedJvm(
        Process process,
        Optional<ProcessIdentity> identity,
        JvmStart start,
        Path argumentFile,
        String how,
        Optional<JobFile> jobFile,
        Optional<AwaitedLink> awaited) {}

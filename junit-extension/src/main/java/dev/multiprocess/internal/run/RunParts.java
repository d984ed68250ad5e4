package dev.multiprocess.internal.run;

import dev.multiprocess.internal.hub.Hub;
import dev.multiprocess.internal.segment.SegmentMaker;
import dev.multiprocess.internal.start.Launchers;
import dev.multiprocess.internal.start.StartHost;
import java.util.function.IntSupplier;

/**
 * What each test uses of its run.
 *
 * @param hub holds queues
 * @param segments makes other shared memory
 * @param threads do what is done in the background
 * @param children of all tests
 * @param calls carries out what children call
 * @param launchers get JVMs for children
 * @param jvms what all JVMs alike are started with
 * @param liveProcesses how many children of this JVM are alive, of any run
 * @param debugged whether this JVM was started for a debugger
 */
public record RunParts(
        Hub hub,
        SegmentMaker segments,
        RunThreads threads,
        RunChildren children,
        CallDispatch calls,
        Launchers launchers,
        StartHost jvms,
        IntSupplier liveProcesses,
        boolean debugged) {}

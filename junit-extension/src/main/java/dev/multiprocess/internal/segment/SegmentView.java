package dev.multiprocess.internal.segment;

import dev.multiprocess.internal.objects.Handle;

/**
 * Makes what stands for segments of one kind in a process. No lambda: a child makes one before its task begins.
 *
 * @param <H> what stands for a segment; its id is that of the segment
 */
@FunctionalInterface
public interface SegmentView<H extends Handle> {

    /** Makes it, once in each process. */
    H of(Segment segment);
}

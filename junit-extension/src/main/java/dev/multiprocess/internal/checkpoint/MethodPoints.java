package dev.multiprocess.internal.checkpoint;

import java.util.List;

/**
 * The points at methods that a child passes: a part of its job.
 *
 * @param checkpoints to which they belong
 * @param names of the points
 */
public record MethodPoints(CheckpointsView checkpoints, List<String> names) {}

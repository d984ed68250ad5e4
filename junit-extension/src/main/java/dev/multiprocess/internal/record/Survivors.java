package dev.multiprocess.internal.record;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which effects a directory shows.
 *
 * @param names indexes of effects on names
 * @param changes by the index of an effect on bytes, what is left of it
 */
record Survivors(Set<Integer> names, Map<Integer, List<Change>> changes) {}

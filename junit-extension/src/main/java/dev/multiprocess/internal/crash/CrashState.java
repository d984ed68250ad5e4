package dev.multiprocess.internal.crash;

import java.util.List;
import java.util.Optional;

/**
 * What a crash has left beside the directory. Immutable.
 *
 * @param promised before the crash
 * @param lost operations whose effect is missing, in words
 * @param thrown what the work has thrown after a fault
 * @param otherWay where a run that was killed has done something else than the recorded one
 */
record CrashState(List<String> promised, List<String> lost, Optional<String> thrown, Optional<String> otherWay) {}

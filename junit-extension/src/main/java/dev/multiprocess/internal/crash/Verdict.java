package dev.multiprocess.internal.crash;

import java.util.Optional;

/**
 * What became of a case. Immutable.
 *
 * @param key of the case whose directory was checked: another one if that was equal
 * @param failure what its test fails with
 */
record Verdict(String key, Optional<AssertionError> failure) {}

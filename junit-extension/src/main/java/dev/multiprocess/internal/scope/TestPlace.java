package dev.multiprocess.internal.scope;

import java.util.Optional;

/**
 * Where a test is.
 *
 * @param outer the scope of its class or factory, if that has one
 * @param concurrent whether more tests may begin beside it at any time
 */
public record TestPlace(Optional<TestScope> outer, boolean concurrent) {}

package dev.multiprocess.internal.jupiter;

import org.junit.jupiter.api.extension.Extension;

/** Connects JUnit Jupiter's life cycle to a test's processes. */
public final class MultiProcessExtension implements Extension {}

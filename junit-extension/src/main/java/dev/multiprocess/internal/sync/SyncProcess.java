package dev.multiprocess.internal.sync;

import dev.multiprocess.internal.bell.Doorbell;

/**
 * This process, as others know it.
 *
 * @param number no other process has it; 0 for the test JVM
 * @param name for messages
 * @param doorbell where others ring
 */
public record SyncProcess(int number, String name, Doorbell doorbell) {}

package dev.multiprocess.kit;

import java.util.concurrent.CountDownLatch;

/** What children of our tests do. */
public final class Children {

    private Children() {}

    /** Waits until the process ends; an interrupt ends the wait as well. */
    public static void waitForEver() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.multiprocess.internal.child;

import java.nio.channels.spi.SelectorProvider;

/**
 * Names to the JDK what it would search the class path for: every jar of it would be opened before the task begins.
 *
 * <p>It is the provider that every JDK on Linux has; another one that a user has put on the class path is not asked in a
 * child, unless the system property of that name says so.
 */
final class HeadStart {

    private static final String PROPERTY = "java.nio.channels.spi.SelectorProvider";
    private static final String PROVIDER = "sun.nio.ch.EPollSelectorProvider";

    private HeadStart() {}

    static void take() {
        if (System.getProperty(PROPERTY) != null || !"Linux".equals(System.getProperty("os.name"))) {
            return;
        }
        try {
            Class.forName(PROVIDER, false, null);
            System.setProperty(PROPERTY, PROVIDER);
            SelectorProvider.provider();
        } catch (ClassNotFoundException e) {
            // A JDK that has another one finds it itself.
        } finally {
            System.clearProperty(PROPERTY);
        }
    }
}

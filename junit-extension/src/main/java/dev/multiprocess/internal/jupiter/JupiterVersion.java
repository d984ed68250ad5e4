package dev.multiprocess.internal.jupiter;

import java.lang.System.Logger.Level;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Says so if JUnit Jupiter is too old. The tests cannot: an older JUnit does not find a type that the extension has, and
 * fails each of them with {@code Type [unknown] not present}.
 *
 * <p>Found by JUnit's launcher as a service, before any test.
 */
public final class JupiterVersion implements LauncherSessionListener {

    private static final String SINCE_5_12 = "org.junit.jupiter.api.extension.PreInterruptCallback";

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        complaint(SINCE_5_12)
                .ifPresent(
                        text -> System.getLogger(JupiterVersion.class.getName()).log(Level.ERROR, text));
    }

    /** What is wrong with this JVM's JUnit, by a type that it must have. */
    static Optional<String> complaint(String type) {
        try {
            Class.forName(type, false, JupiterVersion.class.getClassLoader());
            return Optional.empty();
        } catch (ClassNotFoundException | LinkageError tooOld) {
            String found = Test.class.getPackage().getImplementationVersion();
            return Optional.of("MultiProcess needs JUnit Jupiter 5.12.2 or later, found "
                    + (found == null ? "an older one" : found) + "; its tests fail with 'Type [unknown] not present'");
        }
    }
}

package dev.multiprocess.internal.jupiter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.LauncherSessionListener;

class JupiterVersionTests {

    @Test
    void typeIsThere_nothingIsSaid() {
        assertThat(JupiterVersion.complaint("org.junit.jupiter.api.extension.PreInterruptCallback"))
                .isEmpty();
    }

    @Test
    void typeIsMissing_bothVersionsAreSaid() {
        assertThat(JupiterVersion.complaint("org.junit.jupiter.api.extension.OfTheFuture"))
                .hasValueSatisfying(text -> assertThat(text)
                        .startsWith("MultiProcess needs JUnit Jupiter 5.12.2 or later, found "
                                + Test.class.getPackage().getImplementationVersion() + "; "));
    }

    @Test
    void launcher_findsTheListener() {
        assertThat(ServiceLoader.load(LauncherSessionListener.class)).anyMatch(JupiterVersion.class::isInstance);
    }
}

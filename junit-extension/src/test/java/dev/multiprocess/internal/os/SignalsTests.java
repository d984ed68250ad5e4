package dev.multiprocess.internal.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(30)
@EnabledOnOs(OS.LINUX)
class SignalsTests {

    private Process sleeper;
    private ProcessIdentity identity;

    @BeforeEach
    void start() throws IOException {
        sleeper = new ProcessBuilder("sleep", "60").start();
        identity = ProcessIdentity.of(sleeper.toHandle()).orElseThrow();
    }

    @AfterEach
    void end() throws InterruptedException {
        sleeper.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }

    @Test
    void process_isPausedAndResumed() throws IOException {
        Signals.Pause pause = Signals.SYSTEM.pause(identity);
        assertThat(identity.isPaused()).isTrue();
        pause.resume();
        assertThat(identity.isPaused()).isFalse();
    }

    @Test
    void windows_cannotPause() {
        Signals windows = new Signals("Windows 11", "/bin/sh", false, process -> false);
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> windows.requirePause("child 'a' (pid 7)"))
                .withMessage("child 'a' (pid 7) cannot be paused:"
                        + " Windows 11 has no signals that stop a process and let it go on");
        assertThatCode(() -> new Signals("Mac OS X", "/bin/sh", false, process -> false).requirePause("it"))
                .doesNotThrowAnyException();
    }

    @Test
    void statesAreNotShown_theSignalIsTrusted() throws IOException {
        new Signals("Mac OS X", "/bin/sh", false, process -> {
                    throw new AssertionError("nobody can know");
                })
                .pause(identity);
        assertThat(sleeper.isAlive()).isTrue();
    }

    @Test
    void processDoesNotStopAtOnce_pauseWaits() throws IOException {
        AtomicInteger looks = new AtomicInteger();
        new Signals("Linux", "/bin/sh", true, process -> looks.incrementAndGet() > 3).pause(identity);
        assertThat(looks).hasValue(4);
    }

    @Test
    void processEndsInsteadOfStopping_pauseFails() {
        Signals signals = new Signals("Linux", "/bin/sh", true, process -> {
            sleeper.destroyForcibly();
            sleeper.onExit().join();
            return false;
        });
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> signals.pause(identity))
                .withMessage("pid " + sleeper.pid() + " has ended");
    }

    @Test
    void pidOfALaterProcess_isNotSignalled() {
        ProcessIdentity earlier =
                new ProcessIdentity(identity.pid(), identity.start().minusSeconds(60));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> Signals.SYSTEM.pause(earlier));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> Signals.SYSTEM.resume(earlier));
        assertThat(identity.isPaused()).isFalse();
    }

    @Test
    void shellThatCannotSend_isTold() {
        Signals signals = new Signals("Linux", "/bin/false", true, process -> false);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> signals.pause(identity))
                .withMessage("SIGSTOP could not be sent to pid " + sleeper.pid());
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> signals.resume(identity))
                .withMessage("SIGCONT could not be sent to pid " + sleeper.pid());
    }

    @Test
    void noShell_isTold() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> new Signals("Linux", "/no/such/shell", true, process -> false).pause(identity))
                .withMessageContaining("/no/such/shell");
    }
}

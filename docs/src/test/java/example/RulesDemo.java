package example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.ExitStatus;
import dev.multiprocess.MultiProcessConfigurationException;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.Processes;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class RulesDemo {

    // snippet: visibility
    /** The size of a group; no other package needs it. */
    record GroupSize(String group, int count) {
        // end

        // snippet: error
        private static final int LARGEST = 64;

        void check() {
            if (count < 1 || count > LARGEST) {
                throw new MultiProcessConfigurationException(
                        "the size of group '" + group + "' must be between 1 and " + LARGEST + ": count=" + count);
            }
        }
        // end
        // snippet: visibility
    }
    // end

    // snippet: test
    @MultiProcessTest(timeout = "20s")
    void childIsKilled_exitHasTheSignal(Processes processes) {
        ChildProcess<Void> child = processes.start("sleeper", () -> new CountDownLatch(1).await());
        child.awaitRunning();

        child.kill();

        assertThat(child.awaitExit().end()).isEqualTo(ExitStatus.End.KILLED);
        assertThat(child.awaitExit().signal()).contains("SIGKILL");
    }
    // end

    @Test
    void groupIsTooLarge_messageTellsTheLimit() {
        assertThatThrownBy(() -> new GroupSize("reader", 65).check())
                .hasMessage("the size of group 'reader' must be between 1 and 64: count=65");
    }
}

package dev.multiprocess.internal.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SystemCallsTests {

    private final SystemCalls systemCalls = new SystemCalls();
    private final List<String> left = new ArrayList<>();

    @Test
    void lastOneLeavesFirst() {
        systemCalls.add(() -> left.add("link"));
        systemCalls.add(() -> left.add("pipe"));

        assertThat(left).isEmpty();
        systemCalls.leave();
        assertThat(left).containsExactly("pipe", "link");
    }

    @Test
    void eachLeavesOnce() {
        systemCalls.add(() -> left.add("link"));

        systemCalls.leave();
        systemCalls.leave();
        assertThat(left).containsExactly("link");
    }

    @Test
    void oneThatIsAddedWhileTheJvmExits_leavesAtOnce() {
        systemCalls.leave();

        systemCalls.add(() -> left.add("pipe"));
        assertThat(left).containsExactly("pipe");
    }
}

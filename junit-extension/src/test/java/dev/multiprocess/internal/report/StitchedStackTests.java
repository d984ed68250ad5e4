package dev.multiprocess.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.internal.child.ChildMain;
import java.util.List;
import org.junit.jupiter.api.Test;

class StitchedStackTests {

    private static StackTraceElement frame(String owner) {
        return new StackTraceElement(owner, "call", "File.java", 1);
    }

    @Test
    void taskThrows_framesOfTheTaskStandAboveThoseOfTheStart() {
        List<StackTraceElement> start = StitchedStack.startOf(SomeChild.ID, List.of(SomeChild.STARTED));
        Throwable thrown = new Throwable();
        thrown.setStackTrace(new StackTraceElement[] {
            frame("java.util.ArrayList"),
            frame("example.Shop"),
            frame("java.lang.reflect.Method"),
            frame("dev.multiprocess.internal.child.TaskRun"),
            frame(ChildMain.class.getName())
        });

        StitchedStack.stitch(thrown, start);

        assertThat(thrown.getStackTrace())
                .containsExactly(
                        frame("java.util.ArrayList"),
                        frame("example.Shop"),
                        new StackTraceElement("[child a, pid 4711]", "started", null, -1),
                        SomeChild.STARTED);
    }

    @Test
    void threadIsInOurs_whatWeAndTheJdkDoBelowIsLeftOut() {
        StackTraceElement[] stack = {
            frame("jdk.internal.misc.Unsafe"),
            frame("dev.multiprocess.internal.scope.StateLock"),
            frame("example.ShopTests"),
            frame("java.lang.reflect.Method")
        };

        assertThat(StitchedStack.withoutOurs(stack))
                .containsExactly(frame("example.ShopTests"), frame("java.lang.reflect.Method"));
    }

    @Test
    void threadIsInTheJdk_itsFramesAreKept() {
        StackTraceElement[] stack = {frame("java.lang.Thread"), frame("example.ShopTests")};

        assertThat(StitchedStack.withoutOurs(stack)).containsExactly(stack);
    }
}

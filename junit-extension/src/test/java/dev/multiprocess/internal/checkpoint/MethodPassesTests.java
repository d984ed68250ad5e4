package dev.multiprocess.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.multiprocess.ProcessInterruptedException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What code under test notices of points that cannot be reached. */
class MethodPassesTests {

    private final List<String> asked = new ArrayList<>();

    private MethodPoints points(String owner, Throwable failure, String... names) {
        CheckpointsView view = new CheckpointsView(() -> {
            asked.add(owner);
            if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        });
        return new MethodPoints(view, List.of(names));
    }

    @Test
    void pointCannotBeReached_nothingIsThrownAndOthersAreAsked() {
        MethodPasses passes = new MethodPasses(List.of(
                points("test", new IllegalStateException("the test has ended"), "a", "b"),
                points("class", new ProcessInterruptedException("interrupted", null), "a")));

        assertThatCode(() -> passes.accept("a")).doesNotThrowAnyException();
        assertThat(asked).containsExactly("test", "class");

        passes.accept("b");
        assertThat(asked).containsExactly("test", "class", "test");
    }

    @Test
    void jvmIsOutOfMemory_errorIsThrown() {
        OutOfMemoryError error = new OutOfMemoryError("on purpose");
        MethodPasses passes = new MethodPasses(List.of(points("test", error, "a")));

        assertThatExceptionOfType(OutOfMemoryError.class)
                .isThrownBy(() -> passes.accept("a"))
                .isSameAs(error);
    }
}

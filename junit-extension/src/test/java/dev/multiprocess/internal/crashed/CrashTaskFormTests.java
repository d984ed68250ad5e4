package dev.multiprocess.internal.crashed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiprocess.crash.CrashTests;
import dev.multiprocess.internal.objects.Wrapper;
import dev.multiprocess.internal.serial.ObjectCodec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What children of crash tests run reaches them without Kryo, whose start would take them longer than all else. */
class CrashTaskFormTests {

    private static final byte PLAIN = 2;

    private final ObjectCodec codec =
            new ObjectCodec(List.of(), id -> id, getClass().getClassLoader(), 1 << 20);

    private Object crossed(Object task) {
        byte[] bytes = codec.write(task, "task");
        assertThat(bytes[0]).as("plain: %s", task).isEqualTo(PLAIN);
        return codec.read(bytes);
    }

    static Stream<CrashAt> places() {
        return Stream.of(
                new CrashAt.Nowhere(),
                new CrashAt.Operation(3_000_000_000L, 512),
                new CrashAt.Checkpoint("written", 2),
                new CrashAt.Instant(61_000_000_000L),
                new CrashAt.Fault(7, 28));
    }

    @ParameterizedTest
    @MethodSource("places")
    void workThatCapturesSimpleThings_crossesPlain(CrashAt at) throws Exception {
        int amount = 100;
        List<String> seen = new ArrayList<>();
        CrashTests.Work work = (directory, promises) -> promises.add("transferred " + amount + " in " + directory);

        WorkTask copy = (WorkTask) crossed(new WorkTask(work, "directory", "log", at));

        assertThat(copy.at()).isEqualTo(at);
        assertThat(copy.directory()).isEqualTo("directory");
        assertThat(copy.log()).isEqualTo("log");
        copy.work().run(Path.of("d"), seen::add);
        assertThat(seen).containsExactly("transferred 100 in d");
    }

    @Test
    void everyPlace_isTried() {
        assertThat(places().map(Object::getClass).toList())
                .containsExactlyInAnyOrder(CrashAt.class.getPermittedSubclasses());
    }

    @Test
    void preparation_crossesPlain() throws Exception {
        String text = "prepared ";
        CrashTests.Preparation preparation = directory -> {
            throw new IllegalStateException(text + directory);
        };

        PrepareTask copy = (PrepareTask) crossed(new PrepareTask(preparation, "d"));

        assertThatThrownBy(copy::call).isInstanceOf(IllegalStateException.class).hasMessage("prepared d");
    }

    @Test
    void checkWithPromises_crossesPlain() throws Exception {
        List<String> promised = new ArrayList<>(List.of("transferred 100", "\u00e4 \u4e2d"));

        CheckTask copy = (CheckTask) crossed(new CheckTask(checkThatTells(), "d", promised, ""));

        assertThat(copy.promised()).isEqualTo(promised);
        assertThatThrownBy(copy::call)
                .isInstanceOf(AssertionError.class)
                .hasMessage("d has [transferred 100, \u00e4 \u4e2d]");
    }

    @Test
    void checkWithoutPromises_crossesPlain() {
        CheckTask copy = (CheckTask) crossed(new CheckTask(checkThatTells(), "d", new ArrayList<>(), "log"));

        assertThat(copy.promised()).isEmpty();
        assertThat(copy.log()).isEqualTo("log");
    }

    private static CrashTests.Check checkThatTells() {
        return (directory, promised) -> {
            throw new AssertionError(directory + " has " + promised);
        };
    }

    @Test
    void promisesOfACheck_stayWhenTheListChanges() {
        List<String> promised = new ArrayList<>(List.of("first"));
        CheckTask task = new CheckTask(checkThatTells(), "d", promised, "");
        promised.add("second");

        assertThat(task.promised()).containsExactly("first");
    }

    @Test
    void refusal_isOfTheUsersOwnLambda() {
        CrashTests.Work work = (directory, promises) -> {};
        CrashTests.Preparation preparation = directory -> {};
        CrashTests.Check check = (directory, promised) -> {};

        assertThat(List.<Wrapper>of(
                        new WorkTask(work, "d", "l", new CrashAt.Nowhere()),
                        new PrepareTask(preparation, "d"),
                        new CheckTask(check, "d", List.of(), "")))
                .extracting(Wrapper::wrapped)
                .containsExactly(work, preparation, check);
    }
}

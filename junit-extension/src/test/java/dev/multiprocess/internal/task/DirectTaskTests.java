package dev.multiprocess.internal.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiprocess.ProcessAction;
import dev.multiprocess.ProcessTask;
import dev.multiprocess.internal.serial.ObjectCodec;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Tasks that crossed: what they do is the same, whether their method is called or their lambda is made. */
class DirectTaskTests {

    private static final AtomicInteger RUNS = new AtomicInteger();

    private final ObjectCodec serializer =
            new ObjectCodec(List.of(), id -> id, DirectTaskTests.class.getClassLoader(), 1 << 20);

    /** Something whose methods can be referred to, and that needs no Kryo. */
    private enum Shade {
        LIGHT,

        DARK {
            @Override
            String text() {
                return "very " + super.text();
            }
        };

        String text() {
            return name();
        }

        private String secret() {
            return "secret of " + name();
        }

        ProcessTask<String> ofSecret() {
            return this::secret;
        }
    }

    /** Something that Kryo has to take apart. */
    private static final class Named implements Serializable {

        private final String name;

        Named(String name) {
            this.name = name;
        }

        String name() {
            return name;
        }
    }

    /** A task as constructors give it. */
    private static final class Made {

        @Override
        public String toString() {
            return "made";
        }
    }

    private static int seven() {
        return 7;
    }

    private static long doubled(long number) {
        return 2 * number;
    }

    private Object read(Object task) {
        return serializer.read(serializer.write(task, "task"), DirectTask.OF_LAMBDA);
    }

    private Object result(ProcessTask<?> task) throws Exception {
        ProcessTask<?> read = (ProcessTask<?>) read(task);
        assertThat(read.getClass().isHidden()).as("a lambda was made").isFalse();
        return read.call();
    }

    @Test
    void lambdas_areCalledWithWhatTheyCaptured() throws Exception {
        int number = 3;
        String text = "text";
        List<String> list = List.of("a", "b");
        assertThat(result(() -> "nothing")).isEqualTo("nothing");
        assertThat(result(() -> number + 1)).isEqualTo(4);
        assertThat(result(() -> text + number + list)).isEqualTo("text3[a, b]");
        assertThat(result(() -> null)).isNull();
    }

    @Test
    void methodReferences_areCalledOnTheirObject() throws Exception {
        assertThat(result(DirectTaskTests::seven)).isEqualTo(7);
        assertThat(result(Shade.LIGHT::text)).isEqualTo("LIGHT");
        assertThat(result(Shade.DARK::text)).isEqualTo("very DARK");
        assertThat(result(Shade.DARK.ofSecret())).isEqualTo("secret of DARK");
    }

    @Test
    void capturedObjectNeedsKryo_lambdaIsMade() throws Exception {
        Named named = new Named("it");
        ProcessTask<String> task = named::name;
        ProcessTask<?> read = (ProcessTask<?>) read(task);
        assertThat(read.getClass().isHidden()).isTrue();
        assertThat(read.call()).isEqualTo("it");
    }

    @Test
    void indexedTask_isToldItsNumber() throws Exception {
        ProcessTask.Indexed<Long> ofNumber = DirectTaskTests::doubled;
        assertThat(((ProcessTask<?>) read(new IndexedTask<>(ofNumber, 21))).call())
                .isEqualTo(42L);
        assertThat(result(new IndexedTask<>(index -> "number " + index, 1))).isEqualTo("number 1");
        assertThat(((ProcessTask<?>) read(new IndexedActionTask(index -> Integer.parseInt("" + index), 1))).call())
                .isNull();
    }

    @Test
    void action_isCalledAndReturnsNothing() throws Exception {
        int before = RUNS.get();
        ProcessAction action = RUNS::incrementAndGet;
        ProcessAction inClass = () -> RUNS.incrementAndGet();
        assertThat(((ProcessTask<?>) read(new ActionTask(inClass))).call()).isNull();
        assertThat(RUNS).hasValue(before + 1);
        assertThat(((ProcessTask<?>) read(new ActionTask(action))).call()).isNull();
    }

    @Test
    void methodOfTheJdk_andConstructor_areMadeLambdas() throws Exception {
        ProcessTask<Long> clock = System::nanoTime;
        ProcessTask<Made> constructor = Made::new;
        assertThat(read(clock).getClass().isHidden()).isTrue();
        assertThat(read(constructor).getClass().isHidden()).isTrue();
        assertThat(((ProcessTask<?>) read(clock)).call()).isInstanceOf(Long.class);
        assertThat(((ProcessTask<?>) read(constructor)).call()).hasToString("made");
    }

    @Test
    void taskThrows_itsExceptionComesAsItIs() {
        assertThatThrownBy(() -> result(() -> {
                    throw new IOException("checked");
                }))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("checked");
        assertThatThrownBy(() -> result(() -> {
                    throw new AssertionError("error");
                }))
                .isExactlyInstanceOf(AssertionError.class)
                .hasMessage("error");
    }

    @Test
    void taskThatATaskHasCaptured_isALambda() throws Exception {
        ProcessTask<String> inner = () -> "inner";
        Object captured = result(() -> inner);
        assertThat(captured.getClass().isHidden()).isTrue();
        assertThat(((ProcessTask<?>) captured).call()).isEqualTo("inner");
        // It can cross again.
        assertThat(result((ProcessTask<?>) captured)).isEqualTo("inner");
    }

    @Test
    void lambdasAmongTheArgumentsOfAMethod_areLambdas() throws Exception {
        ProcessTask<String> argument = () -> "argument";
        MethodTask task =
                new MethodTask(DirectTaskTests.class, "nameOfClass", List.of(ProcessTask.class), List.of(argument));
        assertThat(result(task)).asString().contains("$$Lambda");
    }

    static String nameOfClass(ProcessTask<?> task) {
        return task.getClass().getName();
    }
}

package dev.multiprocess.internal.plain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiprocess.ProcessTask;
import dev.multiprocess.internal.objects.Handle;
import dev.multiprocess.internal.objects.UnreadableObjectException;
import dev.multiprocess.internal.serial.ObjectCodec;
import dev.multiprocess.internal.task.MethodTask;
import java.io.Serializable;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlainFormTests {

    private static final byte PLAIN = 2;

    private record Known(String handleId) implements Handle {}

    private final ObjectCodec serializer =
            new ObjectCodec(List.of(), id -> "resolved " + id, getClass().getClassLoader(), 1 << 20);

    static Stream<Object> plainValues() {
        return Stream.of(
                null,
                true,
                false,
                Integer.MIN_VALUE,
                Long.MAX_VALUE,
                Double.NaN,
                -0.0f,
                (short) -3,
                (byte) 200,
                '\uffff',
                "",
                "a text with \u00e4, \u4e2d and a \0",
                "x".repeat(100_000),
                java.util.concurrent.TimeUnit.DAYS,
                java.math.RoundingMode.CEILING);
    }

    @ParameterizedTest
    @MethodSource("plainValues")
    void numbersAndTexts_crossWithoutKryo(Object value) {
        byte[] bytes = serializer.write(value, "value");

        assertThat(bytes[0]).isEqualTo(PLAIN);
        assertThat(serializer.read(bytes)).isEqualTo(value);
        assertThat(value == null || serializer.read(bytes).getClass() == value.getClass())
                .isTrue();
    }

    @Test
    void wholeNumbersOfEveryLength_takeAsFewBytesAsTheyNeed() {
        for (int bits = 0; bits < Long.SIZE; bits++) {
            for (long number : new long[] {1L << bits, (1L << bits) - 1, -(1L << bits), -(1L << bits) - 1}) {
                byte[] bytes = serializer.write(number, "value");
                assertThat(serializer.read(bytes)).isEqualTo(number);
                assertThat(bytes).hasSize(2 + BigInteger.valueOf(number).toByteArray().length);
                assertThat(serializer.read(serializer.write((int) number, "value")))
                        .isEqualTo((int) number);
            }
        }
        assertThat(serializer.write(7, "value")).hasSize(3);
    }

    @Test
    void halfASurrogatePair_isNotLost() {
        String broken = "half \ud83d of a pair";

        assertThat(serializer.read(serializer.write(broken, "value"))).isEqualTo(broken);
    }

    @Test
    void lambdaOfPlainValues_isPlain() throws Exception {
        int number = 41;
        String text = "from here";
        ProcessTask<String> task = () -> text + " " + (number + 1);

        byte[] bytes = serializer.write(task, "task");

        assertThat(bytes[0]).isEqualTo(PLAIN);
        assertThat(((ProcessTask<?>) serializer.read(bytes)).call()).isEqualTo("from here 42");
    }

    @Test
    void methodTask_isPlain() {
        MethodTask task =
                new MethodTask(PlainFormTests.class, "someMethod", List.of(int.class, String.class), List.of(1, "one"));

        byte[] bytes = serializer.write(task, "task");

        assertThat(bytes[0]).isEqualTo(PLAIN);
        assertThat(serializer.read(bytes)).isEqualTo(task);
    }

    @Test
    void objectCapturedTwice_isOneObjectInTheCopy() throws Exception {
        Serializable inner = (Runnable & Serializable) () -> {};
        Object[] both = {inner, inner};
        ProcessTask<Boolean> direct = () -> inner == both[0];
        ProcessTask<Boolean> nested = new Twice(direct, direct)::isSame;

        assertThat(((ProcessTask<?>) serializer.read(serializer.write(nested, "task"))).call())
                .isEqualTo(true);
    }

    private record Twice(ProcessTask<Boolean> first, ProcessTask<Boolean> second) {

        boolean isSame() {
            return first == second;
        }
    }

    @Test
    void listWithNull_crosses() {
        List<Object> list = Arrays.asList(1, null);
        MethodTask task = new MethodTask(PlainFormTests.class, "m", List.of(), list);

        assertThat(((MethodTask) serializer.read(serializer.write(task, "task"))).arguments())
                .matches(arguments -> arguments.stream().anyMatch(Objects::isNull));
    }

    @Test
    void handle_isSeenAndResolved() {
        List<Handle> seen = new java.util.ArrayList<>();
        Known handle = new Known("queue:7");

        byte[] bytes = serializer.write(handle, "handle", seen::add);

        assertThat(bytes[0]).isEqualTo(PLAIN);
        assertThat(seen).containsExactly(handle);
        assertThat(serializer.read(bytes)).isEqualTo("resolved queue:7");
    }

    @Test
    void withACustomizer_everythingIsKryos() {
        ObjectCodec customized =
                new ObjectCodec(List.of(kryo -> {}), id -> id, getClass().getClassLoader(), 1000);

        assertThat(customized.write(7, "value")[0]).isNotEqualTo(PLAIN);
    }

    @Test
    void everyCut_isReported() {
        ProcessTask<String> task = () -> "cut";
        byte[] bytes = serializer.write(task, "task");

        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> serializer.read(cut))
                    .as("%d of %d bytes", length, bytes.length)
                    .isInstanceOf(UnreadableObjectException.class);
        }
    }

    @Test
    void countBeyondTheBytes_isReportedBeforeMemoryIsTaken() {
        byte[] bytes = {PLAIN, PlainForm.TEXT, 0x7f, -1, -1, -1, 'x'};

        assertThatThrownBy(() -> serializer.read(bytes))
                .isInstanceOf(UnreadableObjectException.class)
                .hasMessage("the message is cut short");
    }

    @Test
    void recordOfAnotherPackage_isRefusedByTheReader() {
        byte[] name = "java.lang.String".getBytes();
        byte[] bytes = new byte[2 + 4 + name.length + 4];
        java.nio.ByteBuffer.wrap(bytes)
                .put(PLAIN)
                .put(PlainForm.RECORD)
                .putInt(name.length)
                .put(name)
                .putInt(0);

        assertThatThrownBy(() -> serializer.read(bytes))
                .isInstanceOf(UnreadableObjectException.class)
                .hasMessage("the message has a record that it must not have: class java.lang.String");
    }
}

package dev.multiprocess.internal.serial;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.multiprocess.corpus.Corpus;
import dev.multiprocess.internal.objects.UnreadableObjectException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Objects that other processes have written. */
class SerializerFuzzTests {

    /** Knows the JDK only, so that what a message can name does not depend on this test's class path. */
    private static final ObjectCodec SERIALIZER =
            new ObjectCodec(List.of(), id -> "handle " + id, ClassLoader.getPlatformClassLoader(), 1 << 20);

    @FuzzTest
    void message(byte[] input) {
        try {
            SERIALIZER.read(input);
        } catch (UnreadableObjectException e) {
            assertThat(e).message().isNotBlank();
        }
    }

    @Test
    void seeds_areWhatIsWritten() throws IOException {
        Corpus.check(
                SerializerFuzzTests.class,
                "message",
                Map.of(
                        "number", written(12345),
                        "text", written("a text with ümlaut"),
                        "list", written(List.of(1L, 2.5, 'c', true)),
                        "array-list", written(new ArrayList<>(List.of("a", "b"))),
                        "map", written(new TreeMap<>(Map.of("one", new int[] {1, 2, 3}, "two", new String[] {"x"}))),
                        "objects", written(new Object[] {new BitSet(3), Instant.EPOCH, new ArrayDeque<>()}),
                        "enum", written(TimeUnit.DAYS),
                        "arrays", written(Arrays.asList(new long[2], new double[2], new byte[2], new int[2][2])),
                        "throwable", written(withoutStack(new IllegalStateException("message")))));
    }

    private static Throwable withoutStack(Throwable thrown) {
        thrown.setStackTrace(new StackTraceElement[0]);
        return thrown;
    }

    private static byte[] written(Object value) {
        return SERIALIZER.write(value, "a seed");
    }
}

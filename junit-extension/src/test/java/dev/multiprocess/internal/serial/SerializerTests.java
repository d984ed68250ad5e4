package dev.multiprocess.internal.serial;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import dev.multiprocess.MultiProcessConfigurationException;
import dev.multiprocess.NotTransferableException;
import dev.multiprocess.SerializationCustomizer;
import dev.multiprocess.internal.kryo.Part;
import dev.multiprocess.internal.objects.Handle;
import dev.multiprocess.internal.objects.ThrowableStandIn;
import dev.multiprocess.internal.objects.UnreadableObjectException;
import dev.multiprocess.internal.serial.Shapes.Bean;
import dev.multiprocess.internal.serial.Shapes.Box;
import dev.multiprocess.internal.serial.Shapes.Capturing;
import dev.multiprocess.internal.serial.Shapes.Hooked;
import dev.multiprocess.internal.serial.Shapes.Point;
import dev.multiprocess.internal.serial.Shapes.SerializableSupplier;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SerializerTests {

    private final ObjectCodec writer = serializer();
    private final ObjectCodec reader = serializer();

    static ObjectCodec serializer() {
        return new ObjectCodec(List.of(), Resolved::new, SerializerTests.class.getClassLoader(), 64 << 20);
    }

    static List<SupportedTypes.Row> supportedTypes() {
        return SupportedTypes.all();
    }

    @ParameterizedTest
    @MethodSource("supportedTypes")
    void supportedTypeCrosses_copyLooksLikeTheOriginal(SupportedTypes.Row row) {
        Object original = row.value().get();

        Object copy = reader.read(writer.write(original, "payload"));

        assertThat(row.view().apply(copy)).isEqualTo(row.view().apply(original));
    }

    @Test
    void objectChangedAfterItWasWritten_copyDoesNotSeeIt() {
        List<String> list = new ArrayList<>(List.of("before"));

        byte[] bytes = writer.write(list, "list");
        list.set(0, "after");

        assertThat(reader.read(bytes)).isEqualTo(List.of("before"));
    }

    @Test
    void partOfALongerArray_isReadAlone() {
        byte[] message = writer.write("text", "string");
        byte[] longer = new byte[message.length + 10];
        System.arraycopy(message, 0, longer, 5, message.length);

        assertThat(reader.read(longer, 5, message.length)).isEqualTo("text");
    }

    @Test
    void handlesAnywhere_areWrittenAsTheirIdAndResolved() {
        Handle plain = () -> "plain";
        Handle proxy = (Handle) Proxy.newProxyInstance(
                Handle.class.getClassLoader(),
                new Class<?>[] {Handle.class, Runnable.class},
                (self, method, arguments) -> "proxy");
        SerializableSupplier<Object> lambda = () -> plain;
        List<Handle> seen = new ArrayList<>();

        byte[] bytes = writer.write(List.of(plain, Map.of("p", proxy), lambda, new Hooked(plain)), "list", seen::add);
        List<?> copy = (List<?>) reader.read(bytes);

        assertThat(copy.get(0)).isEqualTo(new Resolved("plain"));
        assertThat(copy.get(1)).isEqualTo(Map.of("p", new Resolved("proxy")));
        assertThat(((SerializableSupplier<?>) copy.get(2)).get()).isEqualTo(new Resolved("plain"));
        assertThat(((Hooked) copy.get(3)).content).isEqualTo(new Resolved("plain"));
        assertThat(seen).extracting(Handle::handleId).containsExactly("plain", "proxy");
    }

    @Test
    void handleInAThrowable_isToldToo() {
        List<Handle> seen = new ArrayList<>();
        Handle handle = () -> "inside";

        byte[] bytes = writer.write(new Carrier(handle), "failure", seen::add);

        assertThat(((Carrier) reader.read(bytes)).content).isEqualTo(new Resolved("inside"));
        assertThat(seen).containsExactly(handle);
    }

    @Test
    void handleUnknownToTheReader_isNamed() {
        ObjectCodec stranger = new ObjectCodec(
                List.of(),
                id -> {
                    throw new IllegalStateException("no such queue");
                },
                getClass().getClassLoader(),
                1000);
        byte[] bytes = writer.write((Handle) () -> "orders", "handle");

        assertThatThrownBy(() -> stranger.read(bytes))
                .isInstanceOf(UnreadableObjectException.class)
                .hasMessage("the handle 'orders' cannot be used in this JVM: no such queue");
    }

    @Test
    void sameObjectTwice_isOneObjectInTheCopy() {
        Point point = new Point(1, 2);

        List<?> copy = (List<?>) reader.read(writer.write(List.of(point, new Hooked(List.of(point))), "list"));

        assertThat(((List<?>) ((Hooked) copy.get(1)).content).get(0)).isSameAs(copy.get(0));
    }

    @Test
    void transientField_isNotSent() {
        Bean copy = (Bean) reader.read(writer.write(new Bean("bean"), "bean"));

        assertThat(copy.forgotten()).isNull();
    }

    @Test
    void cyclicThrowables_crossWithTheCircleMarked() {
        Exception first = new Exception("first");
        Exception second = new Exception("second", first);
        first.addSuppressed(second);

        Throwable copy = (Throwable) reader.read(writer.write(first, "failure"));

        assertThat(copy).isExactlyInstanceOf(Exception.class).hasMessage("first");
        assertThat(copy.getSuppressed()[0]).hasMessage("second");
        assertThat(copy.getSuppressed()[0].getCause()).hasToString("[CIRCULAR REFERENCE: java.lang.Exception: first]");
    }

    @Test
    void fieldOfAThrowableCannotCross_typeIsKeptWithoutTheField() {
        Carrier copy = (Carrier) reader.read(writer.write(new Carrier(new Thread()), "failure"));

        assertThat(copy).hasMessage("carrier");
        assertThat(copy.content).isNull();
    }

    @Test
    void fieldOfAThrowableRefersBackToIt_endsAfterSomeLevels() {
        Shapes.Node node = new Shapes.Node("back");
        Carrier carrier = new Carrier(node);
        node.any = carrier;

        Carrier copy = (Carrier) reader.read(writer.write(carrier, "failure"));

        assertThat(((Shapes.Node) copy.content).any).isInstanceOf(Carrier.class);
    }

    @Test
    void throwableThatCannotBeRebuilt_isReplacedByOneThatPrintsTheSame() {
        Throwable original = new Unwritable(new IllegalStateException("cause"));
        original.addSuppressed(new RuntimeException("beside"));

        Throwable copy = (Throwable) reader.read(writer.write(original, "failure"));

        assertThat(copy).isInstanceOf(ThrowableStandIn.class).hasToString(original.toString());
        assertThat(copy.getStackTrace()).isEqualTo(original.getStackTrace());
        assertThat(copy).hasCauseExactlyInstanceOf(IllegalStateException.class).hasMessage("unwritable");
        assertThat(copy.getSuppressed()[0]).hasMessage("beside");
    }

    @Test
    void standIn_crossesAgain() {
        Object once = reader.read(writer.write(new Unwritable(null), "failure"));

        assertThat(writer.read(reader.write(once, "failure"))).hasToString(once.toString());
    }

    static Stream<RuntimeException> oddThrowables() {
        return Stream.of(
                new OddThrowables.Mute(),
                new OddThrowables.Wrong(),
                new OddThrowables.Endless(),
                new OddThrowables.Rootless(),
                new OddThrowables.Selfish(),
                new OddThrowables.Stackless(),
                new OddThrowables.Unwritten(),
                new OddThrowables.Unread());
    }

    @ParameterizedTest
    @MethodSource("oddThrowables")
    @Timeout(20)
    void throwableWhoseOwnCodeFails_arrivesWithItsNameAndCanBePrinted(Throwable odd) {
        Throwable copy = (Throwable) reader.read(writer.writeThrown(odd, "failure"));

        StringWriter printed = new StringWriter();
        copy.printStackTrace(new PrintWriter(printed));
        assertThat(copy).hasToString(odd.getClass().getName());
        assertThat(printed.toString()).startsWith(odd.getClass().getName());
        assertThat(copy.getStackTrace()).isNotNull();
        copy.setStackTrace(copy.getStackTrace());
    }

    @Test
    void throwableThatIsTooLarge_arrivesWithItsName() {
        ObjectCodec small = new ObjectCodec(List.of(), id -> null, SerializerTests.class.getClassLoader(), 1024);

        Throwable copy =
                (Throwable) reader.read(small.writeThrown(new IllegalStateException("x".repeat(5_000)), "failure"));

        assertThat(copy).hasToString("java.lang.IllegalStateException");
    }

    @ParameterizedTest
    @MethodSource("oddThrowables")
    @Timeout(20)
    void partWhoseSerializationThrowsSuch_isRefusedWithItsName(RuntimeException odd) {
        assertThatThrownBy(() -> writer.write(new Refusing(odd), "value"))
                .isInstanceOf(NotTransferableException.class)
                .hasMessageContaining(odd.getClass().getName());
    }

    record Refusing(RuntimeException odd, Part part) {

        Refusing(RuntimeException odd) {
            this(odd, new Part(odd));
        }

        static final class Part implements java.io.Serializable {

            private static final long serialVersionUID = 1L;
            private final transient RuntimeException odd;

            Part(RuntimeException odd) {
                this.odd = odd;
            }

            private void writeObject(java.io.ObjectOutputStream stream) {
                throw odd;
            }
        }
    }

    @Test
    void throwableWhoseClassIsUnknownToTheReader_isReplacedByOneThatPrintsTheSame() {
        ObjectCodec stranger = new ObjectCodec(List.of(), id -> id, ClassLoader.getPlatformClassLoader(), 1 << 20);

        Throwable copy = (Throwable) stranger.read(writer.write(new Carrier(5), "failure"));

        assertThat(copy).isInstanceOf(ThrowableStandIn.class).hasToString(Carrier.class.getName() + ": carrier");
    }

    @Test
    void classUnknownToTheReader_isNamed() {
        for (Object value : List.of(new Point(1, 2), new Hooked(1), Point.class, new Capturing().lambda())) {
            byte[] bytes = writer.write(value, "value");
            // As if this package's Shapes were not on the reader's class path.
            String renamed = new String(bytes, ISO_8859_1).replace("serial.Shapes", "serial.Shapex");

            assertThatThrownBy(() -> reader.read(renamed.getBytes(ISO_8859_1)))
                    .isInstanceOf(UnreadableObjectException.class)
                    .hasMessageMatching("class 'dev\\.multiprocess\\.internal\\.serial\\.Shapex\\$\\w+' is unknown in"
                            + " this JVM; it must be on the class path of both sides");
        }
    }

    @Test
    void everyTruncation_isReportedAsUnreadable() {
        byte[] whole = writer.write(new Box<>(Map.of("a", 1), List.of("text", new Hooked(3L))), "box");

        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> reader.read(part)).isInstanceOf(UnreadableObjectException.class);
        }
    }

    @Test
    void throwableWithALongStack_keepsItsType() {
        StackOverflowError error = new StackOverflowError("deep");
        StackTraceElement frame = new StackTraceElement("Digger", "dig", "Digger.java", 1);
        error.setStackTrace(java.util.Collections.nCopies(1024, frame).toArray(StackTraceElement[]::new));

        Throwable copy = (Throwable) reader.read(writer.write(error, "value"));

        assertThat(copy).isExactlyInstanceOf(StackOverflowError.class).hasMessage("deep");
        assertThat(copy.getStackTrace()).hasSize(1024);
    }

    @Test
    void bytesBehindTheObject_areReported() {
        byte[] longer = Arrays.copyOf(writer.write(1, "number"), 10);

        assertThatThrownBy(() -> reader.read(longer))
                .isInstanceOf(UnreadableObjectException.class)
                .hasMessageMatching("the object ends \\d bytes before the message does");
    }

    @Test
    void chainTooLongForAnyStack_isRefused() {
        Shapes.Node chain = Shapes.chain(5_000_000);

        assertThatThrownBy(() -> writer.write(chain, "chain"))
                .isInstanceOf(NotTransferableException.class)
                .hasMessage("chain cannot cross to another JVM: its objects are nested too deep");
    }

    @Test
    void callerHasLittleStackLeft_bothDirectionsWork() throws Exception {
        Shapes.Node chain = Shapes.chain(300);
        List<Object> read = new ArrayList<>();

        Thread small = new Thread(null, () -> read.add(reader.read(writer.write(chain, "chain"))), "small", 140 << 10);
        small.start();
        small.join();

        assertThat(read).hasSize(1);
    }

    @Test
    void manyThreads_shareOneSerializer() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Object>> results = new ArrayList<>();
            for (int i = 0; i < 2000; i++) {
                Box<Integer> box = new Box<>(i, List.of(i, i + 1));
                results.add(threads.submit(() -> List.of(box, writer.read(writer.write(box, "box")))));
            }
            for (Future<Object> result : results) {
                List<?> pair = (List<?>) result.get(60, TimeUnit.SECONDS);
                assertThat(pair.get(1)).isEqualTo(pair.get(0));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void concurrentCollectionChangedWhileWritten_messageIsWhole() throws Exception {
        Queue<Integer> queue = new ConcurrentLinkedQueue<>();
        AtomicBoolean done = new AtomicBoolean();
        Thread changer = new Thread(() -> {
            while (!done.get()) {
                queue.add(1);
                queue.poll();
            }
        });
        changer.start();
        try {
            for (int i = 0; i < 5000; i++) {
                assertThat((Queue<?>) reader.read(writer.write(queue, "queue"))).doesNotContainNull();
            }
        } finally {
            done.set(true);
            changer.join();
        }
    }

    @Test
    void randomNestedStructures_crossUnchanged() {
        long seed = System.nanoTime();
        System.out.println("seed of random nested structures: " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            Object original = RandomValues.next(random, 5);
            assertThat(reader.read(writer.write(original, "value")))
                    .as("seed %d", seed)
                    .isEqualTo(original);
        }
    }

    @Test
    void customizer_takesPrecedenceOverOurRules() {
        SerializationCustomizer asText = kryo -> {
            kryo.addDefaultSerializer(DateTimeFormatter.class, new IsoDate());
            kryo.register(Point.class);
        };
        ObjectCodec one = new ObjectCodec(List.of(asText), id -> id, getClass().getClassLoader(), 1000);
        ObjectCodec other =
                new ObjectCodec(List.of(asText), id -> id, getClass().getClassLoader(), 1000);

        assertThat(other.read(one.write(DateTimeFormatter.ISO_DATE, "format"))).isSameAs(DateTimeFormatter.ISO_DATE);
        assertThat(other.read(one.write(new Point(1, 2), "point"))).isEqualTo(new Point(1, 2));
        assertThat(one.write(new Point(1, 2), "point")).hasSizeLessThan(10);
    }

    @Test
    void customizerFails_isAConfigurationError() {
        SerializationCustomizer broken = kryo -> {
            throw new IllegalStateException("broken");
        };

        assertThatThrownBy(() ->
                        new ObjectCodec(List.of(broken), id -> id, getClass().getClassLoader(), 1000))
                .isInstanceOf(MultiProcessConfigurationException.class)
                .hasMessage("a SerializationCustomizer failed: java.lang.IllegalStateException: broken");
    }

    @Test
    void customizersOfALoader_areFoundAsServices(@TempDir Path directory) throws Exception {
        Path services = Files.createDirectories(directory.resolve("META-INF/services"));
        Files.writeString(services.resolve(SerializationCustomizer.class.getName()), Found.class.getName());

        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {directory.toUri().toURL()}, getClass().getClassLoader())) {
            assertThat(Customizers.of(List.of(), loader)).hasOnlyElementsOfType(Found.class);
        }
    }

    @Test
    void customizerOfALoaderCannotBeCreated_isAConfigurationError(@TempDir Path directory) throws Exception {
        Path services = Files.createDirectories(directory.resolve("META-INF/services"));
        Files.writeString(services.resolve(SerializationCustomizer.class.getName()), "no.such.Customizer");

        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {directory.toUri().toURL()}, getClass().getClassLoader())) {
            assertThatThrownBy(() -> Customizers.of(List.of(), loader))
                    .isInstanceOf(MultiProcessConfigurationException.class)
                    .hasMessageContaining("no.such.Customizer");
        }
    }

    public static final class Found implements SerializationCustomizer {

        @Override
        public void customize(Kryo kryo) {}
    }

    /** Writes nothing, as there is but one. */
    private static final class IsoDate extends com.esotericsoftware.kryo.kryo5.Serializer<DateTimeFormatter> {

        @Override
        public void write(Kryo kryo, Output output, DateTimeFormatter formatter) {}

        @Override
        public DateTimeFormatter read(Kryo kryo, Input input, Class<? extends DateTimeFormatter> type) {
            return DateTimeFormatter.ISO_DATE;
        }
    }

    record Resolved(String handleId) implements Handle {}

    static final class Carrier extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial")
        final Object content;

        Carrier(Object content) {
            super("carrier");
            this.content = content;
        }
    }

    static final class Unwritable extends Exception {
        private static final long serialVersionUID = 1L;

        Unwritable(Throwable cause) {
            super("unwritable", cause);
        }

        private Object writeReplace() {
            throw new IllegalStateException("not this one");
        }
    }
}

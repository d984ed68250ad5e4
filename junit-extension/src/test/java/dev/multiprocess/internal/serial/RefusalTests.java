package dev.multiprocess.internal.serial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.multiprocess.NotTransferableException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.net.Socket;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Pins the whole text of each refusal. */
class RefusalTests {

    private static final String START = "element of queue 'orders' cannot cross to another JVM: ";
    private static final String HERE = RefusalTests.class.getName();

    private final ObjectCodec serializer = SerializerTests.serializer();

    static Stream<Arguments> refused() throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        String waiting =
                " has the type java.util.concurrent.CountDownLatch, which only threads of one JVM can wait for;"
                        + " use a queue";
        Thread thread = new Thread();
        List<Object> items = new ArrayList<>(Arrays.asList("a", "b", null, thread));
        Object later = new Object();
        return Stream.of(
                // Types of the JDK.
                arguments(thread, "it has the type java.lang.Thread, which runs in one JVM only", "Thread"),
                arguments(latch, "it" + waiting, "CountDownLatch"),
                arguments(
                        new CompletableFuture<>(),
                        "it has the type java.util.concurrent.CompletableFuture, which only its own JVM completes; send"
                                + " its result",
                        "CompletableFuture"),
                arguments(
                        String.class.getMethod("length"),
                        "it has the type java.lang.reflect.Method, which the JDK does not let others rebuild; send its"
                                + " class and its name",
                        "Method"),
                arguments(
                        new ArrayList<>().iterator(),
                        "it has the type java.util.ArrayList$Itr, which can be used once and only where it was made;"
                                + " send a collection of its elements",
                        "Itr"),
                arguments(
                        Stream.of(1),
                        "it has the type java.util.stream.ReferencePipeline$Head, which can be used once and only where"
                                + " it was made; send a collection of its elements",
                        "Head"),
                arguments(
                        new ByteArrayInputStream(new byte[0]),
                        "it has the type java.io.ByteArrayInputStream, which this process has open; send a path, an"
                                + " address or the contents",
                        "ByteArrayInputStream"),
                arguments(
                        new Socket(),
                        "it has the type java.net.Socket, which this process has open; send a path, an address or the"
                                + " contents",
                        "Socket"),
                arguments(
                        new WeakReference<>(later),
                        "it has the type java.lang.ref.WeakReference, which only the garbage collector of one JVM knows;"
                                + " send what it refers to",
                        "WeakReference"),
                arguments(
                        new ThreadLocal<>(),
                        "it has the type java.lang.ThreadLocal, whose values belong to the threads of one JVM; send its"
                                + " value",
                        "ThreadLocal"),
                arguments(
                        ClassLoader.getPlatformClassLoader(),
                        "it has the type jdk.internal.loader.ClassLoaders$PlatformClassLoader, which belongs to one JVM",
                        "PlatformClassLoader"),
                arguments(
                        ProcessHandle.current(),
                        "it has the type java.lang.ProcessHandleImpl, which is a handle of this JVM; send its process id",
                        "ProcessHandleImpl"),
                arguments(
                        DateTimeFormatter.ISO_DATE,
                        "it has the type java.time.format.DateTimeFormatter, which is neither Serializable nor open to"
                                + " reflection; send what it is made of, or add a SerializationCustomizer",
                        "DateTimeFormatter"),
                // Where in an object.
                arguments(new Order(latch), "Order.customer.lock" + waiting, "Order.customer.lock"),
                arguments(
                        items,
                        "ArrayList[3] has the type java.lang.Thread, which runs in one JVM only",
                        "ArrayList[3]"),
                arguments(new Object[][] {{1, latch}}, "Object[][][0][1]" + waiting, "Object[][][0][1]"),
                arguments(new HashMap<>(Map.of("a", latch)), "HashMap['a']" + waiting, "HashMap['a']"),
                arguments(new HashMap<>(Map.of(latch, 1)), "HashMap[key 0]" + waiting, "HashMap[key 0]"),
                arguments(new EnumMap<>(Map.of(Shapes.Color.RED, latch)), "EnumMap['RED']" + waiting, "EnumMap['RED']"),
                arguments(Optional.of(latch), "Optional.value" + waiting, "Optional.value"),
                arguments(List.of(1, latch), "List12[1]" + waiting, "List12[1]"),
                arguments(
                        Collections.synchronizedList(items),
                        "SynchronizedRandomAccessList[3] has the type java.lang.Thread, which runs in one JVM only",
                        "SynchronizedRandomAccessList[3]"),
                arguments(new Shapes.Hooked(latch), "Hooked.content" + waiting, "Hooked.content"),
                arguments(
                        supplier(latch),
                        "lambda in RefusalTests.captured" + waiting,
                        "lambda in RefusalTests.captured"),
                // What cannot be rebuilt.
                arguments(
                        (Runnable) () -> {},
                        "it is a lambda, which only an interface that is Serializable lets cross, and"
                                + " java.lang.Runnable is not; make it a ProcessTask or a ProcessAction, or cast it"
                                + " where it is written: (Runnable & Serializable)",
                        "lambda in RefusalTests"),
                arguments(
                        new Service$MockitoMock$17(),
                        "it has the type " + HERE
                                + "$Service$MockitoMock$17, which is a mock of Mockito and lives in the"
                                + " JVM that made it; make the mock in the task",
                        "Service$MockitoMock$17"),
                arguments(new Worker(), "it has the type " + HERE + "$Worker, which runs in one JVM only", "Worker"),
                arguments(
                        new Late("x"),
                        "it has the type " + HERE + "$Late, which Java serialization cannot create, as " + HERE
                                + "$Base has no constructor without parameters that it may call",
                        "Late"),
                arguments(
                        Cycle.make(),
                        "it contains itself, and the type " + HERE + "$Cycle can be rebuilt only after all its parts",
                        "Cycle"),
                arguments(
                        new Menu().action,
                        "it contains itself, as lambda in RefusalTests$Menu.this.action, and a lambda can be rebuilt"
                                + " only after all it has captured; leave it out of that field, or make the field"
                                + " transient",
                        "lambda in RefusalTests$Menu"),
                arguments(
                        new Stubborn(),
                        "it has the type " + HERE + "$Stubborn, whose own serialization failed:"
                                + " java.io.NotSerializableException: never",
                        "Stubborn"),
                arguments(
                        new byte[70 << 20],
                        "it needs 73400327 bytes (70.0 MiB), and multiprocess.frameLimit allows 67108864 bytes (64.0 MiB)",
                        "byte[]"));
    }

    @ParameterizedTest
    @MethodSource
    void refused(Object value, String why, String path) {
        assertThatThrownBy(() -> serializer.write(value, "element of queue 'orders'"))
                .isInstanceOf(NotTransferableException.class)
                .hasMessage(START + why)
                .extracting(e -> ((NotTransferableException) e).path())
                .isEqualTo(path);
    }

    @Test
    void executorInAField_pathLeadsToIt() {
        var executor = Executors.newSingleThreadExecutor();
        try {
            assertThatThrownBy(() -> serializer.write(new Order(executor), "task"))
                    .hasMessageStartingWith("task cannot cross to another JVM: Order.customer.lock has the type ")
                    .hasMessageEndingWith(", whose threads run in one JVM only");
        } finally {
            executor.shutdown();
        }
    }

    @Test
    void pathIsVeryLong_onlyItsEndsAreTold() {
        Object nested = new Thread();
        for (int i = 0; i < 1000; i++) {
            nested = new ArrayList<>(List.of(nested));
        }
        Object deep = nested;

        assertThatThrownBy(() -> serializer.write(deep, "list"))
                .extracting(e -> ((NotTransferableException) e).path())
                .isEqualTo("ArrayList" + "[0]".repeat(19) + "..." + "[0]".repeat(20));
    }

    @Test
    void refusedObject_serializerGoesOnWorking() {
        assertThatThrownBy(() -> serializer.write(List.of(new Thread()), "list"))
                .isInstanceOf(NotTransferableException.class);

        assertThat(serializer.read(serializer.write(List.of(1), "list"))).isEqualTo(List.of(1));
    }

    @SuppressWarnings("serial")
    private static Object supplier(Object captured) {
        return (Shapes.SerializableSupplier<Object>) () -> captured;
    }

    static final class Order {
        private final Customer customer;

        Order(Object lock) {
            customer = new Customer(lock);
        }
    }

    record Customer(Object lock) {}

    /** Called as Mockito calls the class of a mock, which can be told to be Serializable. */
    static final class Service$MockitoMock$17 implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    static final class Worker extends Thread {}

    static class Base {
        private final String name;

        Base(String name) {
            this.name = name;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static final class Late extends Base implements Serializable {
        private static final long serialVersionUID = 1L;

        Late(String name) {
            super(name);
        }

        private Object readResolve() {
            return this;
        }
    }

    record Cycle(List<Object> parts) {
        static Cycle make() {
            Cycle cycle = new Cycle(new ArrayList<>());
            cycle.parts.add(cycle);
            return cycle;
        }

        @Override
        public String toString() {
            return "cycle";
        }
    }

    static final class Stubborn implements Serializable {
        private static final long serialVersionUID = 1L;

        private void writeObject(ObjectOutputStream stream) throws IOException {
            throw new NotSerializableException("never");
        }
    }

    /** Holds a lambda that captures it. */
    static final class Menu {

        private final Shapes.SerializableSupplier<Menu> action = () -> this;
    }
}

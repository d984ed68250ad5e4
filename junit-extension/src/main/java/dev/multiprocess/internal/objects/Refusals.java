package dev.multiprocess.internal.objects;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Serializable;
import java.io.Writer;
import java.lang.ref.Reference;
import java.lang.reflect.Member;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.Channel;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Spliterator;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Exchanger;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.stream.BaseStream;

/** Why objects of a class cannot cross, as the second half of a sentence. */
public final class Refusals {

    /** In the names of the classes that Mockito makes. */
    private static final String MOCK = "$MockitoMock$";

    private static final Map<Class<?>, String> KNOWN = new LinkedHashMap<>();

    static {
        String waiting = "which only threads of one JVM can wait for; use a queue";
        String once = "which can be used once and only where it was made; send a collection of its elements";
        String open = "which this process has open; send a path, an address or the contents";
        KNOWN.put(Thread.class, "which runs in one JVM only");
        KNOWN.put(CountDownLatch.class, waiting);
        KNOWN.put(CyclicBarrier.class, waiting);
        KNOWN.put(Phaser.class, waiting);
        KNOWN.put(Exchanger.class, waiting);
        KNOWN.put(Future.class, "which only its own JVM completes; send its result");
        KNOWN.put(Executor.class, "whose threads run in one JVM only");
        KNOWN.put(Timer.class, "whose thread runs in one JVM only");
        KNOWN.put(TimerTask.class, "which belongs to a timer of one JVM");
        KNOWN.put(BaseStream.class, once);
        KNOWN.put(Iterator.class, once);
        KNOWN.put(Spliterator.class, once);
        KNOWN.put(Enumeration.class, once);
        KNOWN.put(InputStream.class, open);
        KNOWN.put(OutputStream.class, open);
        KNOWN.put(Reader.class, open);
        KNOWN.put(Writer.class, open);
        KNOWN.put(Channel.class, open);
        KNOWN.put(Socket.class, open);
        KNOWN.put(ServerSocket.class, open);
        KNOWN.put(DatagramSocket.class, open);
        KNOWN.put(Reference.class, "which only the garbage collector of one JVM knows; send what it refers to");
        KNOWN.put(ThreadLocal.class, "whose values belong to the threads of one JVM; send its value");
        KNOWN.put(Member.class, "which the JDK does not let others rebuild; send its class and its name");
        KNOWN.put(ClassLoader.class, "which belongs to one JVM");
        KNOWN.put(Process.class, "which is a handle of this JVM; send its process id");
        KNOWN.put(ProcessHandle.class, "which is a handle of this JVM; send its process id");
    }

    private Refusals() {}

    /**
     * Returns why objects of a class cannot cross.
     *
     * @param type neither an enum nor an array nor a class that has a serializer
     * @return what follows the path of such an object; {@code null} if its fields can be written
     */
    public static String of(Class<?> type) {
        if (Lambdas.isLambda(type)) {
            return "is a lambda, which only an interface that is Serializable lets cross, and "
                    + lambdaAdvice(type.getInterfaces()[0]);
        }
        String why = known(type);
        if (why == null && type != Object.class) {
            why = type.isHidden() ? "which is a hidden class that no other JVM can find" : stateOutOfReach(type);
        }
        return why == null ? null : "has the type " + type.getTypeName() + ", " + why;
    }

    private static String lambdaAdvice(Class<?> type) {
        String name = type.getTypeName();
        if (type.getName().startsWith("kotlin.")) {
            return name + " is not; annotate it with @JvmSerializableLambda, or make it a ProcessTask";
        }
        return Fields.isJdk(type)
                ? name + " is not; make it a ProcessTask or a ProcessAction, or cast it where it is written: ("
                        + type.getSimpleName() + " & Serializable)"
                : name + " is not; let that extend Serializable";
    }

    public static String closedModule(Class<?> type) {
        return "has the type " + type.getTypeName() + ", whose module "
                + type.getModule().getName() + " must open the package " + type.getPackageName() + " to reflection";
    }

    /**
     * Looks for the most useful reason: for a JDK class, for one that inherits its state, or for a mock.
     *
     * @return {@code null} if there is none
     */
    static String known(Class<?> type) {
        if (type != Object.class && (Fields.isJdk(type) || Fields.hasJdkState(type) || isLoader(type))) {
            for (Map.Entry<Class<?>, String> entry : KNOWN.entrySet()) {
                if (entry.getKey().isAssignableFrom(type)) {
                    return entry.getValue();
                }
            }
        }
        if (type.getName().contains(MOCK)) {
            return "which is a mock of Mockito and lives in the JVM that made it; make the mock in the task";
        }
        Class<?> lacking = Fields.isJdk(type) || !JavaHooks.rule(type) ? null : JavaHooks.withoutConstructor(type);
        return lacking == null
                ? null
                : "which Java serialization cannot create, as " + lacking.getTypeName()
                        + " has no constructor without parameters that it may call";
    }

    // The fields of a class loader are hidden from reflection, so that it looks as if it had no state.
    private static boolean isLoader(Class<?> type) {
        return ClassLoader.class.isAssignableFrom(type);
    }

    private static String stateOutOfReach(Class<?> type) {
        if (Fields.isJdk(type)) {
            return "which is neither Serializable nor open to reflection; send what it is made of, or add a"
                    + " SerializationCustomizer";
        } else if (Fields.hasJdkState(type) && !Serializable.class.isAssignableFrom(type)) {
            return "which inherits state of the JDK and is not Serializable; make it Serializable, or add a"
                    + " SerializationCustomizer";
        }
        return null;
    }
}

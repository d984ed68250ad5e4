package dev.multiprocess.internal.run;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.ProcessGroup;
import dev.multiprocess.Processes;
import dev.multiprocess.internal.diagnose.Waiting;
import dev.multiprocess.internal.link.Invocation;
import dev.multiprocess.internal.link.LinkServer;
import dev.multiprocess.internal.link.RemoteCalls;
import dev.multiprocess.internal.serial.ObjectCodec;
import java.util.Set;
import java.util.function.Function;

/** Carries out what children call on handles that live in the test JVM. */
public final class CallDispatch {

    private static final Set<Class<?>> CALLABLE = Set.of(
            ChildProcess.class,
            ProcessGroup.class,
            Processes.class,
            RemoteCalls.OfChild.class,
            RemoteCalls.OfProcesses.class);

    private final Function<String, Object> handles;

    /**
     * For children of any test.
     *
     * @param handles finds what the id of a handle stands for
     */
    public CallDispatch(Function<String, Object> handles) {
        this.handles = handles;
    }

    /** Carries out a call with its test's serialization; what it waits for, the child waits for. */
    public void carryOut(ObjectCodec serializer, int child, LinkServer caller, int call, byte[] bytes) {
        Waiting.inTheNameOf(child, call, () -> carryOut(serializer, caller, call, bytes));
    }

    private void carryOut(ObjectCodec serializer, LinkServer caller, int call, byte[] bytes) {
        try {
            Invocation invocation = (Invocation) serializer.read(bytes);
            Object target = handles.apply(invocation.handleId());
            if (!CALLABLE.contains(invocation.type())) {
                throw new IllegalStateException("methods of " + invocation.type() + " cannot be called by a child");
            }
            Object value = invocation.invoke(target);
            caller.reply(call, false, serializer.write(value, "result of " + invocation.method()));
        } catch (Throwable e) {
            // Whatever it is, the child's caller is to see it.
            caller.reply(call, true, serializer.writeThrown(e, "exception of a call"));
        }
    }
}

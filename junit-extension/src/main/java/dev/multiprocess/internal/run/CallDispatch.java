package dev.multiprocess.internal.run;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.ProcessGroup;
import dev.multiprocess.Processes;
import dev.multiprocess.internal.call.CallRequest;
import dev.multiprocess.internal.call.Calls;
import dev.multiprocess.internal.call.RemoteCalls;
import dev.multiprocess.internal.call.Reply;
import dev.multiprocess.internal.call.SharedProxy;
import dev.multiprocess.internal.checkpoint.CheckpointCalls;
import dev.multiprocess.internal.checkpoint.CheckpointsView;
import dev.multiprocess.internal.diagnose.Waiting;
import dev.multiprocess.internal.pool.PoolCalls;
import dev.multiprocess.internal.pool.PoolView;
import dev.multiprocess.internal.serial.ObjectCodec;
import java.util.Set;
import java.util.function.Function;

/** Carries out what children call on handles and objects that live in the test JVM. */
public final class CallDispatch {

    private static final Set<Class<?>> CALLABLE = Set.of(
            ChildProcess.class,
            ProcessGroup.class,
            Processes.class,
            RemoteCalls.OfChild.class,
            RemoteCalls.OfProcesses.class,
            PoolCalls.class,
            CheckpointCalls.class);

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
    public Reply carryOut(ObjectCodec serializer, CallRequest request) {
        return Waiting.inTheNameOf(
                request.caller(),
                request.number(),
                () -> carryOut(serializer, request.handleId(), request.invocation()));
    }

    /** Carries out a call in the name of this JVM itself. */
    public Reply carryOut(ObjectCodec serializer, String handleId, byte[] invocation) {
        return Calls.carryOut(serializer, type -> target(handles.apply(handleId), type), invocation);
    }

    private static Object target(Object handle, Class<?> type) {
        return SharedProxy.objectOf(handle, type).orElseGet(() -> {
            if (!CALLABLE.contains(type)) {
                throw new IllegalStateException("methods of " + type + " cannot be called by a child");
            }
            if (handle instanceof CheckpointsView view) {
                return view.calls();
            }
            return handle instanceof PoolView view ? view.backend() : handle;
        });
    }
}

package dev.multiprocess.internal.child;

import dev.multiprocess.internal.call.CallSender;
import dev.multiprocess.internal.call.Calls;
import dev.multiprocess.internal.checkpoint.CheckpointCalls;
import dev.multiprocess.internal.checkpoint.CheckpointsView;
import dev.multiprocess.internal.checkpoint.PointAccess;
import dev.multiprocess.internal.segment.Segment;
import dev.multiprocess.internal.segment.SegmentView;
import dev.multiprocess.internal.serial.ObjectCodec;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Supplier;

/** Makes what stands for the checkpoints of a test in a child: counts are shared, all else is called. */
final class RemoteCheckpoints implements SegmentView<CheckpointsView> {

    private final int child;
    private final Supplier<ObjectCodec> serializer;
    private final CallSender waiting;
    private final CallSender atOnce;

    /**
     * For one child.
     *
     * @param child its number
     * @param waiting sends calls that wait, and can be interrupted
     * @param atOnce sends all others
     */
    RemoteCheckpoints(int child, Supplier<ObjectCodec> serializer, CallSender waiting, CallSender atOnce) {
        this.child = child;
        this.serializer = serializer;
        this.waiting = waiting;
        this.atOnce = atOnce;
    }

    @Override
    public CheckpointsView of(Segment segment) {
        CheckpointCalls calls = (CheckpointCalls) Proxy.newProxyInstance(
                RemoteCheckpoints.class.getClassLoader(),
                new Class<?>[] {CheckpointCalls.class},
                new Caller(segment.id().handleId()));
        return new CheckpointsView(new Constant(new PointAccess(segment, child, calls)));
    }

    /** Calls the test JVM. */
    private final class Caller implements InvocationHandler {

        private final String handleId;

        Caller(String handleId) {
            this.handleId = handleId;
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            CallSender sender = method.getName().startsWith(CheckpointCalls.WAITING) ? waiting : atOnce;
            return Calls.call(serializer.get(), handleId, method, arguments, sender);
        }
    }

    /** No lambda: it is made before the task begins. */
    private record Constant(PointAccess get) implements Supplier<PointAccess> {}
}

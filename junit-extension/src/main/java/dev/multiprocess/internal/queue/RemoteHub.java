package dev.multiprocess.internal.queue;

import dev.multiprocess.QueueClosedException;
import dev.multiprocess.internal.bell.Doorbell;
import dev.multiprocess.internal.bell.StackReserve;
import dev.multiprocess.internal.diagnose.Waiting;
import dev.multiprocess.internal.slots.SharedQueue;
import dev.multiprocess.internal.wire.Connection;
import dev.multiprocess.internal.wire.FrameHandler;
import dev.multiprocess.internal.wire.ProtocolException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A child's end of its pipe to one queue: asks the test JVM, and learns when to look at the queue again. */
final class RemoteHub implements QueueHub, FrameHandler {

    private final int id;
    private final ReentrantLock lock;
    private final Condition change;
    private final Connection connection;
    private final Doorbell doorbell;
    private final Map<Integer, Call> calls = new HashMap<>();

    private int lastCall;
    private String name;
    private QueueAccess access;
    private IOException failure;

    /** Read by threads that do not hold the lock. */
    private volatile SharedQueue queue;

    /** Why there is no connection any more; read by threads that do not hold the lock. */
    private volatile String gone;

    RemoteHub(int id, ReentrantLock lock, Connection connection, Doorbell doorbell) {
        this.id = id;
        this.lock = lock;
        this.connection = connection;
        this.doorbell = doorbell;
        name = "queue " + id;
        change = lock.newCondition();
    }

    /**
     * Waits until the test JVM has said which queue it is.
     *
     * @throws IOException if its memory cannot be opened
     */
    QueueAccess awaitOpened() throws IOException {
        lock.lock();
        try {
            while (access == null) {
                if (failure != null) {
                    throw failure;
                }
                requireUsable();
                change.awaitUninterruptibly();
            }
            return access;
        } finally {
            lock.unlock();
        }
    }

    // ---- what the test JVM says

    @Override
    public void onFrame(int type, ByteBuffer body) throws ProtocolException {
        switch (type) {
            case PipeProtocol.OPENED -> onOpened(body);
            case PipeProtocol.ANSWER -> {
                int number = body.getInt();
                Call call = calls.remove(number);
                if (call == null) {
                    throw new ProtocolException("call " + number + " was answered but not made");
                }
                call.answer = PipeProtocol.bytes(body);
                change.signalAll();
            }
            case PipeProtocol.WAKE -> wakeOwn();
            default -> throw new ProtocolException("frame type " + type + " is not known on a pipe");
        }
    }

    private void onOpened(ByteBuffer body) throws ProtocolException {
        if (access != null) {
            throw new ProtocolException("a pipe was opened twice");
        }
        SharedQueue.QueueAddress address = PipeProtocol.address(id, body);
        name = address.name();
        try {
            queue = SharedQueue.open(address, this, doorbell);
            access = new QueueAccess(id, name, address.capacity(), queue, this);
        } catch (IOException e) {
            failure = e;
        } catch (RuntimeException e) {
            failure = new IOException("queue '" + name + "' cannot be opened: " + e.getMessage(), e);
        }
        change.signalAll();
    }

    private void wakeOwn() {
        SharedQueue opened = queue;
        if (opened != null) {
            opened.wakeAll();
        }
    }

    @Override
    public void onClosed(String reason, boolean clean) {
        gone = reason;
        change.signalAll();
        wakeOwn();
    }

    @Override
    public void requireUsable() {
        if (gone != null) {
            throw new QueueClosedException(
                    "queue '" + name + "' is gone: the connection to the test JVM " + gone, name);
        }
    }

    @Override
    public void requireWaitable() {
        requireUsable();
    }

    // ---- what is asked

    @Override
    public void wakeAll() {
        StackReserve.require();
        lock.lock();
        try {
            connection.send(PipeProtocol.WAKE_ALL);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public ByteBuffer ask(Question question, long argument) {
        StackReserve.require();
        lock.lock();
        try {
            int number = ++lastCall;
            ByteBuffer body = ByteBuffer.allocate(Integer.BYTES + 1 + Long.BYTES)
                    .putInt(number)
                    .put((byte) question.ordinal())
                    .putLong(argument)
                    .flip();
            return call(number, PipeProtocol.ASK, body);
        } finally {
            lock.unlock();
        }
    }

    private ByteBuffer call(int number, int type, ByteBuffer... parts) {
        requireUsable();
        Call call = new Call();
        calls.put(number, call);
        connection.send(type, parts);
        Waiting moment = Waiting.forMoment();
        try {
            while (call.answer == null) {
                requireUsable();
                change.awaitUninterruptibly();
            }
        } finally {
            moment.end();
        }
        return ByteBuffer.wrap(call.answer);
    }

    /** A request with a number, and its answer. */
    private static final class Call {

        private byte[] answer;
    }
}

package dev.multiprocess.internal.queue;

import dev.multiprocess.QueueClosedException;
import dev.multiprocess.QueueStatistics;
import dev.multiprocess.internal.diagnose.Wait;
import dev.multiprocess.internal.diagnose.Waiting;
import dev.multiprocess.internal.wire.Connection;
import dev.multiprocess.internal.wire.FrameHandler;
import dev.multiprocess.internal.wire.ProtocolException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * A queue as the threads of a child see it: one pipe to the test JVM, shared by them under one lock.
 *
 * <p>At most one TAKE is on its way at a time, sent only while no element is held here; whichever thread comes first
 * takes what arrives. A put of an unbounded queue needs no answer while there is credit.
 */
final class RemotePort implements QueuePort, FrameHandler {

    private final int id;
    private final ReentrantLock lock;
    private final Condition change;
    private final Connection connection;
    private final LeaseCells cells;
    private final ArrayDeque<byte[]> held = new ArrayDeque<>();
    private final Map<Integer, Call> calls = new HashMap<>();

    private String name;
    private int capacity;
    private int cell;
    private long credit;
    private int lastCall;
    private boolean opened;
    private boolean closed;
    private String gone;
    private int waitingTakers;

    /** The TAKE that is on its way; {@code null} if there is none. */
    private Take outstanding;

    RemotePort(int id, ReentrantLock lock, Connection connection, LeaseCells cells) {
        this.id = id;
        this.lock = lock;
        this.connection = connection;
        this.cells = cells;
        change = lock.newCondition();
    }

    /** Waits until the test JVM has said what queue it is. */
    void awaitOpened() {
        lock.lock();
        try {
            while (!opened) {
                requireConnected();
                change.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int capacity() {
        return capacity;
    }

    // ---- putting

    @Override
    public boolean put(byte[] bytes, long nanos) throws InterruptedException {
        lock.lock();
        try {
            requireConnected();
            requireOpen();
            long cost = bytes.length + (long) Element.OVERHEAD_BYTES;
            if (cost <= credit) {
                credit -= cost;
                connection.send(PipeProtocol.PUT, ByteBuffer.wrap(bytes));
                awaitWritten();
                return true;
            }
            return offer(bytes, nanos);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the operating system has the element, since only then it survives this process. */
    private void awaitWritten() {
        long mark = connection.mark();
        if (connection.isWritten(mark)) {
            return;
        }
        Waiting moment = Waiting.forMoment();
        try {
            while (!connection.isWritten(mark)) {
                requireConnected();
                change.awaitUninterruptibly();
            }
        } finally {
            moment.end();
        }
    }

    private boolean offer(byte[] bytes, long nanos) throws InterruptedException {
        int number = ++lastCall;
        Call call = new Call();
        calls.put(number, call);
        ByteBuffer head = ByteBuffer.allocate(Integer.BYTES + 1)
                .putInt(number)
                .put((byte) (nanos > 0 ? 1 : 0))
                .flip();
        connection.send(PipeProtocol.OFFER, head, ByteBuffer.wrap(bytes));
        InterruptedException interruption = null;
        Waiting waiting =
                Waiting.begin(Wait.Kind.PUT, id, nanos != Long.MAX_VALUE, () -> isPending(() -> !call.isAnswered()));
        try {
            awaitAnswer(call, nanos);
        } catch (InterruptedException e) {
            interruption = e;
        } finally {
            waiting.end();
        }
        if (!call.isAnswered()) {
            connection.send(PipeProtocol.CANCEL, number(number));
            awaitAnswer(call);
        }
        if (call.accepted && interruption != null) {
            // It is in the queue, so the interruption is the caller's to see later.
            Thread.currentThread().interrupt();
        } else if (interruption != null) {
            throw interruption;
        }
        if (call.refusedClosed) {
            throw closedException();
        }
        return call.accepted;
    }

    private void awaitAnswer(Call call, long nanos) throws InterruptedException {
        long left = nanos;
        while (!call.isAnswered() && left > 0) {
            requireConnected();
            if (nanos == Long.MAX_VALUE) {
                change.await();
            } else {
                left = change.awaitNanos(left);
            }
        }
    }

    private void awaitAnswer(Call call) {
        Waiting moment = Waiting.forMoment();
        try {
            while (!call.isAnswered()) {
                requireConnected();
                change.awaitUninterruptibly();
            }
        } finally {
            moment.end();
        }
    }

    /** Asks without waiting for the lock: whoever holds it does something, and then nobody is stuck. */
    private boolean isPending(BooleanSupplier question) {
        if (!lock.tryLock()) {
            return false;
        }
        try {
            return question.getAsBoolean();
        } finally {
            lock.unlock();
        }
    }

    private static ByteBuffer number(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).flip();
    }

    // ---- taking

    @Override
    public Taken take(long nanos, boolean seesEnd) throws InterruptedException {
        lock.lock();
        waitingTakers++;
        try {
            byte[] next = give();
            if (next != null) {
                return Taken.element(next);
            }
            Waiting waiting =
                    Waiting.begin(Wait.Kind.TAKE, id, nanos != Long.MAX_VALUE, () -> isPending(this::hasNothing));
            try {
                return takeWaiting(nanos, seesEnd);
            } finally {
                waiting.end();
            }
        } finally {
            waitingTakers--;
            if (waitingTakers == 0 && outstanding != null) {
                // Nobody waits any more: what comes is for others.
                hurry(outstanding);
            }
            lock.unlock();
        }
    }

    /** Whether threads that wait to take can only be answered by the test JVM. */
    private boolean hasNothing() {
        return held.isEmpty() && outstanding != null && !outstanding.hurried;
    }

    private Taken takeWaiting(long nanos, boolean seesEnd) throws InterruptedException {
        long deadline = nanos == Long.MAX_VALUE ? 0 : System.nanoTime() + nanos;
        while (true) {
            byte[] next = give();
            if (next != null) {
                return Taken.element(next);
            }
            requireConnected();
            long left = nanos == Long.MAX_VALUE ? nanos : nanos <= 0 ? 0 : deadline - System.nanoTime();
            Take take = outstanding;
            boolean answersMe = false;
            if (take == null) {
                take = send(left > 0, seesEnd);
                answersMe = true;
            } else if (!take.hurried && (left <= 0 || seesEnd && !take.seesEnd)) {
                hurry(take);
                answersMe = left <= 0;
            }
            await(take, left);
            if (take.nothing != null && concerns(take, seesEnd, answersMe && left <= 0)) {
                return take.nothing;
            }
        }
    }

    /** Tells whether an answer that there is nothing is one for a thread that may have come later than the question. */
    private static boolean concerns(Take take, boolean seesEnd, boolean askedNow) {
        return switch (take.nothing.outcome()) {
            case CLOSED -> true;
            case END, BROKEN -> seesEnd;
            default -> askedNow && (take.seesEnd || !seesEnd);
        };
    }

    private void await(Take take, long left) throws InterruptedException {
        if (take.hurried || left <= 0) {
            while (take.isOutstanding() && held.isEmpty()) {
                requireConnected();
                change.awaitUninterruptibly();
            }
        } else if (left == Long.MAX_VALUE) {
            change.await();
        } else {
            change.awaitNanos(left);
        }
    }

    private Take send(boolean wait, boolean seesEnd) {
        outstanding = new Take(seesEnd, !wait);
        ByteBuffer body = ByteBuffer.allocate(Integer.BYTES + 2)
                .putInt(waitingTakers)
                .put((byte) (wait ? 1 : 0))
                .put((byte) (seesEnd ? 1 : 0))
                .flip();
        connection.send(PipeProtocol.TAKE, body);
        return outstanding;
    }

    private void hurry(Take take) {
        if (!take.hurried) {
            take.hurried = true;
            connection.send(PipeProtocol.HURRY);
        }
    }

    private byte[] give() {
        if (held.isEmpty()) {
            return null;
        }
        if (!cells.give(cell)) {
            // The test JVM has taken the rest back, for another reader.
            held.clear();
            return null;
        }
        byte[] next = held.removeFirst();
        if (cells.wantsCallBack(cell)) {
            connection.send(PipeProtocol.GIVEN);
        }
        return next;
    }

    // ---- asking

    @Override
    public int size() {
        return ask(PipeProtocol.Question.SIZE, 0).getInt();
    }

    @Override
    public List<Element> page(long after) {
        return PipeProtocol.decode(ask(PipeProtocol.Question.PAGE, after));
    }

    @Override
    public boolean remove(long sequence) {
        return ask(PipeProtocol.Question.REMOVE, sequence).get() != 0;
    }

    @Override
    public void close() {
        ask(PipeProtocol.Question.CLOSE, 0);
    }

    @Override
    public boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public QueueStatistics statistics() {
        return Statistics.decode(PipeProtocol.bytes(ask(PipeProtocol.Question.STATISTICS, 0)));
    }

    @Override
    public void openWriter() {
        ask(PipeProtocol.Question.OPEN_WRITER, 0);
    }

    @Override
    public void closeWriter() {
        ask(PipeProtocol.Question.CLOSE_WRITER, 0);
    }

    @Override
    public void withdrawWriter() {
        ask(PipeProtocol.Question.WITHDRAW_WRITER, 0);
    }

    private ByteBuffer ask(PipeProtocol.Question question, long argument) {
        lock.lock();
        try {
            requireConnected();
            int number = ++lastCall;
            Call call = new Call();
            calls.put(number, call);
            ByteBuffer body = ByteBuffer.allocate(Integer.BYTES + 1 + Long.BYTES)
                    .putInt(number)
                    .put((byte) question.ordinal())
                    .putLong(argument)
                    .flip();
            connection.send(PipeProtocol.ASK, body);
            awaitAnswer(call);
            return ByteBuffer.wrap(call.answer);
        } finally {
            lock.unlock();
        }
    }

    // ---- what the test JVM says

    @Override
    public void onFrame(int type, ByteBuffer body) throws ProtocolException {
        switch (type) {
            case PipeProtocol.OPENED -> onOpened(body);
            case PipeProtocol.CREDIT -> credit += body.getLong();
            case PipeProtocol.BATCH -> onBatch(body);
            case PipeProtocol.NOTHING -> onNothing(body);
            case PipeProtocol.ACCEPTED -> call(body).accepted = true;
            case PipeProtocol.REFUSED -> {
                Call call = call(body);
                call.refused = true;
                call.refusedClosed = body.get() != 0;
            }
            case PipeProtocol.ANSWER -> call(body).answer = PipeProtocol.bytes(body);
            case PipeProtocol.CLOSED -> {
                closed = true;
                connection.send(PipeProtocol.CLOSE_SEEN);
            }
            default -> throw new ProtocolException("frame type " + type + " is not known on a pipe");
        }
    }

    private void onOpened(ByteBuffer body) {
        capacity = body.getInt();
        credit = body.getLong();
        cell = body.getInt();
        name = PipeProtocol.text(body);
        opened = true;
    }

    private void onBatch(ByteBuffer body) {
        outstanding.answered = true;
        outstanding = null;
        if (waitingTakers == 0) {
            connection.send(PipeProtocol.RETURN);
            return;
        }
        while (body.hasRemaining()) {
            byte[] element = new byte[body.getInt()];
            body.get(element);
            held.addLast(element);
        }
    }

    private void onNothing(ByteBuffer body) {
        Taken.Outcome outcome = Taken.Outcome.values()[body.get()];
        String names = PipeProtocol.text(body);
        outstanding.nothing = Taken.nothing(outcome, names.isEmpty() ? List.of() : List.of(names.split("\n")));
        outstanding.answered = true;
        outstanding = null;
    }

    private Call call(ByteBuffer body) throws ProtocolException {
        int number = body.getInt();
        Call call = calls.remove(number);
        if (call == null) {
            throw new ProtocolException("call " + number + " was answered but not made");
        }
        return call;
    }

    @Override
    public void onBatchEnd() {
        change.signalAll();
    }

    @Override
    public void onFlushed() {
        change.signalAll();
    }

    @Override
    public void onClosed(String reason, boolean clean) {
        gone = reason;
        change.signalAll();
    }

    private void requireConnected() {
        if (gone != null) {
            throw new QueueClosedException(
                    "queue '" + name + "' is gone: the connection to the test JVM " + gone, name);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw closedException();
        }
    }

    private QueueClosedException closedException() {
        return new QueueClosedException("queue '" + name + "' is closed", name);
    }

    /** A TAKE and its answer. */
    private static final class Take {

        private final boolean seesEnd;
        private boolean hurried;
        private boolean answered;
        private Taken nothing;

        Take(boolean seesEnd, boolean hurried) {
            this.seesEnd = seesEnd;
            this.hurried = hurried;
        }

        boolean isOutstanding() {
            return !answered;
        }
    }

    /** A request with a number, and its answer. */
    private static final class Call {

        private boolean accepted;
        private boolean refused;
        private boolean refusedClosed;
        private byte[] answer;

        boolean isAnswered() {
            return accepted || refused || answer != null;
        }
    }
}

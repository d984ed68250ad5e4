package dev.multiprocess.internal.link;

import dev.multiprocess.internal.diagnose.Wait;
import dev.multiprocess.internal.diagnose.Waiting;
import dev.multiprocess.internal.thread.SystemCalls;
import dev.multiprocess.internal.wire.Connection;
import dev.multiprocess.internal.wire.ConnectionLoop;
import dev.multiprocess.internal.wire.Dialer;
import dev.multiprocess.internal.wire.FrameHandler;
import dev.multiprocess.internal.wire.Greeting;
import dev.multiprocess.internal.wire.PrivateDirectory;
import dev.multiprocess.internal.wire.ProtocolException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** A child's end of its link. Any thread. */
public final class LinkClient implements FrameHandler, ConnectionLoop.HandlerFactory {

    final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();
    private final Orders orders;
    private final Set<Integer> unanswered = new HashSet<>();
    private final Map<Integer, Reply> replies = new HashMap<>();
    private Connection connection;
    private int lastCall;
    private volatile Job job;
    private volatile Thread jobWaiter;
    private boolean mayBegin;
    private boolean leaving;
    private boolean closed;

    /** What the test JVM can order a child to do; called by the thread that reads the link. */
    public interface Orders {

        /** End. */
        void stop();

        /** Interrupt the thread that runs the task. */
        void interrupt();

        /**
         * Report the stacks of all threads.
         *
         * @return one paragraph a thread
         */
        String threadDump();

        /**
         * Write what tools have collected, since a kill follows. Not on the calling thread if it takes time.
         *
         * @param saved to be called when it is written, by any thread
         */
        void save(Runnable saved);

        /**
         * Report what threads wait for.
         *
         * @return a census as text
         */
        String census();

        /**
         * Report whether this JVM is about to end, though it may not have said so yet.
         *
         * @return true if it must not begin anything
         */
        boolean isEnding();

        /** The test JVM is gone. */
        void lost();
    }

    /**
     * The answer to a call.
     *
     * @param thrown whether {@code bytes} are an exception
     * @param bytes what the method returned or threw, serialized
     */
    public record Reply(boolean thrown, byte[] bytes) {}

    LinkClient(Orders orders) {
        this.orders = orders;
    }

    /**
     * Opens the link.
     *
     * @param dialer calls the test JVM
     * @param loop reads the link
     * @param child this child's number
     * @param frameLimit the most bytes of one frame
     * @param orders obeys the test JVM
     * @return the open link
     * @throws IOException if the test JVM is gone or refuses
     */
    public static LinkClient open(Dialer dialer, ConnectionLoop loop, int child, int frameLimit, Orders orders)
            throws IOException {
        LinkClient link = new LinkClient(orders);
        loop.connect(dialer.dial(new Greeting(Greeting.LINK, child, 0)), link.lock, frameLimit, link);
        return link;
    }

    /**
     * Opens the link over FIFOs on which the test JVM already listens.
     *
     * @param directory where they are
     * @param name of both
     * @param frameLimit the most bytes of one frame
     * @param orders obeys the test JVM
     * @param systemCalls where the thread that reads the link leaves them
     * @return the open link
     * @throws IOException if they are gone
     */
    public static LinkClient open(
            PrivateDirectory directory, String name, int frameLimit, Orders orders, SystemCalls systemCalls)
            throws IOException {
        LinkClient link = new LinkClient(orders);
        Connection.call(directory, name, link.lock, frameLimit, link, systemCalls);
        link.send(LinkProtocol.UP);
        return link;
    }

    /**
     * Waits for the job; one thread only.
     *
     * @return what to do
     */
    public Job awaitJob() {
        jobWaiter = Thread.currentThread();
        while (job == null) {
            // Without the lock, which is held while the test JVM is informed: that takes as long as waking this thread.
            LockSupport.park(this);
        }
        return job;
    }

    /** Waits until the task may begin, and everything that the test JVM has said before that is known. */
    public void awaitBegin() {
        lock.lock();
        try {
            while (!mayBegin && job == null) {
                change.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Says that this JVM is warm and waits for its job. */
    public void ready() {
        send(LinkProtocol.READY);
    }

    /**
     * Says something for the launch record.
     *
     * @param text a line
     */
    public void note(String text) {
        send(LinkProtocol.NOTE, LinkProtocol.text(text));
    }

    /** Says that the task begins. */
    public void started() {
        send(LinkProtocol.STARTED);
    }

    /**
     * Says what the task returned; when this method returns, that survives this process.
     *
     * @param result serialized
     */
    public void returned(byte[] result) {
        send(LinkProtocol.RESULT, ByteBuffer.wrap(result));
    }

    /**
     * Says what the task threw; when this method returns, that survives this process.
     *
     * @param failure serialized
     */
    public void threw(byte[] failure) {
        send(LinkProtocol.FAILURE, ByteBuffer.wrap(failure));
    }

    /** From here on no job is taken: a JVM that goes down would not finish it. */
    public void takeNoJob() {
        lock.lock();
        try {
            leaving = true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Says that this JVM is going down.
     *
     * @param caller the code that asked for it
     */
    public void exiting(String caller) {
        send(LinkProtocol.EXITING, LinkProtocol.text(caller));
    }

    /**
     * Calls a method of a handle in the test JVM and waits for the answer.
     *
     * @param invocation serialized
     * @return the answer
     * @throws InterruptedException if this thread was interrupted; the call continues without it
     */
    public Reply call(byte[] invocation) throws InterruptedException {
        lock.lock();
        try {
            int call = ++lastCall;
            unanswered.add(call);
            connection.send(LinkProtocol.CALL, LinkProtocol.number(call), ByteBuffer.wrap(invocation));
            Waiting waiting = Waiting.begin(Wait.Kind.CALL, call, false, () -> isUnanswered(call));
            try {
                while (!replies.containsKey(call)) {
                    change.await();
                }
            } finally {
                waiting.end();
                unanswered.remove(call);
            }
            return replies.remove(call);
        } finally {
            lock.unlock();
        }
    }

    private boolean isUnanswered(int call) {
        lock.lock();
        try {
            return !replies.containsKey(call);
        } finally {
            lock.unlock();
        }
    }

    private void send(int type, ByteBuffer... parts) {
        lock.lock();
        Waiting moment = Waiting.forMoment();
        try {
            connection.send(type, parts);
            long mark = connection.mark();
            while (!closed && !connection.isWritten(mark)) {
                change.awaitUninterruptibly();
            }
        } finally {
            moment.end();
            lock.unlock();
        }
    }

    @Override
    public FrameHandler create(Connection opened) {
        connection = opened;
        return this;
    }

    @Override
    public void onFrame(int type, ByteBuffer body) throws ProtocolException {
        switch (type) {
            case LinkProtocol.JOB -> {
                if (leaving || orders.isEnding()) {
                    // The test JVM is informed, or sees the end of the link.
                    return;
                }
                job = Job.decode(LinkProtocol.bytes(body));
                LockSupport.unpark(jobWaiter);
                // Before that thread can say anything, for which it needs the lock.
                connection.send(LinkProtocol.TAKEN);
            }
            case LinkProtocol.BEGIN -> mayBegin = true;
            case LinkProtocol.STOP -> orders.stop();
            case LinkProtocol.INTERRUPT -> orders.interrupt();
            case LinkProtocol.DUMP_ASKED -> tell(body.getInt(), orders::threadDump);
            case LinkProtocol.CENSUS_ASKED -> tell(body.getInt(), orders::census);
            case LinkProtocol.SAVE_ASKED -> {
                ByteBuffer call = LinkProtocol.number(body.getInt());
                orders.save(() -> send(LinkProtocol.SAVED, call));
            }
            case LinkProtocol.REPLY -> {
                int call = body.getInt();
                Reply reply = new Reply(body.get() != 0, LinkProtocol.bytes(body));
                // The caller may have been interrupted meanwhile.
                if (unanswered.remove(call)) {
                    replies.put(call, reply);
                }
            }
            default -> throw new ProtocolException("frame type " + type + " is not known on a link");
        }
    }

    private void tell(int call, Supplier<String> what) {
        try {
            connection.send(LinkProtocol.DUMP, LinkProtocol.number(call), LinkProtocol.text(what.get()));
        } catch (OutOfMemoryError e) {
            // The asking side does not wait for ever, and finds another way; this thread must live on.
        }
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
        closed = true;
        change.signalAll();
        orders.lost();
    }
}

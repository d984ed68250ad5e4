package dev.multiprocess.internal.link;

import dev.multiprocess.internal.call.CallLine;
import dev.multiprocess.internal.call.CallRequest;
import dev.multiprocess.internal.call.Reply;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** A child's end of its link. Any thread. */
public final class LinkClient implements FrameHandler, ConnectionLoop.HandlerFactory {

    final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();
    private final Orders orders;
    private final int child;
    private Connection connection;
    private int lastCall;

    /** Made with the first call, since most children make none. */
    private CallLine calls;

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

        /**
         * Carry out a call of an object that this child has.
         *
         * @param request what to call
         * @return completed by the answer; cancelled if nothing waits for it any more
         */
        CompletableFuture<Reply> called(CallRequest request);
    }

    LinkClient(int child, Orders orders) {
        this.child = child;
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
        LinkClient link = new LinkClient(child, orders);
        loop.connect(dialer.dial(new Greeting(Greeting.LINK, child, 0)), link.lock, frameLimit, link);
        return link;
    }

    /**
     * Opens the link over FIFOs on which the test JVM already listens.
     *
     * @param directory where they are
     * @param name of both
     * @param child this child's number
     * @param frameLimit the most bytes of one frame
     * @param orders obeys the test JVM
     * @param systemCalls where the thread that reads the link leaves them
     * @return the open link
     * @throws IOException if they are gone
     */
    public static LinkClient open(
            PrivateDirectory directory, String name, int child, int frameLimit, Orders orders, SystemCalls systemCalls)
            throws IOException {
        LinkClient link = new LinkClient(child, orders);
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
     * Calls a method of an object of another process, and waits for the answer.
     *
     * @param handleId the handle of the object
     * @param what is called, in words: as in {@code Map.get() in the test JVM}
     * @param owner the number of the child that has the object; 0 for the test JVM
     * @param invocation serialized
     * @return the answer
     * @throws InterruptedException if this thread was interrupted, and so is the one that carries out the call
     */
    public Reply call(String handleId, String what, int owner, byte[] invocation) throws InterruptedException {
        int number = nextCall();
        CompletableFuture<Reply> answer = call(number, handleId, invocation);
        Waiting waiting = Waiting.forCall(number, what, owner, () -> !answer.isDone());
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the test JVM is gone", e.getCause());
        } finally {
            waiting.end();
            answer.cancel(true);
        }
    }

    /**
     * Says that a task of this worker begins; when this method returns, that survives this process.
     *
     * @param call the call that brought the task
     */
    public void begun(int call) {
        send(LinkProtocol.BEGUN, LinkProtocol.number(call));
    }

    /**
     * Returns a number for a call.
     *
     * @return used once
     */
    public int nextCall() {
        lock.lock();
        try {
            return ++lastCall;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Calls, without waiting for the answer.
     *
     * @param number from {@link #nextCall}
     * @param handleId the handle of the object
     * @param invocation serialized
     * @return completed by the answer, by the thread that reads the link; to be cancelled if nothing waits for it
     */
    public CompletableFuture<Reply> call(int number, String handleId, byte[] invocation) {
        CallLine line;
        lock.lock();
        try {
            line = calls();
        } finally {
            lock.unlock();
        }
        return line.call(number, new CallRequest(child, number, handleId, invocation));
    }

    /** With the lock held. */
    private CallLine calls() {
        if (calls == null) {
            calls = new CallLine(
                    new CallFrames(
                            LinkProtocol.CALL,
                            LinkProtocol.ANSWER,
                            LinkProtocol.FORGET,
                            LinkProtocol.DISTURB,
                            this::sendUnwritten),
                    orders::called);
        }
        return calls;
    }

    private void sendUnwritten(int type, ByteBuffer... parts) {
        lock.lock();
        try {
            connection.send(type, parts);
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
            case LinkProtocol.CALLED, LinkProtocol.REPLY ->
                CallFrames.receive(body, type == LinkProtocol.CALLED, calls());
            case LinkProtocol.FORGOTTEN -> calls().cancelled(body.getInt());
            case LinkProtocol.DISTURBED -> calls().interrupted(body.getInt());
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
        if (calls != null) {
            calls.close();
        }
        change.signalAll();
        orders.lost();
    }
}

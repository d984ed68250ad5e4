package dev.multiprocess.internal.link;

import dev.multiprocess.internal.call.CallLine;
import dev.multiprocess.internal.call.CallRequest;
import dev.multiprocess.internal.call.Reply;
import dev.multiprocess.internal.wire.Acceptor;
import dev.multiprocess.internal.wire.Connection;
import dev.multiprocess.internal.wire.ConnectionLoop;
import dev.multiprocess.internal.wire.FrameHandler;
import dev.multiprocess.internal.wire.LinkPort;
import dev.multiprocess.internal.wire.ProtocolException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/** The test JVM's end of a child's link. Any thread. */
public final class LinkServer implements FrameHandler, ConnectionLoop.HandlerFactory {

    private static final System.Logger LOG = System.getLogger(LinkServer.class.getName());

    final ReentrantLock lock = new ReentrantLock();
    private final Calling calling;
    private LinkListener listener;
    private final Map<Integer, CompletableFuture<String>> dumps = new ConcurrentHashMap<>();
    private final Map<Integer, CompletableFuture<Void>> saves = new ConcurrentHashMap<>();
    private final AtomicInteger lastCall = new AtomicInteger();
    private final CallLine calls = new CallLine(
            new CallFrames(
                    LinkProtocol.CALLED,
                    LinkProtocol.REPLY,
                    LinkProtocol.FORGOTTEN,
                    LinkProtocol.DISTURBED,
                    this::send),
            request -> listener.called(request));
    private Connection connection;

    LinkServer(LinkListener listener) {
        this(listener, null);
    }

    private LinkServer(LinkListener listener, Calling calling) {
        this.listener = listener;
        this.calling = calling;
    }

    /** Learns that an awaited child has called. */
    @FunctionalInterface
    public interface Calling {

        /**
         * Returns the listener from now on; called by the thread that reads the link.
         *
         * @param link the open link
         * @return receives what the child says
         * @throws ProtocolException if that child is not expected
         */
        LinkListener called(LinkServer link) throws ProtocolException;
    }

    /**
     * Listens for a child that will open its link, if it gets that far.
     *
     * @param port for that child alone; given back by {@link #drainAndClose}
     * @param writers write what is sent
     * @param frameLimit the most bytes of one frame
     * @param calling learns that the child is there
     * @return not to be sent anything before that
     * @throws IOException if the port cannot be opened
     */
    public static LinkServer listen(LinkPort port, Executor writers, int frameLimit, Calling calling)
            throws IOException {
        LinkServer link = new LinkServer(null, calling);
        port.listen(writers, link.lock, frameLimit, link);
        return link;
    }

    /**
     * Takes over a link that a child has opened.
     *
     * @param channel the greeting was read from
     * @param loop reads the link
     * @param frameLimit the most bytes of one frame
     * @param listener receives what the child says
     * @return the open link
     * @throws IOException if the child has left
     */
    public static LinkServer open(SocketChannel channel, ConnectionLoop loop, int frameLimit, LinkListener listener)
            throws IOException {
        LinkServer link = new LinkServer(listener);
        Acceptor.welcome(channel);
        loop.connect(channel, link.lock, frameLimit, link);
        return link;
    }

    /**
     * Sends the child its job; {@link LinkListener#taken()} is the answer.
     *
     * @param job sent once
     */
    public void send(Job job) {
        send(LinkProtocol.JOB, ByteBuffer.wrap(job.encode()));
    }

    /** Lets the child begin the job that is ready for it; orders sent before hold from the beginning. */
    public void begin() {
        send(LinkProtocol.BEGIN);
    }

    /** Asks the child to end. */
    public void stop() {
        send(LinkProtocol.STOP);
    }

    /** Interrupts the task. */
    public void interrupt() {
        send(LinkProtocol.INTERRUPT);
    }

    /**
     * Asks the child for the stacks of its threads.
     *
     * @return completed when it answers, exceptionally if it ends first
     */
    public CompletableFuture<String> threadDump() {
        return ask(LinkProtocol.DUMP_ASKED);
    }

    /**
     * Asks the child what its threads wait for.
     *
     * @return a census as text; completed when it answers, exceptionally if it ends first
     */
    public CompletableFuture<String> census() {
        return ask(LinkProtocol.CENSUS_ASKED);
    }

    private CompletableFuture<String> ask(int type) {
        int call = lastCall.incrementAndGet();
        CompletableFuture<String> dump = new CompletableFuture<>();
        dumps.put(call, dump);
        if (!send(type, LinkProtocol.number(call))) {
            dump.completeExceptionally(new IOException("the child is gone"));
        }
        return dump;
    }

    /**
     * Makes the child write what tools, such as one for coverage, have collected in it: used before a kill.
     *
     * @return completed when it has, exceptionally if it ends first
     */
    public CompletableFuture<Void> save() {
        int call = lastCall.incrementAndGet();
        CompletableFuture<Void> saved = new CompletableFuture<>();
        saves.put(call, saved);
        if (!send(LinkProtocol.SAVE_ASKED, LinkProtocol.number(call))) {
            saved.completeExceptionally(new IOException("the child is gone"));
        }
        return saved;
    }

    /**
     * Calls a method of an object that the child has.
     *
     * @param request what to call
     * @return completed by the answer, exceptionally if the child ends first; to be cancelled if nothing waits for it
     */
    public CompletableFuture<Reply> call(CallRequest request) {
        return calls.call(nextCall(), request);
    }

    /**
     * Returns a number for a call.
     *
     * @return used once
     */
    public int nextCall() {
        return lastCall.incrementAndGet();
    }

    /**
     * Has a worker run a task, in a way that {@link #interrupt(int)} can refer to.
     *
     * @param number from {@link #nextCall}
     * @param request its number is this one, too
     * @param begun called by the thread that reads the link when the task begins
     * @return as for {@link #call(CallRequest)}
     */
    public CompletableFuture<Reply> run(int number, CallRequest request, Runnable begun) {
        return calls.call(number, request, begun);
    }

    /**
     * Interrupts the thread that carries out a call, and no other; its answer still comes.
     *
     * @param number of the call
     */
    public void interrupt(int number) {
        calls.interrupt(number);
    }

    /** Reads all that a child had said before it ended, and closes the link. */
    public void drainAndClose() {
        lock.lock();
        try {
            connection.drain();
            connection.close();
        } finally {
            lock.unlock();
        }
    }

    private boolean send(int type, ByteBuffer... parts) {
        lock.lock();
        try {
            return connection.send(type, parts);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public FrameHandler create(Connection opened) {
        connection = opened;
        return this;
    }

    @Override
    public boolean isKnown(int type) {
        return type >= LinkProtocol.STARTED && type <= LinkProtocol.BEGUN;
    }

    @Override
    public void onFrame(int type, ByteBuffer body) throws ProtocolException {
        if (listener == null) {
            if (type != LinkProtocol.UP) {
                throw new ProtocolException("frame type " + type + " came before the child had said that it is there");
            }
            listener = calling.called(this);
            return;
        }
        switch (type) {
            case LinkProtocol.READY -> listener.ready();
            case LinkProtocol.TAKEN -> listener.taken();
            case LinkProtocol.NOTE -> listener.noted(LinkProtocol.text(body));
            case LinkProtocol.STARTED -> listener.started();
            case LinkProtocol.RESULT -> listener.returned(LinkProtocol.bytes(body));
            case LinkProtocol.FAILURE -> listener.threw(LinkProtocol.bytes(body));
            case LinkProtocol.EXITING -> listener.exiting(LinkProtocol.text(body));
            case LinkProtocol.DUMP -> {
                CompletableFuture<String> dump = dumps.remove(body.getInt());
                if (dump == null) {
                    throw new ProtocolException("a thread dump came that nobody had asked for");
                }
                dump.complete(LinkProtocol.text(body));
            }
            case LinkProtocol.SAVED -> {
                CompletableFuture<Void> saved = saves.remove(body.getInt());
                if (saved == null) {
                    throw new ProtocolException("a child has saved what nobody had asked it to");
                }
                saved.complete(null);
            }
            case LinkProtocol.CALL, LinkProtocol.ANSWER -> CallFrames.receive(body, type == LinkProtocol.CALL, calls);
            case LinkProtocol.FORGET -> calls.cancelled(body.getInt());
            case LinkProtocol.BEGUN -> calls.begun(body.getInt());
            case LinkProtocol.DISTURB -> calls.interrupted(body.getInt());
            default -> throw new ProtocolException("frame type " + type + " is not known on a link");
        }
    }

    @Override
    public void onClosed(String reason, boolean clean) {
        if (!clean) {
            LOG.log(Level.WARNING, "the link of a child {0}", reason);
        }
        dumps.values().forEach(dump -> dump.completeExceptionally(new IOException("the child is gone")));
        saves.values().forEach(saved -> saved.completeExceptionally(new IOException("the child is gone")));
        calls.close();
        if (listener != null) {
            listener.closed(reason);
        }
    }
}

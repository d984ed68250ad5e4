package dev.multiprocess.internal.wire;

import dev.multiprocess.internal.thread.SystemCalls;
import dev.multiprocess.internal.thread.Uninterruptibly;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The one thread that waits for bytes on all connections of a JVM.
 *
 * <p>Idle, it looks once a second, which costs some microseconds. What is registered here stays registered until its
 * channel is closed.
 */
public final class ConnectionLoop implements AutoCloseable, SystemCalls.Waiter {

    private static final int SEND_BUFFER_BYTES = 1 << 20;
    /**
     * A lost wake-up must not block a test run for ever. Twice in some hundred runs of our own tests one was, on Linux
     * and JDK 17: the thread stayed in {@code epoll_wait} after {@link Selector#wakeup}, with nothing left to come.
     */
    private static final long LONGEST_SELECT_MILLIS = 1_000;

    private static final long LOOK_PAUSE_NANOS = 1_000_000;
    private static final long OUT_OF_MEMORY_PAUSE_NANOS = 50_000_000;

    private final Selector selector;
    private final Thread thread;
    private volatile boolean stopped;
    private volatile boolean leaves;

    /**
     * Starts the thread.
     *
     * @param threadName as it is shown in thread dumps
     * @throws IOException if the system gives no selector
     */
    public ConnectionLoop(String threadName) throws IOException {
        selector = Selector.open();
        thread = new Thread(threadName) {
            @Override
            public void run() {
                handleAll();
            }
        };
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Makes a connection of a channel after its greeting, and reads it from now on.
     *
     * @param channel connected
     * @param lock the owner's; a caller that holds it can do more before the first frame is delivered
     * @param frameLimit the largest frame that may arrive, in bytes
     * @param handler receives what arrives
     * @return already being read
     * @throws IOException if the channel is closed
     */
    public Connection connect(SocketChannel channel, ReentrantLock lock, int frameLimit, HandlerFactory handler)
            throws IOException {
        channel.configureBlocking(false);
        // Room for many small frames: a writer that fills it has to wait for the reader to be scheduled.
        channel.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER_BYTES);
        SocketConnection connection = new SocketConnection(channel, lock, frameLimit);
        lock.lock();
        try {
            connection.handleWith(handler.create(connection));
            connection.registered(register(channel, SelectionKey.OP_READ, connection));
        } finally {
            lock.unlock();
        }
        return connection;
    }

    /** Makes the handler of a connection that exists but is not read yet. */
    @FunctionalInterface
    public interface HandlerFactory {

        /**
         * Makes the handler.
         *
         * @param connection its connection
         * @return receives what arrives
         */
        FrameHandler create(Connection connection);
    }

    /** What is done when a channel is ready. */
    interface Readiness {

        void ready(int operations);

        /** Called when {@link #ready} has thrown. */
        void failed(Throwable failure);
    }

    /** Waits for a channel; one that is known already gets a new purpose. */
    SelectionKey register(SelectableChannel channel, int operations, Readiness readiness) throws IOException {
        SelectionKey key = channel.keyFor(selector);
        if (key == null) {
            key = channel.register(selector, operations, readiness);
        } else {
            key.attach(readiness);
            key.interestOps(operations);
        }
        selector.wakeup();
        return key;
    }

    private void handleAll() {
        Consumer<SelectionKey> handle = new Handling();
        try {
            while (!stopped) {
                if (leaves) {
                    selector.selectNow(handle);
                    LockSupport.parkNanos(LOOK_PAUSE_NANOS);
                } else {
                    selector.select(handle, LONGEST_SELECT_MILLIS);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("waiting for bytes failed; no connection of this JVM is read any more", e);
        } finally {
            closeSelector();
        }
    }

    private static final class Handling implements Consumer<SelectionKey> {

        @Override
        public void accept(SelectionKey key) {
            Readiness readiness = (Readiness) key.attachment();
            try {
                readiness.ready(key.readyOps());
            } catch (CancelledKeyException e) {
                // The channel was closed between the wake-up and here; the thread that closed it notified its handler.
            } catch (OutOfMemoryError e) {
                // Without this thread a child would not notice that its test JVM is gone; what has arrived is still
                // there.
                LockSupport.parkNanos(OUT_OF_MEMORY_PAUSE_NANOS);
            } catch (RuntimeException | Error e) {
                // One connection fails; that does not concern the others.
                readiness.failed(e);
            }
        }
    }

    private void closeSelector() {
        try {
            selector.close();
        } catch (IOException e) {
            // Nothing is registered any more; the descriptor is released all the same.
        }
    }

    /** From here on the thread looks once a millisecond instead of waiting. */
    @Override
    public void leaveSystemCall() {
        leaves = true;
        selector.wakeup();
    }

    /** Ends the thread and waits until it is gone. Connections stay open but are not read any more. */
    @Override
    public void close() {
        stopped = true;
        selector.wakeup();
        if (thread != Thread.currentThread()) {
            // No child comes here.
            Uninterruptibly.run(thread::join);
        }
    }
}

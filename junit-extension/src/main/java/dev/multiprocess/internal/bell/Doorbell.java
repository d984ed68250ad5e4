package dev.multiprocess.internal.bell;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where other processes wake this one's threads that wait for a queue, without going through the test JVM. Any thread.
 *
 * <p>It is a socket in the directory that only this user can enter. A process that rings sends the queue's number. One
 * of the waiting threads listens itself, so that the thread that is woken is the one that continues; the others wait
 * for it to inform them, or to leave the listening to them. A virtual thread never listens, since it would block its
 * carrier; a thread of our own listens instead.
 *
 * <p>A process in which no thread has ever waited has no socket; the test JVM wakes it, as it does one whose socket
 * cannot be made.
 */
public final class Doorbell implements AutoCloseable {

    /** Far fewer messages than a socket has room for. */
    private static final int BUFFER_BYTES = 64 * Ringer.MESSAGE_BYTES;

    private static final int NANOS_PER_MILLI = 1_000_000;

    private static final int NO_QUEUE = -1;

    private final int process;
    private final Ringer ringer;
    private final Map<Integer, Changes> queues = new ConcurrentHashMap<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Guarded by the lock, but used without it by the one thread that listens. */
    private Selector selector;

    private ServerSocketChannel server;

    /** What the listening thread waits for. */
    private Changes listener;

    private int waiting;
    private boolean helped;

    /** No process can ring here, or not any more. */
    private volatile boolean silent;

    /** Set once, when the socket is there. */
    private volatile boolean open;

    /**
     * Can ring at once; opens when the first thread waits.
     *
     * @param folder where all processes of a test JVM have their sockets
     * @param process a number that no other of them has, from 0
     */
    public Doorbell(Path folder, int process) {
        this.process = process;
        ringer = new Ringer(folder);
    }

    /**
     * Starts counting rings for a queue.
     *
     * @param queue its number
     * @param changes what counts them
     */
    public void register(int queue, Changes changes) {
        queues.put(queue, changes);
    }

    /**
     * Stops counting them.
     *
     * @param queue its number
     */
    public void deregister(int queue) {
        queues.remove(queue);
    }

    // ---- waiting

    /**
     * Returns the address at which others ring; makes the socket.
     *
     * @return from 1; 0 if none can
     */
    public int address() {
        if (!open && !silent) {
            lock.lock();
            try {
                if (!open && !silent) {
                    open();
                }
            } finally {
                lock.unlock();
            }
        }
        return silent ? 0 : process + 1;
    }

    private void open() {
        try {
            selector = Selector.open();
            server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.configureBlocking(false);
            server.bind(UnixDomainSocketAddress.of(ringer.socket(process)));
            server.register(selector, SelectionKey.OP_ACCEPT);
            open = true;
        } catch (IOException e) {
            log().log(Level.INFO, "threads that wait are woken by the test JVM: {0}", e.toString());
            silent = true;
            closeAll();
        }
    }

    /**
     * Waits until something has changed since a moment.
     *
     * @param who counts the changes
     * @param since what it had counted at that moment
     * @param nanos the longest wait; {@link Long#MAX_VALUE} waits for ever
     * @throws InterruptedException if the thread was interrupted
     */
    public void await(Changes who, long since, long nanos) throws InterruptedException {
        long start = System.nanoTime();
        lock.lockInterruptibly();
        waiting++;
        try {
            long left = nanos;
            while (who.count() == since && left > 0) {
                if (mayListen()) {
                    listen(who, left);
                } else if (nanos == Long.MAX_VALUE) {
                    changed.await();
                } else {
                    changed.awaitNanos(left);
                }
                left = nanos == Long.MAX_VALUE ? nanos : nanos - (System.nanoTime() - start);
            }
        } finally {
            waiting--;
            if (listener == null && waiting > 0) {
                changed.signal();
            }
            lock.unlock();
        }
    }

    private boolean mayListen() {
        if (silent || !open || listener != null) {
            return false;
        }
        if (VirtualThreads.isCurrent()) {
            help();
            return false;
        }
        return true;
    }

    /** Lets a thread of our own listen whenever no other thread does. */
    private void help() {
        if (helped) {
            return;
        }
        helped = true;
        Changes none = new Changes();
        Thread helper = new Thread("multiprocess-doorbell") {
            @Override
            public void run() {
                try {
                    while (!silent) {
                        await(none, none.count(), Long.MAX_VALUE);
                    }
                } catch (InterruptedException e) {
                    // The only reason to interrupt it is to end it.
                }
            }
        };
        queues.put(NO_QUEUE, none);
        helper.setDaemon(true);
        helper.start();
    }

    /** Called with the lock, which is free while this waits. */
    private void listen(Changes who, long nanos) throws InterruptedException {
        listener = who;
        lock.unlock();
        try {
            if (nanos == Long.MAX_VALUE) {
                selector.select();
            } else {
                selector.select(nanos / NANOS_PER_MILLI + 1);
            }
        } catch (IOException e) {
            fail(e);
        } finally {
            lock.lock();
            listener = null;
        }
        if (silent) {
            changed.signalAll();
        } else {
            handleAll();
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private void handleAll() {
        boolean rung = false;
        Iterator<SelectionKey> keys = selector.selectedKeys().iterator();
        while (keys.hasNext()) {
            SelectionKey key = keys.next();
            keys.remove();
            try {
                if (key.isAcceptable()) {
                    accept();
                } else {
                    rung |= read(key);
                }
            } catch (IOException e) {
                // The process at the other end is gone.
                key.cancel();
                Ringer.close(key.channel());
            }
        }
        if (rung) {
            changed.signalAll();
        }
    }

    private void accept() throws IOException {
        SocketChannel caller = server.accept();
        if (caller != null) {
            caller.configureBlocking(false);
            caller.register(selector, SelectionKey.OP_READ, ByteBuffer.allocate(BUFFER_BYTES));
        }
    }

    private boolean read(SelectionKey key) throws IOException {
        SocketChannel caller = (SocketChannel) key.channel();
        ByteBuffer buffer = (ByteBuffer) key.attachment();
        if (caller.read(buffer) < 0) {
            throw new IOException("the caller is gone");
        }
        boolean rung = !buffer.hasRemaining();
        if (rung) {
            // There was so much that some of it may not have fitted.
            queues.values().forEach(Changes::add);
        }
        buffer.flip();
        while (buffer.remaining() >= Ringer.MESSAGE_BYTES) {
            Changes changes = queues.get(buffer.getInt());
            if (changes != null) {
                changes.add();
                rung = true;
            }
        }
        buffer.compact();
        return rung;
    }

    /**
     * Makes threads of this process look again.
     *
     * @param who counts it
     */
    public void wake(Changes who) {
        lock.lock();
        try {
            who.add();
            changed.signalAll();
            if (listener == who) {
                selector.wakeup();
            }
        } finally {
            lock.unlock();
        }
    }

    // ---- ringing

    /**
     * Wakes the threads of another process that wait for a queue.
     *
     * @param address of the other, as returned by its {@link #address()}
     * @param queue the number of the queue
     * @return false if it cannot be reached; the test JVM must do it then
     */
    public boolean ring(int address, int queue) {
        return ringer.ring(address - 1, queue);
    }

    /**
     * Removes what is left of a process that has ended.
     *
     * @param number of the process
     */
    public void ended(int number) {
        ringer.ended(number);
    }

    // ---- ending

    private void fail(IOException failure) {
        log().log(Level.WARNING, "the threads that wait are woken by the test JVM from now on", failure);
        lock.lock();
        try {
            silence();
        } finally {
            lock.unlock();
        }
    }

    /** All threads look again, and then report that this process cannot be rung. */
    private void silence() {
        silent = true;
        for (Changes each : queues.values()) {
            each.add();
        }
        changed.signalAll();
        if (open) {
            selector.wakeup();
        }
    }

    /**
     * Closes the sockets; threads that wait look again. From here on the test JVM wakes them, so that a JVM that is
     * about to exit, which waits up to 300 ms for threads in system calls, has none here.
     */
    @Override
    public void close() {
        lock.lock();
        try {
            silence();
            while (listener != null) {
                changed.awaitUninterruptibly();
            }
            closeAll();
        } finally {
            lock.unlock();
        }
        ringer.close();
    }

    private void closeAll() {
        if (selector == null) {
            return;
        }
        selector.keys().forEach(key -> Ringer.close(key.channel()));
        Ringer.close(selector);
        selector = null;
        open = false;
        if (server != null) {
            Ringer.close(server);
            ended(process);
        }
    }

    /** Looked up when there is something to log: doing so at a child's start would search every jar for a logger. */
    private static System.Logger log() {
        return System.getLogger(Doorbell.class.getName());
    }
}

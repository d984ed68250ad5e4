package dev.multiprocess.internal.run;

import dev.multiprocess.internal.hub.Hub;
import dev.multiprocess.internal.link.AwaitedLink;
import dev.multiprocess.internal.link.LinkListener;
import dev.multiprocess.internal.link.LinkOwner;
import dev.multiprocess.internal.link.LinkServer;
import dev.multiprocess.internal.wire.Acceptor;
import dev.multiprocess.internal.wire.ConnectionLoop;
import dev.multiprocess.internal.wire.Greeting;
import dev.multiprocess.internal.wire.LinkPort;
import dev.multiprocess.internal.wire.PrivateDirectory;
import dev.multiprocess.internal.wire.ProtocolException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/**
 * Listens for the children of a run from its first queue or child on, and hands each caller to the owner of its link or
 * to the hub.
 */
public final class Reception {

    private static final System.Logger LOG = System.getLogger(Reception.class.getName());
    private static final int LINK_FRAME_LIMIT = Integer.MAX_VALUE - 64;

    private final Hub hub;
    private final Executor workers;
    private final Host host;

    /** Null until there is a child, or a queue. */
    private volatile Listening listening;

    /** Those whose directory was deleted: children that have called there are still served. */
    private final List<Listening> former = new ArrayList<>();

    /** There while there may be a directory to delete. */
    private Thread hook;

    private boolean goingDown;

    /** What the reception asks its run. */
    public interface Host {

        /** Returns the owner of the link that a process of that number opens, once it is known. */
        Optional<LinkOwner> linkOwner(int number);

        /** Returns what each test does, for a build that is about to kill this JVM. */
        Stream<String> diagnoses();

        /** Called when this JVM can be called, with the lock held. */
        void opened();

        /** Called when this JVM goes down. */
        void goesDown();
    }

    public Reception(Hub hub, Executor workers, Host host) {
        this.hub = hub;
        this.workers = workers;
        this.host = host;
    }

    /** Where this JVM listens; made anew if a process has deleted it. */
    public PrivateDirectory directory() throws IOException {
        Listening now = listening;
        return now != null && now.isReachable() ? now.directory() : listen();
    }

    /** Where it listens, if it does. */
    public Optional<PrivateDirectory> knownDirectory() {
        return Optional.ofNullable(listening).map(Listening::directory);
    }

    /**
     * Listens, unless that is done.
     *
     * @throws IllegalStateException if this JVM is going down: it may halt at any moment, and leave what it makes now
     */
    private synchronized PrivateDirectory listen() throws IOException {
        ensureDeletion();
        if (listening != null && !listening.isReachable()) {
            LOG.log(
                    Level.WARNING,
                    "the directory {0} of this test JVM is gone, as some process has deleted it; children and queues"
                            + " that are made from now on have another",
                    listening.directory().path());
            former.add(listening);
            listening = null;
        }
        if (listening == null) {
            listening = Listening.begin(this::arrived, workers);
            host.opened();
        }
        return listening.directory();
    }

    /** Before anything is made, so that nothing of it stays when this JVM goes down. */
    private void ensureDeletion() {
        if (goingDown) {
            throw tooLate(null);
        }
        if (hook == null) {
            Thread added = new Thread(this::goDown, "multiprocess-shutdown");
            try {
                Runtime.getRuntime().addShutdownHook(added);
            } catch (IllegalStateException e) {
                throw tooLate(e);
            }
            hook = added;
        }
    }

    private static IllegalStateException tooLate(Exception cause) {
        return new IllegalStateException(
                "no child can be started and no queue made: the test JVM is going down", cause);
    }

    private void goDown() {
        try {
            host.goesDown();
        } finally {
            deleteDirectories();
        }
    }

    private synchronized void deleteDirectories() {
        goingDown = true;
        former.forEach(Listening::end);
        if (listening != null) {
            listening.end();
        }
    }

    /** Listens for a child that is about to be started; empty where it has to connect by socket. */
    public Optional<AwaitedLink> listenFor(int child) throws IOException {
        directory();
        Optional<LinkPort> port = listening.ports().next();
        if (port.isEmpty()) {
            return Optional.empty();
        }
        try {
            LinkServer link = LinkServer.listen(port.get(), workers, LINK_FRAME_LIMIT, caller -> called(child, caller));
            return Optional.of(new AwaitedLink(port.get().words(), link));
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a child has to call by the socket: {0}", e.toString());
            return Optional.empty();
        }
    }

    private LinkListener called(int child, LinkServer link) throws ProtocolException {
        LinkOwner owner = expected(child);
        if (!owner.connected(link)) {
            throw new ProtocolException("child " + child + " has a link already");
        }
        return owner;
    }

    private LinkOwner expected(int number) throws ProtocolException {
        return host.linkOwner(number).orElseThrow(() -> new ProtocolException("child " + number + " is not expected"));
    }

    private void arrived(Greeting greeting, SocketChannel channel) throws IOException {
        if (greeting.kind() == Greeting.DIAGNOSIS) {
            Acceptor.welcome(channel);
            workers.execute(() -> tellWhatTestsDo(channel));
            return;
        }
        LinkOwner owner = expected(greeting.child());
        ConnectionLoop loop = listening.loop();
        if (greeting.kind() == Greeting.PIPE) {
            hub.arrived(greeting, owner.name(), channel, loop);
        } else {
            LinkServer link = LinkServer.open(channel, loop, LINK_FRAME_LIMIT, owner);
            if (!owner.connected(link)) {
                link.drainAndClose();
            }
        }
    }

    /** Answers a build tool that is about to kill this JVM. */
    private void tellWhatTestsDo(SocketChannel channel) {
        try (channel;
                Stream<String> texts = host.diagnoses()) {
            for (String each : (Iterable<String>) texts::iterator) {
                ByteBuffer text = StandardCharsets.UTF_8.encode(each + "\n");
                while (text.hasRemaining() && channel.write(text) > 0) {
                    // A text is far shorter than a socket's buffer; what does not fit is in its file.
                }
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "a build tool asked what tests do, but did not wait for the answer: {0}", e);
        }
    }

    /**
     * Stops listening for callers.
     *
     * @param closeHub run when no more callers come, before the directory is removed
     * @return whether it had listened
     */
    public synchronized boolean close(Runnable closeHub) {
        for (Listening each : former) {
            each.close();
            each.end();
        }
        former.clear();
        boolean hasListened = listening != null;
        if (hasListened) {
            listening.close();
            closeHub.run();
            listening.end();
            listening = null;
        }
        removeHook();
        return hasListened;
    }

    private void removeHook() {
        if (hook == null) {
            return;
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
            hook = null;
        } catch (IllegalStateException e) {
            // This JVM is going down; the hook finds nothing to do.
        }
    }
}

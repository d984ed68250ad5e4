package dev.multiprocess.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is let in, and what becomes of bytes that make no sense (Q11). */
@Timeout(20)
class AcceptorTests {

    private static final int FRAME_LIMIT = 1000;

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private PrivateDirectory directory;
    private ConnectionLoop loop;
    private Acceptor acceptor;

    @BeforeAll
    static void expectRefusals() {
        Logger.getLogger(Acceptor.class.getName()).setLevel(Level.OFF);
    }

    @AfterAll
    static void reportRefusalsAgain() {
        Logger.getLogger(Acceptor.class.getName()).setLevel(null);
    }

    @BeforeEach
    void listen() throws IOException {
        directory = PrivateDirectory.create();
        loop = new ConnectionLoop("loop");
        acceptor = new Acceptor(directory, loop, (greeting, channel) -> {
            Acceptor.welcome(channel);
            ReentrantLock lock = new ReentrantLock();
            loop.connect(channel, lock, FRAME_LIMIT, connection -> new Hearing(greeting.child()));
        });
    }

    @AfterEach
    void stop() throws IOException {
        acceptor.close();
        loop.close();
        directory.delete();
        assertThat(directory.path()).doesNotExist();
    }

    private final class Hearing implements FrameHandler {

        private final int child;

        Hearing(int child) {
            this.child = child;
        }

        @Override
        public void onFrame(int type, ByteBuffer body) {
            heard.add(child + ": type " + type + ", " + body.remaining() + " bytes");
        }

        @Override
        public void onClosed(String reason, boolean clean) {
            heard.add(child + ": " + reason);
        }
    }

    private SocketChannel dial(int child) throws IOException {
        SocketChannel channel = new Dialer(directory, directory.secret()).dial(new Greeting(Greeting.LINK, child, 0));
        channel.configureBlocking(true);
        return channel;
    }

    private SocketChannel raw(ByteBuffer bytes) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(directory.socket()));
        channel.write(bytes);
        return channel;
    }

    @Test
    void callerLeavesWithoutAWord_isNoWarning() throws Exception {
        BlockingQueue<String> warnings = new LinkedBlockingQueue<>();
        Logger log = Logger.getLogger(Acceptor.class.getName());
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                warnings.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        log.addHandler(handler);
        log.setUseParentHandlers(false);
        log.setLevel(Level.WARNING);
        try {
            raw(ByteBuffer.allocate(0)).close();
            raw(ByteBuffer.allocate(1)).close();
            assertThat(warnings.poll(10, TimeUnit.SECONDS)).contains("it left after 1 bytes");
        } finally {
            log.setLevel(Level.OFF);
            log.setUseParentHandlers(true);
            log.removeHandler(handler);
        }
        assertThat(warnings).isEmpty();
    }

    private static ByteBuffer frame(int length, int type, int bodyBytes) {
        return ByteBuffer.allocate(5 + bodyBytes)
                .putInt(length)
                .put((byte) type)
                .put(new byte[bodyBytes])
                .flip();
    }

    private String next() throws InterruptedException {
        return heard.poll(10, TimeUnit.SECONDS);
    }

    @Test
    void directory_isTheUsersAlone() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.path())))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(directory.path().resolve("secret"))))
                .isEqualTo("rw-------");
    }

    @Test
    void callerWithTheSecret_isHeard() throws Exception {
        try (SocketChannel channel = dial(7)) {
            channel.write(frame(4, 9, 3));
            assertThat(next()).isEqualTo("7: type 9, 3 bytes");
        }
        assertThat(next()).isEqualTo("7: was closed by the other side");
    }

    @Test
    void wrongSecret_isRefusedAndOthersAreNotDisturbed() throws Exception {
        try (SocketChannel good = dial(1)) {
            assertThatThrownBy(() -> new Dialer(directory, new byte[Greeting.SECRET_BYTES])
                            .dial(new Greeting(Greeting.LINK, 2, 0)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the test JVM refused this child: the secret is wrong");
            good.write(frame(1, 5, 0));
            assertThat(next()).isEqualTo("1: type 5, 0 bytes");
        }
    }

    @Test
    void anotherUsersProcess_isRefused() throws Exception {
        UserPrincipalLookupService users = directory.path().getFileSystem().getUserPrincipalLookupService();
        UserPrincipal nobody = users.lookupPrincipalByName("nobody");
        try (SocketChannel channel = dial(1)) {
            assumeTrue(channel.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED));
            Peer.requireUser(channel, Files.getOwner(directory.path()));
            assertThatThrownBy(() -> Peer.requireUser(channel, nobody))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessage("it runs as user '" + System.getProperty("user.name") + "', not as 'nobody'");
        }
    }

    @Test
    void otherVersion_isRefused() throws Exception {
        ByteBuffer greeting = new Greeting(Greeting.LINK, 1, 0).encode(directory.secret());
        greeting.putShort(4, (short) 99);
        try (SocketChannel channel = raw(greeting)) {
            ByteBuffer answer = ByteBuffer.allocate(100);
            while (channel.read(answer) >= 0) {
                // The answer ends with the end of file.
            }
            assertThat(answer.flip()).isEqualTo(Greeting.refusal("protocol version must be 1: version=99"));
        }
    }

    @Test
    void greetingByteByByte_isUnderstood() throws Exception {
        ByteBuffer greeting = new Greeting(Greeting.LINK, 3, 0).encode(directory.secret());
        try (SocketChannel channel = raw(ByteBuffer.wrap(new byte[] {greeting.get()}))) {
            while (greeting.hasRemaining()) {
                channel.write(ByteBuffer.wrap(new byte[] {greeting.get()}));
            }
            ByteBuffer answer = ByteBuffer.allocate(1);
            channel.read(answer);
            assertThat(answer.get(0)).isEqualTo(Greeting.WELCOME);
            channel.write(frame(3, 8, 2));
            assertThat(next()).isEqualTo("3: type 8, 2 bytes");
        }
    }

    @Test
    void callsFillTheBacklog_theNextCallerWaitsForRoom() throws Exception {
        PrivateDirectory busy = PrivateDirectory.create();
        List<SocketChannel> calling = new ArrayList<>();
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(busy.socket()), 1);
            while (callsAtOnce(busy, calling)) {
                // The backlog has room.
            }
            CompletableFuture<SocketChannel> late = new CompletableFuture<>();
            Thread caller = new Thread(() -> {
                try {
                    late.complete(new Dialer(busy, busy.secret()).dial(new Greeting(Greeting.LINK, 5, 0)));
                } catch (IOException e) {
                    late.completeExceptionally(e);
                }
            });
            caller.start();
            assertThatThrownBy(() -> late.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            caller.interrupt();

            while (!late.isDone()) {
                SocketChannel accepted = accept(server, late);
                if (accepted != null) {
                    calling.add(accepted);
                    welcome(accepted);
                }
            }
            late.get().close();
            caller.join();
        } finally {
            for (SocketChannel each : calling) {
                each.close();
            }
            busy.delete();
        }
    }

    private static void welcome(SocketChannel accepted) {
        try {
            accepted.write(ByteBuffer.wrap(new byte[] {Greeting.WELCOME}));
        } catch (IOException gone) {
            // The first call of the interrupted thread.
        }
    }

    /** The next caller; {@code null} if none has come before the late one was let in. */
    private static SocketChannel accept(ServerSocketChannel server, CompletableFuture<?> late) throws IOException {
        server.configureBlocking(false);
        SocketChannel accepted = server.accept();
        while (accepted == null && !late.isDone()) {
            Thread.onSpinWait();
            accepted = server.accept();
        }
        return accepted;
    }

    private static boolean callsAtOnce(PrivateDirectory busy, List<SocketChannel> calling) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.configureBlocking(false);
        try {
            channel.connect(UnixDomainSocketAddress.of(busy.socket()));
            calling.add(channel);
            return true;
        } catch (SocketException noRoom) {
            channel.close();
            return false;
        }
    }

    @Test
    void callersThatNeverGreet_doNotKeepOthersOut() throws Exception {
        SocketChannel[] silent = new SocketChannel[400];
        try {
            for (int i = 0; i < silent.length; i++) {
                silent[i] = raw(ByteBuffer.allocate(0));
            }
            try (SocketChannel good = dial(4)) {
                good.write(frame(1, 1, 0));
                assertThat(next()).isEqualTo("4: type 1, 0 bytes");
            }
        } finally {
            for (SocketChannel each : silent) {
                if (each != null) {
                    each.close();
                }
            }
        }
    }

    @Test
    void frameCutAtEveryByte_isDroppedAndReported() throws Exception {
        ByteBuffer whole = frame(6, 2, 5);
        for (int cut = 1; cut < whole.limit(); cut++) {
            try (SocketChannel channel = dial(5)) {
                channel.write(whole.duplicate().limit(cut));
            }
            int of = cut < 4 ? 4 : 10;
            assertThat(next())
                    .as("cut after %s bytes", cut)
                    .isEqualTo("5: ended inside a frame: " + cut + " of " + (cut < 4 ? "its first " : "") + of
                            + " bytes had come");
        }
    }

    @Test
    void frameAboveTheLimit_closesThatConnectionWithoutTakingMemory() throws Exception {
        try (SocketChannel channel = dial(6)) {
            channel.write(frame(Integer.MAX_VALUE, 1, 10));
            assertThat(next())
                    .isEqualTo("6: sent what is not allowed: frame length must be between 1 and 1000:"
                            + " length=2147483647");
            assertThat(channel.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }

    @Test
    void frameWithoutLength_closesThatConnection() throws Exception {
        try (SocketChannel channel = dial(6)) {
            channel.write(frame(0, 1, 0));
            assertThat(next())
                    .isEqualTo("6: sent what is not allowed: frame length must be between 1 and 1000: length=0");
        }
    }

    @RepeatedTest(20)
    void randomBytes_disturbNobodyElse(RepetitionInfo repetition) throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        byte[] noise = new byte[1 + random.nextInt(5_000)];
        random.nextBytes(noise);
        try (SocketChannel good = dial(1);
                SocketChannel bad =
                        repetition.getCurrentRepetition() % 2 == 0 ? dial(2) : raw(ByteBuffer.allocate(0))) {
            writeAll(bad, ByteBuffer.wrap(noise));
            good.write(frame(3, 7, 2));
            String first = next();
            assertThat(first.startsWith("1:") ? first : eventually("1: type 7, 2 bytes"))
                    .isEqualTo("1: type 7, 2 bytes");
        }
    }

    private String eventually(String wanted) throws InterruptedException {
        String next = next();
        while (next != null && !next.equals(wanted)) {
            next = next();
        }
        return next;
    }

    private static void writeAll(SocketChannel channel, ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            assertThat(e).as("the other side hung up").isNotNull();
        }
    }
}

package dev.multiprocess.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.multiprocess.internal.thread.SystemCalls;
import dev.multiprocess.internal.thread.Uninterruptibly;
import dev.multiprocess.kit.PrivateDirectories;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Frames over two FIFOs, from both ends. */
@Timeout(20)
@EnabledOnOs(OS.LINUX)
class FifoConnectionTests {

    private static final int FRAME_LIMIT = 10_000_000;
    private static final String NAME = "link-1";

    private final ExecutorService writers = Executors.newCachedThreadPool();
    private final List<Connection> open = new ArrayList<>();
    private PrivateDirectory directory;

    @BeforeEach
    void make() throws IOException, InterruptedException {
        directory = PrivateDirectories.withFifos(NAME);
    }

    @AfterEach
    void close() throws IOException {
        open.forEach(connection -> locked(connection, connection::close));
        writers.shutdown();
        directory.delete();
        assertThat(directory.path()).doesNotExist();
    }

    private static void locked(Connection connection, Runnable action) {
        connection.lock().lock();
        try {
            action.run();
        } finally {
            connection.lock().unlock();
        }
    }

    /** What one end hears. */
    private final class Ear implements FrameHandler, ConnectionLoop.HandlerFactory {

        final ReentrantLock lock = new ReentrantLock();
        final SystemCalls systemCalls = new SystemCalls();
        final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        Connection connection;
        volatile Uninterruptibly.Wait<RuntimeException> atEnd = () -> {};

        @Override
        public FrameHandler create(Connection made) {
            connection = made;
            open.add(made);
            return this;
        }

        @Override
        public void onFrame(int type, ByteBuffer body) throws ProtocolException {
            if (type == 255) {
                throw new ProtocolException("255 is not allowed");
            }
            heard.add(type + " "
                    + (body.remaining() > 100
                            ? body.remaining() + " bytes"
                            : StandardCharsets.UTF_8.decode(body).toString()));
        }

        @Override
        public void onClosed(String reason, boolean clean) {
            heard.add((clean ? "clean: " : "broken: ") + reason);
            Uninterruptibly.run(atEnd);
        }

        void say(int type, String... parts) {
            ByteBuffer[] bodies = new ByteBuffer[parts.length];
            for (int i = 0; i < parts.length; i++) {
                bodies[i] = StandardCharsets.UTF_8.encode(parts[i]);
            }
            send(type, bodies);
        }

        void send(int type, ByteBuffer... bodies) {
            locked(connection, () -> assertThat(connection.send(type, bodies)).isTrue());
        }

        void hangUp() {
            locked(connection, connection::close);
        }
    }

    private Ear listen() throws IOException {
        Ear ear = new Ear();
        new LinkPort(directory, NAME).listen(writers, ear.lock, FRAME_LIMIT, ear);
        return ear;
    }

    private Ear call() throws IOException {
        Ear ear = new Ear();
        Connection.call(directory, NAME, ear.lock, FRAME_LIMIT, ear, ear.systemCalls);
        return ear;
    }

    private Ear callAndSpeak(Ear listener) throws IOException, InterruptedException {
        Ear caller = call();
        caller.say(1);
        assertThat(listener.heard.take()).isEqualTo("1 ");
        return caller;
    }

    @Test
    void framesArrive_inBothDirections() throws Exception {
        Ear listener = listen();
        Ear caller = call();

        caller.say(1, "I am ", "there");
        assertThat(listener.heard.take()).isEqualTo("1 I am there");
        listener.say(2, "welcome");
        listener.say(3);
        assertThat(caller.heard.take()).isEqualTo("2 welcome");
        assertThat(caller.heard.take()).isEqualTo("3 ");
    }

    @Test
    void fifosAreGone_whenTheyAreOpen() throws Exception {
        Ear listener = listen();
        callAndSpeak(listener);

        assertThat(directory.fifos(NAME)).noneMatch(path -> path.toFile().exists());
    }

    @Test
    void secondCaller_isToldWhyAndLeavesNoFile() throws Exception {
        Ear listener = listen();
        callAndSpeak(listener);

        assertThatThrownBy(this::call)
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageContaining("link-1-down is gone: the child that it was made for has opened it");
        assertThat(directory.fifos(NAME)).noneMatch(path -> path.toFile().exists());
    }

    @Test
    void largeFrames_crossInPieces() throws Exception {
        Ear listener = listen();
        Ear caller = call();

        caller.send(1, ByteBuffer.allocate(5), ByteBuffer.allocate(3_000_000));
        assertThat(listener.heard.take()).isEqualTo("1 3000005 bytes");
        listener.send(2, ByteBuffer.allocate(3_000_000));
        listener.say(3, "next");
        assertThat(caller.heard.take()).isEqualTo("2 3000000 bytes");
        assertThat(caller.heard.take()).isEqualTo("3 next");
    }

    @Test
    void listenerWaitsForNobody_whoDoesNotRead() throws Exception {
        Ear listener = listen();
        Ear caller = callAndSpeak(listener);

        caller.lock.lock();
        try {
            for (int i = 0; i < 50; i++) {
                listener.send(2, ByteBuffer.allocate(100_000));
            }
            locked(
                    listener.connection,
                    () -> assertThat(listener.connection.isWritten(listener.connection.mark()))
                            .isFalse());
        } finally {
            caller.lock.unlock();
        }
        for (int i = 0; i < 50; i++) {
            assertThat(caller.heard.take()).isEqualTo("2 100000 bytes");
        }
    }

    @Test
    void smallFrame_isWrittenAtOnceToACallerThatHasReadAll() throws Exception {
        Ear listener = listen();
        Ear caller = callAndSpeak(listener);
        writers.shutdown();

        for (int i = 0; i < 10; i++) {
            listener.say(2, "a", "word");
            assertThat(caller.heard.take()).isEqualTo("2 aword");
        }
        locked(
                listener.connection,
                () -> assertThat(listener.connection.isWritten(listener.connection.mark()))
                        .isTrue());
    }

    @Test
    void smallFrames_waitForNobodyWhoDoesNotRead_andKeepTheirOrder() throws Exception {
        Ear listener = listen();
        Ear caller = callAndSpeak(listener);

        caller.lock.lock();
        try {
            for (int i = 0; i < 50_000; i++) {
                listener.say(2, "" + i);
            }
        } finally {
            caller.lock.unlock();
        }
        for (int i = 0; i < 50_000; i++) {
            assertThat(caller.heard.take()).isEqualTo("2 " + i);
        }
    }

    @Test
    void endOfACallerThatDoesNotRead_endsTheWriteToIt() throws Exception {
        Ear listener = listen();
        Ear caller = callAndSpeak(listener);

        caller.lock.lock();
        try {
            listener.send(2, ByteBuffer.allocate(1_000_000));
            caller.connection.close();
        } finally {
            caller.lock.unlock();
        }
        writers.shutdown();
        assertThat(writers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void endOfOneSide_isHeardByTheOther() throws Exception {
        Ear listener = listen();
        Ear caller = callAndSpeak(listener);

        listener.hangUp();
        assertThat(caller.heard.take()).isEqualTo("clean: was closed by the other side");
        assertThat(listener.heard.take()).isEqualTo("clean: was closed here");
        locked(caller.connection, () -> assertThat(caller.connection.send(1)).isFalse());
    }

    @Test
    void whatWasSaidBeforeAnEnd_isHeardFirst() throws Exception {
        Ear listener = listen();
        Ear caller = call();
        caller.say(1);
        caller.send(2, ByteBuffer.allocate(50_000));
        caller.hangUp();

        locked(listener.connection, () -> {
            listener.connection.drain();
            listener.connection.close();
        });
        assertThat(listener.heard).containsExactly("1 ", "2 50000 bytes", "clean: was closed by the other side");
    }

    @Test
    void halfAFrame_isTold() throws Exception {
        Ear listener = listen();
        Path up = directory.fifos(NAME).get(1);
        try (FileOutputStream torn = new FileOutputStream(up.toFile())) {
            torn.write(new byte[] {0, 0, 0, 5, 7, 1});
        }
        assertThat(listener.heard.take()).isEqualTo("broken: ended inside a frame: 6 of 9 bytes had come");
    }

    @Test
    void nonsense_isRefused() throws Exception {
        Ear listener = listen();
        Ear caller = call();

        caller.say(255);
        assertThat(listener.heard.take()).isEqualTo("broken: sent what is not allowed: 255 is not allowed");
        assertThat(caller.heard.take()).isEqualTo("clean: was closed by the other side");
    }

    @Test
    void nobodyEverCalls_drainEndsAllTheSame() throws Exception {
        Ear listener = listen();

        locked(listener.connection, listener.connection::drain);
        assertThat(listener.heard.take()).isEqualTo("clean: was closed by the other side");
    }

    @Test
    void callerOfADeadListener_hearsItAtOnce() throws Exception {
        Ear caller = call();

        assertThat(caller.heard.take()).isEqualTo("clean: was closed by the other side");
    }

    /** As a native library may do that forks. */
    @Test
    void copyOfTheCallersEnd_doesNotKeepDrainWaiting() throws Exception {
        Ear listener = listen();
        Path up = directory.fifos(NAME).get(1);
        Ear caller = call();
        try (RandomAccessFile copy = new RandomAccessFile(up.toFile(), "rw")) {
            caller.say(1, "last words");
            assertThat(listener.heard.take()).isEqualTo("1 last words");
            caller.hangUp();

            locked(listener.connection, () -> {
                listener.connection.drain();
                assertThat(listener.connection.isClosed()).isFalse();
                listener.connection.close();
            });
            assertThat(copy.getFD().valid()).isTrue();
        }
        assertThat(listener.heard.take()).isEqualTo("clean: was closed here");
    }

    // ---- an exit

    @Test
    void callerInAJvmThatExits_stillHears() throws Exception {
        Ear listener = listen();
        Ear caller = callAndSpeak(listener);

        caller.systemCalls.leave();
        listener.say(2, "after");
        assertThat(caller.heard.take()).isEqualTo("2 after");
        caller.say(3, "answer");
        assertThat(listener.heard.take()).isEqualTo("3 answer");
    }

    @Test
    void callerInAJvmThatExits_hearsTheEnd() throws Exception {
        Ear listener = listen();
        Ear caller = callAndSpeak(listener);

        caller.systemCalls.leave();
        listener.hangUp();
        assertThat(caller.heard.take()).isEqualTo("clean: was closed by the other side");
    }

    @Test
    void readerHasReadTheEndAndKeepsTheLock_exitDoesNotWaitForIt() throws Exception {
        Ear listener = listen();
        Ear caller = callAndSpeak(listener);
        CountDownLatch goOn = new CountDownLatch(1);
        caller.atEnd = goOn::await;

        listener.hangUp();
        assertThat(caller.heard.take()).isEqualTo("clean: was closed by the other side");
        try {
            assertTimeoutPreemptively(Duration.ofSeconds(10), caller.systemCalls::leave);
        } finally {
            goOn.countDown();
        }
    }

    @Test
    void readerInAJvmThatExits_isInNoSystemCall() throws Exception {
        Ear listener = listen();
        Ear caller = callAndSpeak(listener);
        caller.systemCalls.leave();

        Thread reader = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("multiprocess-link"))
                .findFirst()
                .orElseThrow();
        for (int look = 0; look < 100; look++) {
            // It reads what is there, such as an echo, and waits for nothing.
            long start = System.nanoTime();
            while (isReading(reader)) {
                assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(10));
            }
        }
    }

    private static boolean isReading(Thread reader) {
        return Stream.of(reader.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("readBytes"));
    }
}

package dev.multiprocess.internal.queue;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiprocess.NotTransferableException;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.QueueBrokenException;
import dev.multiprocess.QueueClosedException;
import dev.multiprocess.QueueReader;
import dev.multiprocess.QueueStatistics;
import dev.multiprocess.QueueWriter;
import dev.multiprocess.internal.hub.Hub;
import dev.multiprocess.internal.hub.HubPipe;
import dev.multiprocess.internal.wire.Greeting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Filter;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The queue's promises between sides of it, over real sockets; deaths are those of a connection. */
@Timeout(30)
class RemoteQueueTests {

    /** A thread for each task: the tasks of these tests wait for each other. */
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private TwoSides sides;

    @BeforeEach
    void open() throws IOException {
        sides = new TwoSides();
    }

    @AfterEach
    void close() throws IOException {
        sides.close();
        threads.shutdownNow();
    }

    // ---- what is in it now

    @ParameterizedTest
    @ValueSource(strings = {"drain", "drainTo", "clear", "reader's drainTo", "iterator", "toArray", "removeIf"})
    void writersNeverStop_whatLooksAtTheWholeQueueReturns(String operation) throws Exception {
        ProcessQueue<Integer> queue = sides.queue(Integer.MAX_VALUE);
        for (int number = 1; number <= 100; number++) {
            queue.put(-number);
        }
        AtomicBoolean stopped = new AtomicBoolean();
        CountDownLatch putting = new CountDownLatch(3);
        List<CompletableFuture<Void>> writers = new ArrayList<>();
        for (int w = 1; w <= 3; w++) {
            ProcessQueue<Integer> child = sides.child(w, TwoSides.handle(queue)).see(queue);
            writers.add(CompletableFuture.runAsync(
                    () -> {
                        for (int i = 0; !stopped.get(); i++) {
                            child.offer(i);
                            putting.countDown();
                        }
                    },
                    threads));
        }
        putting.await();
        List<Integer> seen = new ArrayList<>();
        switch (operation) {
            case "drain" -> seen.addAll(queue.drain());
            case "drainTo" -> queue.drainTo(seen);
            case "clear" -> queue.clear();
            case "reader's drainTo" -> queue.reader().drainTo(seen, Integer.MAX_VALUE);
            case "iterator" -> queue.iterator().forEachRemaining(seen::add);
            case "toArray" -> seen.addAll(List.of(queue.toArray(Integer[]::new)));
            default -> queue.removeIf(number -> number < 0);
        }
        stopped.set(true);
        for (CompletableFuture<Void> writer : writers) {
            writer.get(20, SECONDS);
        }

        if (operation.equals("clear") || operation.equals("removeIf")) {
            assertThat(queue.stream().filter(number -> number < 0)).isEmpty();
        } else {
            assertThat(seen.stream().filter(number -> number < 0)).hasSize(100);
        }
    }

    @Test
    void thereIsNoDirectoryForIt_failureSaysWhy() {
        Hub homeless = new Hub(() -> {
            throw new IOException("/tmp: Read-only file system");
        });

        assertThatThrownBy(() -> homeless.create("orders", 1, 1, null))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("queue 'orders' cannot be made: this test JVM cannot have a directory for its sockets and"
                        + " queues: java.io.IOException: /tmp: Read-only file system");
    }

    @Test
    void directoriesAreGone_failureSaysWhich() throws IOException {
        sides.directory().delete();

        assertThatThrownBy(() -> sides.queue(1))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("queue 'q' cannot be made: its memory cannot be made: java.nio.file.NoSuchFileException: "
                        + sides.directory().path().resolve("queues").resolve("queue-1"));
    }

    // ---- Q1: order

    @RepeatedTest(5)
    void severalWritersAndReaders_eachElementOnceAndEachWritersInOrder() throws Exception {
        ProcessQueue<int[]> queue = sides.queue(Integer.MAX_VALUE);
        int perWriter = 2_000;
        List<CompletableFuture<List<int[]>>> readers = new ArrayList<>();
        for (int r = 0; r < 2; r++) {
            QueueReader<int[]> reader =
                    sides.child(10 + r, TwoSides.handle(queue)).see(queue).reader();
            readers.add(CompletableFuture.supplyAsync(() -> reader.stream().toList(), threads));
        }
        List<QueueWriter<int[]>> writers = new ArrayList<>();
        for (int w = 0; w < 3; w++) {
            writers.add(sides.child(w + 1, TwoSides.handle(queue)).see(queue).writer());
        }
        List<CompletableFuture<Void>> writing = new ArrayList<>();
        for (int w = 0; w < 3; w++) {
            int number = w;
            writing.add(CompletableFuture.runAsync(
                    () -> {
                        for (int i = 0; i < perWriter; i++) {
                            writers.get(number).put(new int[] {number, i});
                        }
                        writers.get(number).close();
                    },
                    threads));
        }

        List<int[]> all = new ArrayList<>();
        for (CompletableFuture<List<int[]>> reader : readers) {
            List<int[]> taken = reader.get(20, SECONDS);
            for (int w = 0; w < 3; w++) {
                int number = w;
                assertThat(taken.stream().filter(e -> e[0] == number).mapToInt(e -> e[1]))
                        .isSorted();
            }
            all.addAll(taken);
        }
        assertThat(all).hasSize(3 * perWriter);
        assertThat(all.stream().map(e -> e[0] + " " + e[1]).distinct()).hasSize(3 * perWriter);
        for (CompletableFuture<Void> each : writing) {
            each.get(1, SECONDS);
        }
    }

    // ---- Q2: copies

    @Test
    void elementChangedAfterPut_readerSeesItAsItWas() throws Exception {
        ProcessQueue<List<String>> queue = sides.queue(Integer.MAX_VALUE);
        List<String> element = new ArrayList<>(List.of("before"));

        sides.child(1).see(queue).put(element);
        element.set(0, "after");

        assertThat(queue.take()).containsExactly("before");
    }

    @Test
    void elementThatCannotCross_putFailsWithThePathAndNothingIsQueued() throws Exception {
        record Customer(Thread owner) {}
        record Order(int id, Customer customer) {}
        ProcessQueue<Object> queue = sides.child(1).see(sides.queue(10));

        assertThatThrownBy(() -> queue.put(new Order(1, new Customer(Thread.currentThread()))))
                .isInstanceOfSatisfying(
                        NotTransferableException.class,
                        e -> assertThat(e.path()).isEqualTo("Order.customer.owner"))
                .hasMessageContaining("element of queue 'q'");
        assertThat(queue).isEmpty();
    }

    // ---- Q4: what a dead reader had not been given

    @Test
    void readerDies_whatItHadNotBeenGivenGoesToAnotherInItsOrder() throws Exception {
        ProcessQueue<Integer> queue = sides.queue(Integer.MAX_VALUE);
        queue.putAll(IntStream.range(0, 1_000).boxed().toList());
        TwoSides.Side reader = sides.child(1);
        ProcessQueue<Integer> seen = reader.see(queue);
        for (int i = 0; i < 20; i++) {
            assertThat(seen.take()).isEqualTo(i);
        }

        reader.die();

        assertThat(queue.drain()).isEqualTo(IntStream.range(20, 1_000).boxed().toList());
        QueueStatistics ledger = queue.statistics();
        assertThat(ledger.givenToDead()).isEqualTo(20);
        assertThat(ledger.taken()).isEqualTo(980);
        assertThat(ledger.put()).isEqualTo(ledger.taken() + ledger.givenToDead() + ledger.removed() + ledger.size());
    }

    @Test
    void severalReaders_eachSeesWhatTheOthersHaveLeft() throws Exception {
        ProcessQueue<Integer> queue = sides.queue(100);
        queue.putAll(IntStream.range(0, 100).boxed().toList());
        ProcessQueue<Integer> first = sides.child(1).see(queue);
        ProcessQueue<Integer> second = sides.child(2).see(queue);
        for (int i = 0; i < 9; i++) {
            first.take();
        }

        assertThat(second.size()).isEqualTo(91);
        assertThat(second.peek()).isEqualTo(9);
        assertThat(second.remainingCapacity()).isEqualTo(9);
        assertThat(second.contains(10)).isTrue();
        assertThat(second.remove(10)).isTrue();
        assertThat(second.poll()).isEqualTo(9);
        assertThat(first.poll()).isEqualTo(11);
        assertThat(queue.poll()).isEqualTo(12);
        assertThat(queue).hasSize(87);
    }

    // ---- Q6: capacity

    @RepeatedTest(5)
    void offersFromAllSides_exactlyCapacityAreAccepted() throws Exception {
        int capacity = 50;
        ProcessQueue<Integer> queue = sides.queue(capacity);
        List<ProcessQueue<Integer>> views =
                List.of(queue, sides.child(1).see(queue), sides.child(2).see(queue));
        AtomicInteger accepted = new AtomicInteger();
        List<CompletableFuture<Void>> offering = new ArrayList<>();
        for (ProcessQueue<Integer> view : views) {
            offering.add(CompletableFuture.runAsync(
                    () -> {
                        for (int i = 0; i < capacity; i++) {
                            accepted.addAndGet(view.offer(i) ? 1 : 0);
                        }
                    },
                    threads));
        }
        for (CompletableFuture<Void> each : offering) {
            each.get(10, SECONDS);
        }

        assertThat(accepted).hasValue(capacity);
        for (ProcessQueue<Integer> view : views) {
            assertThat(view.offer(1)).isFalse();
            assertThat(view.size()).isEqualTo(capacity);
            assertThat(view.remainingCapacity()).isZero();
        }
        views.get(1).take();
        assertThat(views.get(2).offer(1)).isTrue();
        assertThat(views.get(0).offer(1)).isFalse();
    }

    @Test
    void fullQueue_putWaitsUntilAnElementIsTakenByAnotherProcess() throws Exception {
        ProcessQueue<Integer> queue = sides.queue(1);
        ProcessQueue<Integer> writer = sides.child(1).see(queue);
        ProcessQueue<Integer> reader = sides.child(2).see(queue);
        writer.put(1);
        CompletableFuture<Void> second = running(() -> writer.put(2));

        assertThatThrownBy(() -> second.get(50, MILLISECONDS)).isInstanceOf(TimeoutException.class);
        assertThat(reader.take()).isEqualTo(1);

        second.get(10, SECONDS);
        assertThat(reader.take()).isEqualTo(2);
    }

    @Test
    void putThatReturned_isSeenAtOnceFromEverySide() throws Exception {
        ProcessQueue<Integer> queue = sides.queue(Integer.MAX_VALUE);
        ProcessQueue<Integer> writer = sides.child(1).see(queue);
        ProcessQueue<Integer> reader = sides.child(2).see(queue);
        for (int i = 0; i < 2_000; i++) {
            writer.put(i);
            assertThat((i % 2 == 0 ? reader : queue).poll()).isEqualTo(i);
        }
    }

    // ---- Q7: the end

    @Test
    void allWritersClosed_readersSeeTheEndAfterTheLastElement() throws Exception {
        ProcessQueue<Integer> queue = sides.queue(Integer.MAX_VALUE);
        QueueWriter<Integer> one =
                sides.child(1, TwoSides.handle(queue)).see(queue).writer();
        QueueWriter<Integer> two =
                sides.child(2, TwoSides.handle(queue)).see(queue).writer();
        QueueReader<Integer> reader =
                sides.child(3, TwoSides.handle(queue)).see(queue).reader();
        one.put(1);
        one.close();
        two.put(2);

        assertThat(reader.take()).contains(1);
        assertThat(reader.take()).contains(2);
        assertThat(reader.poll()).isEmpty();
        assertThat(reader.isEnded()).isFalse();
        two.close();

        assertThat(reader.take()).isEmpty();
        assertThat(reader.isEnded()).isTrue();
        assertThat(queue.reader().take()).isEmpty();
    }

    @Test
    void noWriterHasAppearedYet_readersWait() throws Exception {
        ProcessQueue<Integer> queue = sides.queue(Integer.MAX_VALUE);
        QueueReader<Integer> reader =
                sides.child(1, TwoSides.handle(queue)).see(queue).reader();

        assertThat(reader.poll(Duration.ofMillis(50))).isEmpty();
        assertThat(reader.isEnded()).isFalse();
    }

    @Test
    void writerThatNeverWroteFinishes_readersSeeTheEnd() throws Exception {
        ProcessQueue<Integer> queue = sides.queue(Integer.MAX_VALUE);
        TwoSides.Side writer = sides.child(1, TwoSides.writerHandle(queue));
        CompletableFuture<Boolean> ended = supplying(() -> queue.reader().take().isEmpty());
        writer.finish();

        assertThat(ended.get(10, SECONDS)).isTrue();
    }

    @Test
    void writerCrashes_readersGetEverythingThenBroken() throws Exception {
        ProcessQueue<Integer> queue = sides.queue(Integer.MAX_VALUE);
        TwoSides.Side writer = sides.child(1, TwoSides.handle(queue));
        QueueReader<Integer> reader = sides.child(2).see(queue).reader();
        ProcessQueue<Integer> seen = writer.see(queue);
        seen.put(1);
        seen.put(2);
        writer.die();

        assertThat(reader.take()).contains(1);
        assertThat(reader.take()).contains(2);
        assertThatThrownBy(reader::take)
                .isInstanceOfSatisfying(
                        QueueBrokenException.class, e -> assertThat(e.writers()).containsExactly("child-1"))
                .hasMessage(
                        "queue 'q' is empty and was not finished: child-1 failed or was killed while writing to it");
    }

    @Test
    void queueClosedFromAChild_putsFailWaitingPutsFailAndTheRestCanBeRead() throws Exception {
        ProcessQueue<Integer> queue = sides.queue(2);
        ProcessQueue<Integer> writer = sides.child(1).see(queue);
        ProcessQueue<Integer> closer = sides.child(2).see(queue);
        writer.put(1);
        writer.put(2);
        CompletableFuture<Void> waiting = running(() -> writer.put(3));

        closer.close();

        assertThatThrownBy(() -> waiting.get(10, SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(QueueClosedException.class);
        assertThatThrownBy(() -> queue.put(4))
                .isInstanceOf(QueueClosedException.class)
                .hasMessage("queue 'q' is closed");
        assertThat(queue.isClosed()).isTrue();
        assertThat(writer.take()).isEqualTo(1);
        assertThat(queue.take()).isEqualTo(2);
        assertThatThrownBy(queue::take)
                .isInstanceOf(QueueClosedException.class)
                .hasMessage("queue 'q' is closed and empty");
        assertThatThrownBy(writer::take).isInstanceOf(QueueClosedException.class);
        assertThat(writer.poll()).isNull();
    }

    @Test
    void testJvmsOwnWriter_countsFromItsFirstPut() throws Exception {
        ProcessQueue<Integer> queue = sides.queue(Integer.MAX_VALUE);
        QueueWriter<Integer> handedOn = queue.writer();
        sides.child(1, TwoSides.writerHandle(queue)).finish();
        assertThat(queue.reader().poll()).isEmpty();
        assertThat(queue.reader().take()).isEmpty();

        handedOn.put(7);
        QueueReader<Integer> reader = queue.reader();
        assertThat(reader.take()).contains(7);
        assertThat(reader.poll()).isEmpty();
        assertThat(reader.isEnded()).isFalse();
        handedOn.close();
        assertThat(reader.take()).isEmpty();
    }

    // ---- Q8: waits

    @Test
    void timedWaits_endInTimeOnEverySide() throws Exception {
        ProcessQueue<Integer> queue = sides.queue(1);
        for (ProcessQueue<Integer> view : List.of(queue, sides.child(1).see(queue))) {
            assertThat(view.poll(20, MILLISECONDS)).isNull();
            assertThat(view.poll(0, MILLISECONDS)).isNull();
            assertThat(view.poll(-5, MILLISECONDS)).isNull();
            view.put(1);
            assertThat(view.offer(2, 20, MILLISECONDS)).isFalse();
            assertThat(view.offer(2, -5, MILLISECONDS)).isFalse();
            assertThat(view.take()).isEqualTo(1);
        }
    }

    @Test
    void interruptedTake_takesNothingAndTheConnectionLivesOn() throws Exception {
        ProcessQueue<Integer> queue = sides.queue(Integer.MAX_VALUE);
        ProcessQueue<Integer> view = sides.child(1).see(queue);
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        Thread waiter = new Thread(() -> {
            begun.countDown();
            try {
                view.take();
                outcome.complete(null);
            } catch (InterruptedException e) {
                outcome.complete(e);
            }
        });
        waiter.start();
        begun.await();
        waiter.interrupt();

        assertThat(outcome.get(10, SECONDS)).isInstanceOf(InterruptedException.class);
        queue.put(5);
        assertThat(queue.poll()).isEqualTo(5);
        view.put(6);
        assertThat(view.take()).isEqualTo(6);
    }

    @Test
    void interruptedPut_putsNothing() throws Exception {
        ProcessQueue<Integer> queue = sides.queue(1);
        ProcessQueue<Integer> view = sides.child(1).see(queue);
        view.put(1);
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> view.put(2)).isInstanceOf(InterruptedException.class);
        assertThat(queue.drain()).containsExactly(1);
    }

    // ---- Q9: memory

    @Test
    void byteBudgetUsedUp_putWaitsUntilElementsAreTaken() throws Exception {
        long budget = 8 << 20;
        ProcessQueue<byte[]> queue = sides.queue(Integer.MAX_VALUE, budget);
        ProcessQueue<byte[]> writer = sides.child(1).see(queue);
        int elements = 40;
        CompletableFuture<Void> writing = running(() -> {
            for (int i = 0; i < elements; i++) {
                writer.put(new byte[1 << 20]);
            }
        });

        assertThatThrownBy(() -> writing.get(300, MILLISECONDS)).isInstanceOf(TimeoutException.class);
        assertThat(queue.statistics().bytes()).isLessThanOrEqualTo(budget + (4 << 20) + (2 << 20));
        for (int i = 0; i < elements; i++) {
            assertThat(queue.take()).hasSize(1 << 20);
        }
        writing.get(10, SECONDS);
    }

    @Test
    void elementLargerThanTheBudget_fitsAnEmptyQueue() throws Exception {
        ProcessQueue<byte[]> queue = sides.queue(Integer.MAX_VALUE, 1024);
        ProcessQueue<byte[]> writer = sides.child(1).see(queue);
        byte[] large = new byte[20 << 20];
        large[large.length - 1] = 42;
        CompletableFuture<Void> writing = running(() -> writer.put(large));

        assertThat(sides.child(2).see(queue).take()).isEqualTo(large);
        writing.get(10, SECONDS);
    }

    @Test
    void elementAtTheFrameLimit_crosses_andAboveItIsRefused() throws Exception {
        ProcessQueue<byte[]> queue = sides.queue(Integer.MAX_VALUE);
        ProcessQueue<byte[]> writer = sides.child(1).see(queue);
        ProcessQueue<byte[]> reader = sides.child(2).see(queue);
        int overhead = 16;
        byte[] largest = new byte[TwoSides.FRAME_LIMIT - overhead];
        largest[largest.length / 2] = 1;
        writer.put(new byte[1]);
        writer.put(largest);
        assertThat(reader.take()).hasSize(1);
        assertThat(reader.peek()).isEqualTo(largest);
        assertThat(reader.take()).isEqualTo(largest);

        assertThatThrownBy(() -> writer.put(new byte[TwoSides.FRAME_LIMIT + 1]))
                .isInstanceOf(NotTransferableException.class)
                .hasMessageContaining("element of queue 'q'")
                .hasMessageContaining(String.valueOf(TwoSides.FRAME_LIMIT));
        assertThat(queue).isEmpty();
    }

    // ---- Q10: ledger

    @Test
    void ledger_countsByProcess() throws Exception {
        ProcessQueue<Integer> queue = sides.queue(Integer.MAX_VALUE);
        ProcessQueue<Integer> one = sides.child(1).see(queue);
        ProcessQueue<Integer> two = sides.child(2).see(queue);
        one.putAll(List.of(1, 2, 3));
        two.put(4);
        queue.put(5);
        two.take();
        queue.take();
        one.remove(3);

        QueueStatistics ledger = two.statistics();
        assertThat(ledger.put()).isEqualTo(5);
        assertThat(ledger.taken()).isEqualTo(2);
        assertThat(ledger.removed()).isEqualTo(1);
        assertThat(ledger.size()).isEqualTo(2);
        assertThat(ledger.putBy()).isEqualTo(Map.of("child-1", 3L, "child-2", 1L, "test JVM", 1L));
        assertThat(ledger.takenBy()).isEqualTo(Map.of("child-2", 1L, "test JVM", 1L));
        assertThat(ledger).isEqualTo(queue.statistics());
    }

    // ---- Q11: what a process sends or writes that it must not

    @Test
    void garbageOnAPipe_onlyThatChildIsCutOff() throws Exception {
        ProcessQueue<Integer> queue = sides.queue(10);
        QueueWriter<Integer> writer = sides.child(1).see(queue).writer();
        QueueReader<Integer> reader = sides.child(2).see(queue).reader();
        CompletableFuture<List<Integer>> read =
                CompletableFuture.supplyAsync(() -> reader.stream().toList(), threads);
        BlockingQueue<String> warnings = new LinkedBlockingQueue<>();
        Filter heard = record -> !warnings.add(new SimpleFormatter().formatMessage(record));
        Logger logger = Logger.getLogger(HubPipe.class.getName());
        logger.setFilter(heard);

        try (SocketChannel bad = sides.dialer().dial(new Greeting(Greeting.PIPE, 9, sides.id(queue)))) {
            for (int i = 0; i < 500; i++) {
                writer.put(i);
            }
            bad.write(ByteBuffer.wrap(new byte[] {0, 0, 0, 1, PipeProtocol.WAKE_ALL, 0, 0, 0, 2, 99, 99}));
            for (int i = 500; i < 1000; i++) {
                writer.put(i);
            }
            writer.close();

            assertThat(read.get(10, SECONDS)).hasSize(1000).isSorted();
            assertThat(warnings.poll(10, SECONDS))
                    .isEqualTo("the pipe of child-9 to queue 'q' sent what is not allowed:"
                            + " frame type 99 is not known on a pipe");
            assertThat(isCutOff(bad)).isTrue();
        } finally {
            logger.setFilter(null);
        }
    }

    private static boolean isCutOff(SocketChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1024);
        channel.configureBlocking(true);
        while (channel.read(buffer.clear()) > 0) {
            // What it was told before.
        }
        return true;
    }

    @Test
    void memoryOfAQueueIsDamaged_itsUsersAreToldAndOtherQueuesGoOn() throws Exception {
        ProcessQueue<Integer> damaged = sides.queue(10);
        ProcessQueue<Integer> whole = sides.queue(10);
        TwoSides.Side child = sides.child(1, TwoSides.handle(damaged), TwoSides.handle(whole));
        ProcessQueue<Integer> seen = child.see(damaged);
        ProcessQueue<Integer> seenWhole = child.see(whole);
        damaged.put(1);

        moveHead(sides.folder(damaged), 1_000_000);

        assertThatThrownBy(damaged::size)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the memory of queue 'q' in ")
                .hasMessageContaining(" is damaged: ");
        assertThatThrownBy(seen::size).isInstanceOf(IllegalStateException.class);
        seenWhole.put(3);
        child.die();
        assertThat(whole.take()).isEqualTo(3);
        assertThat(sides.hub.describe(damaged)).contains("its memory is damaged");
        assertThat(sides.hub.state(whole).orElseThrow().size()).isZero();
        sides.hub.end(damaged);
        assertThat(sides.folder(damaged)).doesNotExist();
    }

    private static void moveHead(Path folder, long position) throws IOException {
        try (FileChannel header = FileChannel.open(folder.resolve("header"), StandardOpenOption.WRITE)) {
            ByteBuffer word = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
            header.write(word.putLong(position << 23).flip(), 256);
        }
    }

    @Test
    void queueSentThroughAQueue_isTheSameQueue() throws Exception {
        ProcessQueue<Object> queue = sides.queue(Integer.MAX_VALUE);
        ProcessQueue<Integer> inner = sides.queue(Integer.MAX_VALUE);
        queue.put(inner);
        @SuppressWarnings("unchecked")
        ProcessQueue<Integer> arrived =
                (ProcessQueue<Integer>) sides.child(1).see(queue).take();
        arrived.put(9);

        assertThat(inner.take()).isEqualTo(9);
    }

    private static CompletableFuture<Void> running(Action action) {
        return supplying(() -> {
            action.run();
            return null;
        });
    }

    private static <T> CompletableFuture<T> supplying(Source<T> source) {
        CompletableFuture<T> future = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                future.complete(source.get());
            } catch (Throwable e) {
                future.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return future;
    }

    private interface Action {
        void run() throws Exception;
    }

    private interface Source<T> {
        T get() throws Exception;
    }
}

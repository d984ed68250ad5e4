package dev.multiprocess.internal.queue;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.ProcessInterruptedException;
import dev.multiprocess.ProcessQueue;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A queue in the hands of a thread that is interrupted, as one is that cleans up after it was. */
@Timeout(60)
class InterruptedThreadTests {

    /** More than three files of slots and several arenas have to be opened for them. */
    private static final int MANY = 30_000;

    private TwoSides sides;

    @BeforeEach
    void open() throws IOException {
        sides = new TwoSides();
    }

    @AfterEach
    void close() throws IOException {
        Thread.interrupted();
        sides.close();
    }

    /** One operation of a queue, of its writer or of its reader. */
    private interface Operation {

        Object on(ProcessQueue<String> queue) throws Exception;
    }

    private static Named<Operation> operation(String name, Operation operation) {
        return Named.of(name, operation);
    }

    /** All that a process can do with a queue; what takes an element returns it. */
    static Stream<Named<Operation>> operations() {
        return Stream.of(
                operation("put", queue -> {
                    queue.put("new");
                    return true;
                }),
                operation("offer", queue -> queue.offer("new")),
                operation("offer in time", queue -> queue.offer("new", 1, SECONDS)),
                operation("add", queue -> queue.add("new")),
                operation("putAll", queue -> {
                    queue.putAll(List.of("new"));
                    return true;
                }),
                operation("take", ProcessQueue::take),
                operation("poll", ProcessQueue::poll),
                operation("poll in time", queue -> queue.poll(1, SECONDS)),
                operation("remove first", ProcessQueue::remove),
                operation("drain", ProcessQueue::drain),
                operation("drainTo", queue -> {
                    List<String> taken = new ArrayList<>();
                    queue.drainTo(taken, 1);
                    return taken;
                }),
                operation("peek", ProcessQueue::peek),
                operation("element", ProcessQueue::element),
                operation("size", ProcessQueue::size),
                operation("remainingCapacity", ProcessQueue::remainingCapacity),
                operation("contains", queue -> queue.contains("first")),
                operation("toArray", queue -> queue.toArray().length),
                operation("remove", queue -> queue.remove("nothing like it")),
                operation("statistics", ProcessQueue::statistics),
                operation("isClosed", ProcessQueue::isClosed),
                operation("taskDone", queue -> {
                    queue.taskDone();
                    return true;
                }),
                operation("joinTasks in time", queue -> queue.joinTasks(Duration.ofMillis(1))),
                operation("writer's put", queue -> {
                    queue.writer().put("new");
                    return true;
                }),
                operation("writer's offer", queue -> queue.writer().offer("new")),
                operation("writer's close", queue -> {
                    queue.writer().close();
                    return true;
                }),
                operation("reader's take", queue -> queue.reader().take().orElseThrow()),
                operation("reader's poll", queue -> queue.reader().poll().orElseThrow()),
                operation(
                        "reader's poll in time",
                        queue -> queue.reader().poll(Duration.ofSeconds(1)).orElseThrow()),
                operation("reader's next", queue -> queue.reader().iterator().next()),
                operation("reader's drainTo", queue -> {
                    List<String> taken = new ArrayList<>();
                    queue.reader().drainTo(taken, 1);
                    return taken;
                }));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void flagIsSetBeforeAnOperationOfAChild_nothingIsLost(Operation operation) throws Exception {
        ProcessQueue<String> queue = sides.queue(10_000);
        assertNothingIsLost(
                operation, queue, sides.child(1, TwoSides.handle(queue)).see(queue));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void flagIsSetBeforeAnOperationOfTheTestJvm_nothingIsLost(Operation operation) throws Exception {
        ProcessQueue<String> queue = sides.queue(10_000);
        assertNothingIsLost(operation, queue, queue);
    }

    private void assertNothingIsLost(Operation operation, ProcessQueue<String> queue, ProcessQueue<String> used)
            throws Exception {
        List<String> all = new ArrayList<>(List.of("first", "second", "third"));
        queue.addAll(all);

        Object result = interrupted(() -> operation.on(used));

        List<String> left = queue.drain();
        if (left.contains("new")) {
            assertThat(result).isEqualTo(true);
            all.add("new");
        }
        List<String> found = new ArrayList<>(left);
        if (left.size() < all.size()) {
            if (result instanceof List<?> taken) {
                taken.forEach(each -> found.add((String) each));
            } else {
                found.add((String) result);
            }
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(all);
        assertThat(queue.size()).isZero();
    }

    /** Does something with the flag set; an interruption, which is what is documented, gives {@code null}. */
    private static Object interrupted(Callable<Object> action) throws Exception {
        Thread.currentThread().interrupt();
        Object result;
        try {
            result = action.call();
        } catch (InterruptedException e) {
            return null;
        } catch (ProcessInterruptedException e) {
            assertThat(Thread.interrupted()).as("the flag is set again").isTrue();
            return null;
        }
        assertThat(Thread.interrupted()).as("the flag is still set").isTrue();
        return result;
    }

    @Test
    void flagIsSetAllTheTime_everythingThatIsPutIsTaken() throws Exception {
        ProcessQueue<String> queue = sides.queue(Integer.MAX_VALUE);
        ProcessQueue<String> child = sides.child(1, TwoSides.handle(queue)).see(queue);
        List<String> taken = new ArrayList<>();

        Thread.currentThread().interrupt();
        for (int i = 0; i < MANY; i++) {
            assertThat(queue.offer("number " + i)).isTrue();
        }
        for (String next = child.poll(); next != null; next = child.poll()) {
            taken.add(next);
        }

        assertThat(Thread.interrupted()).isTrue();
        assertThat(taken)
                .containsExactlyElementsOf(
                        IntStream.range(0, MANY).mapToObj(i -> "number " + i).toList());
    }

    @Test
    void flagIsSet_queuesCanBeMade() throws Exception {
        Thread.currentThread().interrupt();
        ProcessQueue<String> queue = sides.queue(10);
        ProcessQueue<String> child = sides.child(1, TwoSides.handle(queue)).see(queue);

        assertThat(queue.offer("x".repeat(1 << 20))).isTrue();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(sides.folder(queue)).isDirectoryContaining("glob:**arena-1-3");
        assertThat(child.take()).hasSize(1 << 20);
    }
}

package dev.multiprocess.internal.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.internal.events.Event.Kind;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventLogTests {

    private static final int ROOM = 8;
    private final ByteBuffer memory = ByteBuffer.allocateDirect(EventLog.bytes(ROOM));
    private final EventLog log = new EventLog(memory);

    @AfterEach
    void belongToNoTest() {
        Events.enter(null);
    }

    private void add(int number) {
        log.add(Kind.PUT, 3, number, number, 7, number, ("element " + number).getBytes(UTF_8));
    }

    private List<Long> details() {
        return log.read().stream().map(Event::detail).toList();
    }

    @Test
    void event_isReadAsItWasWritten_alsoByAnotherProcess() {
        log.add(Kind.CHECKPOINT, 12, 1000, 2000, -1, 5, "größer".getBytes(UTF_8));

        assertThat(new EventLog(memory).read())
                .containsExactly(
                        new Event(Kind.CHECKPOINT, 12, Thread.currentThread().getId(), 1000, 2000, -1, 5, "größer"));
        assertThat(log.lost()).isZero();
    }

    @Test
    void moreThanThereIsRoomFor_oldestAreLostAndCounted() {
        IntStream.range(0, 2 * ROOM + 3).forEach(this::add);

        assertThat(details()).containsExactly(11L, 12L, 13L, 14L, 15L, 16L, 17L, 18L);
        assertThat(log.lost()).isEqualTo(11);
    }

    @Test
    void processWasKilledWhileItWroteARecord_otherRecordsAreRead() {
        IntStream.range(0, 3).forEach(this::add);
        // What is written last was not written.
        memory.putLong(2 * 128, 0);

        assertThat(details()).containsExactly(0L, 2L);
    }

    @Test
    void longText_isCutAtAWholeLetter() {
        log.add(Kind.WAIT, 0, 0, 0, 0, 0, ("x" + "ö".repeat(50)).getBytes(UTF_8));

        assertThat(log.read().get(0).text()).isEqualTo("x" + "ö".repeat(35));
    }

    @Test
    void garbageInTheMemory_readsAsSomething() {
        for (int at = 0; at < memory.capacity(); at++) {
            memory.put(at, (byte) 0xAB);
        }
        memory.order(java.nio.ByteOrder.nativeOrder()).putLong(0, 4).putLong(128, 1);

        assertThat(log.read()).hasSize(1);
    }

    @Test
    void threadsWriteAtOnce_eachEventIsWhole() throws InterruptedException {
        EventLog large = new EventLog(ByteBuffer.allocateDirect(EventLog.bytes(40_000)));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        for (int t = 0; t < 4; t++) {
            int process = t;
            threads.execute(() -> {
                for (int i = 0; i < 10_000; i++) {
                    String text = process + " " + i;
                    large.add(Kind.PUT, process, i, i, process, i, text.getBytes(UTF_8));
                }
            });
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(50, TimeUnit.SECONDS)).isTrue();

        assertThat(large.read())
                .hasSize(40_000)
                .allMatch(event -> event.text().equals(event.process() + " " + event.begin()))
                .allMatch(event -> event.number() == event.process() && event.detail() == event.end());
    }

    // ---- events of this process

    @Test
    void threadOfNoTest_writesNothing() {
        assertThat(Events.begin(Kind.WAIT, 1, "queue")).isNull();
        Events.at(Kind.PUT, 1, 1, "");

        assertThat(log.read()).isEmpty();
    }

    @Test
    void shortWaits_takeOneRecordTogether() {
        Events.enter(() -> log);
        for (int i = 0; i < 5; i++) {
            Events.begin(Kind.WAIT, i, "wait " + i).end();
        }

        // One that this thread was held up in has a record of its own.
        List<Event> all = log.read();
        List<Event> earlier = all.subList(0, all.size() - 1);
        assertThat(earlier).allMatch(event -> event.end() - event.begin() >= Events.KEPT_NANOS);
        assertThat(all.get(all.size() - 1).text()).isEqualTo("wait 4");
        assertThat(all).noneMatch(Event::isOpen);
    }

    @Test
    @Timeout(30)
    void logThatIsOver_isKeptByNoThread() {
        WeakReference<EventLog> last = writtenAndLeft();

        while (last.get() != null) {
            System.gc();
        }
    }

    private static WeakReference<EventLog> writtenAndLeft() {
        EventLog log = new EventLog(ByteBuffer.allocateDirect(EventLog.bytes(8)));
        Events.Source before = Events.enter(() -> log);
        Events.begin(Kind.WAIT, 1, "wait").end();
        Events.enter(before);
        return new WeakReference<>(log);
    }

    @Test
    void longWaits_areKept_andOneThatIsNotOverIsOpen() {
        Events.enter(() -> log);
        for (int i = 0; i < 2; i++) {
            Events.Span wait = Events.begin(Kind.WAIT, i, "wait " + i);
            long end = System.nanoTime() + Events.KEPT_NANOS;
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            wait.end();
        }
        Events.begin(Kind.WAIT, 2, "wait 2");

        assertThat(log.read()).extracting(Event::text).containsExactly("wait 0", "wait 1", "wait 2");
        assertThat(log.read()).extracting(Event::isOpen).containsExactly(false, false, true);
        assertThat(log.read().get(0))
                .satisfies(event -> assertThat(event.end() - event.begin()).isGreaterThanOrEqualTo(Events.KEPT_NANOS));
    }

    @Test
    void waitWithinAWait_hasARecordOfItsOwn() {
        Events.enter(() -> log);
        Events.Span outer = Events.begin(Kind.WAIT, 1, "outer");
        Events.Span inner = Events.begin(Kind.WAIT, 2, "inner");
        inner.end();
        outer.end();

        assertThat(log.read()).extracting(Event::text).containsExactly("outer", "inner");
    }

    @Test
    void recordOfAShortWaitIsOverwrittenByOthers_nextWaitTakesAnother() {
        Events.enter(() -> log);
        Events.begin(Kind.WAIT, 1, "first").end();
        IntStream.range(0, ROOM).forEach(this::add);
        Events.begin(Kind.WAIT, 2, "second").end();

        assertThat(log.read())
                .extracting(Event::text)
                .contains("second", "element 1", "element 7")
                .hasSize(ROOM);
    }

    @Test
    void threadThatATestStarts_belongsToTheTest() throws InterruptedException {
        Events.enter(() -> log);
        Thread started = new Thread(() -> Events.at(Kind.PUT, 1, 2, "by it"));
        started.start();
        started.join();

        assertThat(log.read()).extracting(Event::thread).containsExactly(started.getId());
    }
}

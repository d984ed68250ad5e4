package example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiprocess.Capacity;
import dev.multiprocess.ChildProcess;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.NotTransferableException;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import dev.multiprocess.QueueBrokenException;
import dev.multiprocess.QueueClosedException;
import dev.multiprocess.QueueName;
import dev.multiprocess.QueueReader;
import dev.multiprocess.QueueStatistics;
import dev.multiprocess.QueueWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

class QueueDemo {

    // snippet: smallest
    @MultiProcessTest
    void elementsCrossFromAChildToTheTest(Processes processes, ProcessQueue<String> words) throws InterruptedException {
        processes.start("writer", () -> words.put("hello"));

        assertThat(words.take()).isEqualTo("hello");
    }
    // end

    // snippet: copy
    @MultiProcessTest
    void elementsAreCopies(ProcessQueue<List<String>> lists) throws InterruptedException {
        List<String> original = new ArrayList<>(List.of("a"));

        lists.put(original);
        original.add("b");

        assertThat(lists.take()).containsExactly("a");
    }
    // end

    // snippet: ends
    @MultiProcessTest
    void aReaderSeesTheEnd(
            Processes processes,
            @QueueName("numbers") QueueWriter<Integer> writer,
            @QueueName("numbers") QueueReader<Integer> reader) {
        processes.startEach(2, "writer", index -> writer.put(index));

        assertThat(reader.stream()).containsExactlyInAnyOrder(0, 1);
        assertThat(reader.isEnded()).isTrue();
    }
    // end

    // snippet: test-jvm-writes
    @MultiProcessTest
    void theTestJvmIsAWriterFromItsFirstPut(Processes processes, ProcessQueue<Integer> numbers) {
        QueueReader<Integer> reader = numbers.reader();
        try (QueueWriter<Integer> writer = numbers.writer()) {
            writer.put(1); // from here on the test JVM is a writer
            assertThat(reader.take()).contains(1);
            assertThat(reader.poll(Duration.ofMillis(50))).isEmpty();
            assertThat(reader.isEnded()).isFalse();
        }
        assertThat(reader.take()).isEmpty();
        assertThat(reader.isEnded()).isTrue();
    }
    // end

    // snippet: killed-writer
    @MultiProcessTest
    void aKilledWriterBreaksTheStream(Processes processes, ProcessQueue<Integer> numbers, ProcessQueue<String> progress)
            throws Exception {
        QueueWriter<Integer> writer = numbers.writer();
        QueueReader<Integer> reader = numbers.reader();
        ChildProcess<Void> child = processes.start("writer", () -> {
            writer.put(1);
            writer.put(2);
            progress.put("written");
            new CountDownLatch(1).await();
        });
        progress.take();

        child.kill();

        assertThat(reader.take()).contains(1); // all that was put is read first
        assertThat(reader.take()).contains(2);
        assertThatThrownBy(reader::take)
                .isInstanceOfSatisfying(
                        QueueBrokenException.class,
                        broken -> assertThat(broken.writers()).containsExactly("writer"));
    }
    // end

    // snippet: dead-reader
    @MultiProcessTest
    void whatADeadReaderHadNotTakenIsReadByAnother(Processes processes, ProcessQueue<Integer> numbers)
            throws InterruptedException {
        numbers.putAll(List.of(1, 2, 3));
        QueueReader<Integer> reader = numbers.reader();
        ChildProcess<Void> child = processes.start("reader", () -> {
            reader.take();
            Runtime.getRuntime().halt(9);
        });
        assertThat(child.awaitExit().code()).isEqualTo(9);

        assertThat(numbers.drain()).containsExactly(2, 3);
        assertThat(numbers.statistics().givenToDead()).isEqualTo(1);
    }
    // end

    // snippet: close
    @MultiProcessTest
    void closeEndsTheQueueForAll(ProcessQueue<String> words) throws InterruptedException {
        words.put("last");
        words.close();

        assertThatThrownBy(() -> words.put("late")).isInstanceOf(QueueClosedException.class);
        assertThat(words.take()).isEqualTo("last");
        assertThat(words.poll()).isNull();
        assertThatThrownBy(words::take).isInstanceOf(QueueClosedException.class);
        assertThat(words.reader().take()).isEmpty();
    }
    // end

    // snippet: capacity
    @MultiProcessTest
    void aFullQueueRefusesAnOffer(Processes processes, @Capacity(2) ProcessQueue<String> words) {
        assertThat(processes.start("a", () -> words.offer("one")).result()).isTrue();
        assertThat(processes.start("b", () -> words.offer("two")).result()).isTrue();
        assertThat(processes.start("c", () -> words.offer("three")).result()).isFalse();

        assertThat(words.size()).isEqualTo(2);
        assertThat(words.remainingCapacity()).isZero();
        assertThat(words.remove("one")).isTrue();
        assertThat(words.drain()).containsExactly("two");
    }
    // end

    // snippet: names
    @MultiProcessTest
    void twoQueuesOfOneType(
            Processes processes,
            @QueueName("questions") ProcessQueue<String> questions,
            @QueueName("answers") ProcessQueue<String> answers)
            throws InterruptedException {
        processes.start("server", () -> answers.put(questions.take().toUpperCase()));

        questions.put("hello");

        assertThat(answers.take()).isEqualTo("HELLO");
    }
    // end

    // snippet: unread
    @MultiProcessTest
    void joinBeforeReadDoesNotHang(Processes processes, ProcessQueue<byte[]> blocks) {
        processes
                .start("writer", () -> {
                    for (int i = 0; i < 100; i++) {
                        blocks.put(new byte[10_000]);
                    }
                })
                .join();

        assertThat(blocks).hasSize(100);
    }
    // end

    // snippet: refused
    record Job(String name, Thread runner) {}

    @MultiProcessTest
    void anElementThatCannotCrossIsRefusedByPut(ProcessQueue<Job> jobs) {
        assertThatThrownBy(() -> jobs.put(new Job("index", new Thread())))
                .isInstanceOfSatisfying(
                        NotTransferableException.class,
                        refused -> assertThat(refused.path()).isEqualTo("Job.runner"));
        assertThat(jobs).isEmpty();
    }
    // end

    // snippet: statistics
    @MultiProcessTest
    void aQueueKeepsALedger(Processes processes, ProcessQueue<Integer> numbers) {
        QueueReader<Integer> reader = numbers.reader();
        QueueWriter<Integer> writer = numbers.writer();
        processes.start("writer", () -> writer.putAll(List.of(1, 2, 3))).join();
        processes.start("reader", () -> reader.take()).join();

        QueueStatistics ledger = numbers.statistics();

        assertThat(ledger.put()).isEqualTo(3);
        assertThat(ledger.taken()).isEqualTo(1);
        assertThat(ledger.size()).isEqualTo(2);
        assertThat(ledger.putBy()).containsEntry("writer", 3L);
        assertThat(ledger.takenBy()).containsEntry("reader", 1L);
    }
    // end

    // snippet: in-elements
    record Request(String question, ProcessQueue<String> reply) {}

    @MultiProcessTest
    void aQueueMayTravelInAnElement(Processes processes, ProcessQueue<Request> requests, ProcessQueue<String> replies)
            throws Exception {
        processes.start("server", () -> {
            Request request = requests.take();
            request.reply().put("you asked: " + request.question());
        });

        requests.put(new Request("why?", replies));

        assertThat(replies.take()).isEqualTo("you asked: why?");
    }
    // end

    // snippet: made
    @MultiProcessTest
    void aQueueForEachWorker(Processes processes) throws InterruptedException {
        List<ProcessQueue<String>> inboxes = List.of(processes.queue("inbox-1", 10), processes.queue("inbox-2", 10));
        ProcessQueue<String> outbox = processes.queue("outbox");
        processes.startEach(
                2, "worker", index -> outbox.put(inboxes.get(index).take().toUpperCase()));

        inboxes.get(1).put("b");
        assertThat(outbox.take()).isEqualTo("B");
        inboxes.get(0).put("a");
        assertThat(outbox.take()).isEqualTo("A");
    }
    // end

    // snippet: in-place
    @MultiProcessTest
    void blocksAreWrittenAndReadWhereTheyAre(Processes processes, ProcessQueue<byte[]> blocks) {
        processes.start("writer", () -> {
            QueueWriter<byte[]> writer = blocks.writer();
            try (QueueWriter.Claim claim = writer.claim(1 << 20)) {
                claim.buffer().putLong(0, 42);
                claim.publish();
            }
        });

        try (QueueReader.Look look = blocks.reader().look().orElseThrow()) {
            assertThat(look.buffer().getLong(0)).isEqualTo(42);
        }
    }
    // end

    // snippet: tasks
    @MultiProcessTest
    void allTasksAreDone(Processes processes, ProcessQueue<String> jobs) throws InterruptedException {
        processes.start(2, "worker", () -> {
            QueueReader<String> reader = jobs.reader();
            for (String job : reader) {
                System.out.println("done with " + job);
                reader.taskDone();
            }
        });

        jobs.putAll(List.of("sweep", "mop", "polish"));
        jobs.joinTasks();

        assertThat(jobs).isEmpty();
        jobs.close();
    }
    // end
}

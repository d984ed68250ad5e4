package dev.multiprocess.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.ProcessQueue;
import dev.multiprocess.ProcessTask;
import dev.multiprocess.Processes;
import java.util.concurrent.Callable;

/**
 * Where a task stops until the gate is opened, and the log of what it does there.
 *
 * @param log what the tasks have done, in their order
 * @param keys each lets one task pass, which returns it
 */
record Gate(ProcessQueue<String> log, ProcessQueue<String> keys) {

    static Gate of(Processes processes) {
        return new Gate(processes.queue("log"), processes.queue("keys"));
    }

    /** Logs that it begins, waits for a key, and logs how the wait has ended; an interrupt ends the task. */
    Callable<String> task(String name) {
        ProcessQueue<String> toLog = log;
        ProcessQueue<String> fromKeys = keys;
        return Tasks.task(() -> {
            toLog.put(name + " begins");
            try {
                String key = fromKeys.take();
                toLog.put(name + " passes");
                return key;
            } catch (InterruptedException e) {
                toLog.put(name + " is interrupted");
                throw e;
            }
        });
    }

    /** Logs when it is interrupted, and waits for a key none the less. */
    Callable<String> stubborn(String name) {
        ProcessQueue<String> toLog = log;
        ProcessTask<String> first = (ProcessTask<String>) task(name);
        ProcessQueue<String> fromKeys = keys;
        return Tasks.task(() -> {
            try {
                return first.call();
            } catch (InterruptedException e) {
                String key = fromKeys.take();
                toLog.put(name + " passes late");
                return key;
            }
        });
    }

    /** Does nothing but log that it has run, which it returns. */
    Callable<String> mark(String name) {
        ProcessQueue<String> toLog = log;
        return Tasks.task(() -> {
            toLog.put(name + " runs");
            return name;
        });
    }

    /** Waits until the next thing in the log is this. */
    void expect(String entry) throws InterruptedException {
        assertThat(log.take()).isEqualTo(entry);
    }

    /** Waits until the next things in the log are these, in any order. */
    void expectInAnyOrder(String... entries) throws InterruptedException {
        String[] next = new String[entries.length];
        for (int i = 0; i < next.length; i++) {
            next[i] = log.take();
        }
        assertThat(next).containsExactlyInAnyOrder(entries);
    }

    /** Lets one task pass. */
    void open(String key) throws InterruptedException {
        keys.put(key);
    }
}

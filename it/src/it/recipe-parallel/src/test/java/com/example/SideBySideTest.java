package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;

class SideBySideTest {

    private static final CyclicBarrier BOTH = new CyclicBarrier(2);

    @MultiProcessTest
    void first(Processes processes, ProcessQueue<String> words) throws Exception {
        hasItsOwnChildAndQueue(processes, words, "first");
    }

    @MultiProcessTest
    void second(Processes processes, ProcessQueue<String> words) throws Exception {
        hasItsOwnChildAndQueue(processes, words, "second");
    }

    private static void hasItsOwnChildAndQueue(Processes processes, ProcessQueue<String> words, String word)
            throws Exception {
        BOTH.await(20, TimeUnit.SECONDS); // so both tests run now
        processes.start("writer", () -> {
            System.out.println("writes " + word);
            words.put(word);
        });
        assertThat(words.take()).isEqualTo(word);
        BOTH.await(20, TimeUnit.SECONDS);
        assertThat(words).isEmpty();
    }
}

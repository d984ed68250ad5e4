package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;

class WordTest {

    @MultiProcessTest
    void aWordCrosses(Processes processes, ProcessQueue<String> words) throws InterruptedException {
        processes.start("writer", () -> {
            System.out.println("writes a word");
            words.put("hello");
        });
        assertEquals("hello", words.take());
    }
}

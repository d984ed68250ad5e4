package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.QueueReader;
import dev.multiprocess.QueueWriter;
import dev.multiprocess.ReaderProcess;
import dev.multiprocess.Results;
import dev.multiprocess.WriterProcess;
import java.util.List;

/** One writer and one reader. */
class WriterAndReaderTest {

    @WriterProcess
    static void write(QueueWriter<String> words) {
        words.putAll(List.of("from", "one", "process", "to", "another"));
    }

    @ReaderProcess
    static String read(QueueReader<String> words) {
        return String.join(" ", words);
    }

    @MultiProcessTest
    void theReaderSeesAllWordsInTheirOrder(@Results("read") List<String> sentences) {
        assertEquals(List.of("from one process to another"), sentences);
    }
}

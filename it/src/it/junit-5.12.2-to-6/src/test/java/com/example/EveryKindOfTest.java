package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.MultiProcess;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.Processes;
import dev.multiprocess.QueueReader;
import dev.multiprocess.QueueWriter;
import dev.multiprocess.ReaderProcess;
import dev.multiprocess.Results;
import dev.multiprocess.WriterProcess;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EveryKindOfTest {

    @Test
    void itIsTheJUnitThatWasAskedFor() {
        String version = Test.class.getPackage().getImplementationVersion();
        System.out.println("JUnit is " + version);
        assertThat(version).isEqualTo(System.getProperty("expected.junit.version"));
    }

    @MultiProcess
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void withArguments(int number, Processes processes) {
        assertThat(processes.start(() -> number + 1).result()).isEqualTo(number + 1);
    }

    @MultiProcess
    @RepeatedTest(2)
    void repeated(Processes processes) {
        assertThat(processes.start(() -> "once more").result()).isEqualTo("once more");
    }

    @Nested
    class WithRoles {

        @WriterProcess
        static void write(QueueWriter<String> words) {
            words.put("word");
        }

        @ReaderProcess
        static String read(QueueReader<String> words) {
            return String.join(" ", words);
        }

        @MultiProcessTest
        void theReaderReads(@Results("read") List<String> read) {
            assertThat(read).containsExactly("word");
        }
    }
}

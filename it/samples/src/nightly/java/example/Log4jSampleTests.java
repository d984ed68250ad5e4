package example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;
import org.apache.logging.log4j.core.config.builder.impl.BuiltConfiguration;
import org.junit.jupiter.api.io.TempDir;

/** JVMs that append to one Log4j file, with locking, neither tear nor lose a line. */
class Log4jSampleTests {

    private static final int JVMS = 4;
    private static final int LINES = 1_000;

    @MultiProcessTest(timeout = "30s")
    void jvmsAppendToOneFile_everyLineIsThereOnceAndWhole(
            Processes processes, ProcessQueue<Integer> ready, ProcessQueue<Integer> go, @TempDir Path directory)
            throws Exception {
        String file = directory.resolve("shared.log").toString();
        var loggers = processes.startEach(JVMS, "jvm", index -> {
            Logger logger = loggerOf(file);
            ready.put(index);
            go.take();
            for (int i = 0; i < LINES; i++) {
                logger.info(line(index, i));
            }
        });
        for (int i = 0; i < JVMS; i++) {
            ready.take();
        }
        for (int i = 0; i < JVMS; i++) {
            go.put(i); // all at once
        }
        loggers.join();

        List<String> lines = Files.readAllLines(Path.of(file));
        assertThat(lines).hasSize(JVMS * LINES);
        for (int jvm = 0; jvm < JVMS; jvm++) {
            String name = jvm + ":";
            int index = jvm;
            assertThat(lines.stream().filter(line -> line.startsWith(name)))
                    .isEqualTo(IntStream.range(0, LINES)
                            .mapToObj(i -> line(index, i))
                            .toList());
        }
    }

    /** Up to 6,000 characters; Log4j writes more than 8,192 in parts, which other JVMs may write between. */
    static String line(int jvm, int number) {
        return (jvm + ":" + number + " ").repeat(1 + number);
    }

    static Logger loggerOf(String file) throws IOException {
        ConfigurationBuilder<BuiltConfiguration> builder = ConfigurationBuilderFactory.newConfigurationBuilder();
        builder.add(builder.newAppender("file", "File")
                .addAttribute("fileName", file)
                .addAttribute("append", true)
                .addAttribute("locking", true)
                .addAttribute("bufferedIo", false)
                .add(builder.newLayout("PatternLayout").addAttribute("pattern", "%m%n")));
        builder.add(builder.newRootLogger(Level.INFO).add(builder.newAppenderRef("file")));
        return Configurator.initialize(builder.build()).getRootLogger();
    }
}

package dev.multiprocess.internal.serial;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("fork")
class SecondJvmTests {

    @TempDir
    Path directory;

    @Test
    void wholeCatalogue_crossesToASecondJvmAndBack() throws Exception {
        ObjectCodec serializer = SerializerTests.serializer();
        List<SupportedTypes.Row> rows = SupportedTypes.all();
        List<Object> originals = new ArrayList<>();
        Path sent = directory.resolve("sent");
        Path returned = directory.resolve("returned");
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(sent))) {
            out.writeInt(rows.size());
            for (SupportedTypes.Row row : rows) {
                originals.add(row.value().get());
                byte[] bytes = serializer.write(originals.get(originals.size() - 1), row.label());
                out.writeInt(bytes.length);
                out.write(bytes);
            }
        }

        echo(sent, returned);

        try (DataInputStream in = new DataInputStream(Files.newInputStream(returned))) {
            for (int i = 0; i < rows.size(); i++) {
                Object copy = serializer.read(in.readNBytes(in.readInt()));
                var view = rows.get(i).view();
                assertThat(view.apply(copy)).as("%s", rows.get(i)).isEqualTo(view.apply(originals.get(i)));
            }
        }
    }

    private void echo(Path sent, Path returned) throws IOException, InterruptedException {
        Path arguments = Files.writeString(directory.resolve("arguments"), classPath());
        Path output = directory.resolve("output");
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + arguments,
                        "-Dkryo.unsafe=false",
                        EchoChild.class.getName(),
                        sent.toString(),
                        returned.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(child.waitFor(60, TimeUnit.SECONDS))
                    .as("child ended in time")
                    .isTrue();
            assertThat(output).as("what the child printed").isEmptyFile();
            assertThat(child.exitValue()).isZero();
        } finally {
            child.destroyForcibly();
        }
    }

    private static String classPath() {
        // Surefire's own class path may be but a manifest.
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        String escaped = path.replace("\\", "\\\\").replace("\"", "\\\"");
        return "-cp \"" + escaped + "\"" + System.lineSeparator();
    }
}

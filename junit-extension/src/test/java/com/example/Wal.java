package com.example;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A write-ahead log, as users of this library have one: a program whose file operations are recorded. */
public final class Wal {

    private Wal() {}

    public static void main(String[] words) throws IOException {
        Path directory = Path.of(words[0]);
        try (FileOutputStream out =
                new FileOutputStream(directory.resolve("wal.log").toFile())) {
            append(out, "one");
            List.of("a").forEach(name -> directory.resolve(name).toFile().mkdir());
        }
    }

    private static void append(FileOutputStream out, String line) throws IOException {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        out.write(bytes);
        out.getFD().sync();
    }
}

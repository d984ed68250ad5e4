package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.multiprocess.MultiProcess;
import dev.multiprocess.crash.CrashTests;
import dev.multiprocess.crash.Unsynced;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class SettingsTest {

    static void save(Path directory, String text) throws IOException {
        Path next = directory.resolve("settings.new");
        Files.writeString(next, text);
        force(next);
        Files.move(next, directory.resolve("settings"), StandardCopyOption.ATOMIC_MOVE);
        force(directory);
    }

    static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @MultiProcess
    @TestFactory
    Stream<DynamicTest> whatWasSavedIsThereAfterACrash(CrashTests crashes) {
        return crashes.given(directory -> save(directory, "old"))
                .run((directory, promises) -> {
                    save(directory, "new");
                    promises.add("new");
                })
                .losing(Unsynced.NONE, Unsynced.ALL)
                .thenCheck((directory, promised) -> {
                    String text = Files.readString(directory.resolve("settings"));
                    assertEquals(promised.isEmpty() && text.equals("old") ? "old" : "new", text);
                });
    }
}

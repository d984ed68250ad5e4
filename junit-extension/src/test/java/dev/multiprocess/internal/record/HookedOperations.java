package dev.multiprocess.internal.record;

import dev.multiprocess.internal.recorder.Attempt;
import dev.multiprocess.internal.recorder.FileHook;
import dev.multiprocess.internal.recorder.LogFormat;
import dev.multiprocess.internal.recorder.Recorder;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.SyncFailedException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

/** Programs that have to do with the recorder itself. */
final class HookedOperations {

    private static final int NO_SPACE = 28;

    private HookedOperations() {}

    public static void main(String[] words) throws Exception {
        Path directory = Path.of(words[0]);
        switch (words[1]) {
            case "faults" -> faults(directory);
            case "threads" -> threads(directory);
            case "notes" -> notes(directory);
            case "hidden" -> hidden();
            case "killed" -> killed(directory);
            case "nested" -> nested(directory);
            case "renamed" -> renamed(directory);
            case "itself" -> itself(directory);
            default -> throw new IllegalArgumentException(words[1]);
        }
    }

    private interface Operation {
        void run() throws IOException;
    }

    /** Each operation fails once as the JDK lets it fail on a full disk, and then works. */
    private static void faults(Path directory) throws IOException {
        Path path = directory.resolve("file");
        FileChannel channel = FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.READ);
        FileOutputStream stream =
                new FileOutputStream(directory.resolve("stream").toFile());
        RandomAccessFile random =
                new RandomAccessFile(directory.resolve("random").toFile(), "rw");
        MappedByteBuffer memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, 10);
        fails(IOException.class, "No space left on device", () -> channel.write(ByteBuffer.allocate(10)));
        fails(IOException.class, "No space left on device", () -> channel.force(true));
        fails(IOException.class, "No space left on device", () -> channel.truncate(3));
        fails(IOException.class, "No space left on device", () -> stream.write(new byte[10]));
        fails(IOException.class, "No space left on device", () -> random.writeInt(7));
        fails(IOException.class, "No space left on device", () -> random.setLength(7));
        fails(SyncFailedException.class, "sync failed", () -> random.getFD().sync());
        fails(UncheckedIOException.class, "java.io.IOException: No space left on device", memory::force);
        String made = directory.resolve("made").toString();
        fails(
                FileNotFoundException.class,
                made + " (No space left on device)",
                () -> new FileOutputStream(made).close());
        String folder = directory.resolve("folder").toString();
        fails(
                FileSystemException.class,
                folder + ": No space left on device",
                () -> Files.createDirectory(Path.of(folder)));
        String text = directory.resolve("text").toString();
        fails(FileSystemException.class, text + ": No space left on device", () -> Files.createFile(Path.of(text)));
        fails(
                IOException.class,
                "No space left on device",
                () -> directory.resolve("new").toFile().createNewFile());
    }

    private static void fails(Class<?> type, String message, Operation operation) throws IOException {
        Recorder.hook(new Hook() {
            @Override
            public int before(Attempt attempt) {
                return NO_SPACE;
            }
        });
        try {
            operation.run();
            throw new AssertionError("nothing failed where '" + message + "' should");
        } catch (IOException | UncheckedIOException e) {
            if (e.getClass() != type || !e.getMessage().equals(message)) {
                throw new AssertionError("another failure: " + e, e);
            }
        }
        Recorder.hook(null);
        operation.run();
    }

    private abstract static class Hook implements FileHook {
        @Override
        public int before(Attempt attempt) {
            return 0;
        }

        @Override
        public void after(Attempt attempt, boolean done) {
            // Not of interest.
        }
    }

    /** Threads that write to one file, and append to another. */
    private static void threads(Path directory) throws Exception {
        FileChannel channel =
                FileChannel.open(directory.resolve("file"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        CountDownLatch begin = new CountDownLatch(1);
        Thread[] threads = new Thread[4];
        for (int i = 0; i < threads.length; i++) {
            int number = i;
            threads[i] = new Thread(() -> write(directory, channel, number, begin), "writer-" + i);
            threads[i].start();
        }
        begin.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void write(Path directory, FileChannel channel, int number, CountDownLatch begin) {
        try (FileOutputStream out =
                new FileOutputStream(directory.resolve("appended").toFile(), true)) {
            begin.await();
            for (int i = 0; i < 200; i++) {
                byte[] bytes = (number + ":" + i + "\n").getBytes(StandardCharsets.UTF_8);
                channel.write(ByteBuffer.wrap(bytes), i % 10);
                out.write(bytes);
                Path name = directory.resolve("name-" + i % 3);
                Files.deleteIfExists(name);
                name.toFile().createNewFile();
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void notes(Path directory) throws IOException {
        Files.createDirectory(directory.resolve("one"));
        Recorder.note("between".getBytes(StandardCharsets.UTF_8));
        Files.createDirectory(directory.resolve("two"));
    }

    /** What a program must not find. */
    private static void hidden() throws Exception {
        if (Recorder.class.getClassLoader() != null) {
            throw new AssertionError("the recorder is not of the boot loader");
        }
        try {
            Class.forName("org.objectweb.asm.ClassReader");
            throw new AssertionError("the weaver's library is visible");
        } catch (ClassNotFoundException expected) {
            // As it must be.
        }
    }

    /** Kills itself by a signal, from a thread that does nothing else. */
    private static void killed(Path directory) throws Exception {
        new Thread(() -> {
                    try {
                        new ProcessBuilder(
                                        "kill",
                                        "-KILL",
                                        Long.toString(ProcessHandle.current().pid()))
                                .start();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .start();
        for (int i = 0; ; i++) {
            try (FileOutputStream out =
                    new FileOutputStream(directory.resolve("file-" + i % 5).toFile(), true)) {
                out.write(("line " + i + "\n").getBytes(StandardCharsets.UTF_8));
                out.write(new byte[20_000]);
            }
        }
    }

    /** A hook that writes below the directory itself. */
    private static void nested(Path directory) throws IOException {
        Recorder.hook(new Hook() {
            @Override
            public int before(Attempt attempt) {
                touch(directory.resolve("by the hook before"));
                return 0;
            }

            @Override
            public void after(Attempt attempt, boolean done) {
                touch(directory.resolve("by the hook after"));
                if (attempt.kind() == LogFormat.WRITE && attempt.length() != 5) {
                    throw new AssertionError("length " + attempt.length());
                }
            }
        });
        Files.writeString(directory.resolve("file"), "hello");
    }

    /** Notes what a hook is told of files that have got other names since they were opened. */
    private static void renamed(Path directory) throws IOException {
        Path folder = Files.createDirectory(directory.resolve("folder"));
        try (FileOutputStream out = new FileOutputStream(folder.resolve("file").toFile())) {
            Recorder.hook(new Hook() {
                @Override
                public void after(Attempt attempt, boolean done) {
                    Recorder.note((attempt.kind() + " " + attempt.path()).getBytes(StandardCharsets.UTF_8));
                }
            });
            out.write(1);
            Files.move(folder, directory.resolve("other"));
            out.write(2);
            Files.move(directory.resolve("other").resolve("file"), directory.resolve("last"));
            out.write(3);
        }
    }

    /** Copies a file into itself, where it overlaps. */
    private static void itself(Path directory) throws IOException {
        Path path = directory.resolve("file");
        byte[] bytes = new byte[6_000];
        new Random(1).nextBytes(bytes);
        Files.write(path, bytes);
        try (FileChannel in = FileChannel.open(path);
                FileChannel out = FileChannel.open(path, StandardOpenOption.WRITE)) {
            out.transferFrom(in, 7, 5_000);
            in.transferTo(100, 5_000, out.position(90));
        }
    }

    private static void touch(Path path) {
        try {
            Files.writeString(path, "x");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

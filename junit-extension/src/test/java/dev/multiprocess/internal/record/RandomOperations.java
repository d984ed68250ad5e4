package dev.multiprocess.internal.record;

import dev.multiprocess.internal.recorder.Attempt;
import dev.multiprocess.internal.recorder.FileHook;
import dev.multiprocess.internal.recorder.Recorder;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A program whose file operations a seed decides; it can be ended right before one, or in the middle of one. */
final class RandomOperations {

    static final int KILLED = 99;

    private final Path directory;
    private final Random random;
    private final List<FileChannel> channels = new ArrayList<>();
    private final List<FileOutputStream> streams = new ArrayList<>();
    private final List<RandomAccessFile> files = new ArrayList<>();

    private RandomOperations(Path directory, long seed) {
        this.directory = directory;
        this.random = new Random(seed);
    }

    /** Words: directory, seed, count; and the number of the attempt to end at, and how much of it is written. */
    public static void main(String[] words) throws IOException {
        if (words.length > 3) {
            Recorder.hook(new Killer(Long.parseLong(words[3]), Integer.parseInt(words[4])));
        }
        RandomOperations program = new RandomOperations(Path.of(words[0]), Long.parseLong(words[1]));
        for (int count = Integer.parseInt(words[2]); count > 0; count--) {
            try {
                program.next();
            } catch (IOException refused) {
                // A name that is not there, or is: the next operation comes.
            }
        }
    }

    private record Killer(long number, int cut) implements FileHook {
        @Override
        public int before(Attempt attempt) {
            if (attempt.number() == number) {
                try {
                    if (cut > 0) {
                        attempt.writePart(cut);
                    }
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
                Runtime.getRuntime().halt(KILLED);
            }
            return 0;
        }

        @Override
        public void after(Attempt attempt, boolean done) {
            // Not of interest.
        }
    }

    private Path path() {
        String name = Character.toString('a' + random.nextInt(6));
        return switch (random.nextInt(4)) {
            case 0 -> directory.resolve("d").resolve(name);
            case 1 -> directory.resolve("e").resolve(name);
            default -> directory.resolve(name);
        };
    }

    private ByteBuffer bytes() {
        byte[] bytes = new byte[random.nextInt(3) == 0 ? 1 + random.nextInt(9_000) : 1 + random.nextInt(50)];
        random.nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }

    private void next() throws IOException {
        switch (random.nextInt(24)) {
            case 0 -> stream();
            case 1 -> channel();
            case 2 -> files.add(new RandomAccessFile(path().toFile(), random.nextInt(5) == 0 ? "rwd" : "rw"));
            case 3, 4, 5 -> writeChannel();
            case 6, 7 -> writeStream();
            case 8, 9 -> writeFile();
            case 10 -> force();
            case 11 -> truncate();
            case 12 -> Files.move(path(), path(), StandardCopyOption.REPLACE_EXISTING);
            case 13 -> check(path().toFile().renameTo(path().toFile()));
            case 14 -> Files.delete(path());
            case 15 -> check(path().toFile().delete());
            case 16 -> Files.createDirectory(random.nextBoolean() ? directory.resolve("d") : path());
            case 17 -> check(path().toFile().createNewFile());
            case 18 -> Files.createLink(path(), path());
            case 19 -> Files.createSymbolicLink(path(), Path.of(Character.toString('a' + random.nextInt(6))));
            case 20 -> Files.copy(path(), path(), StandardCopyOption.REPLACE_EXISTING);
            case 21 -> transfer();
            case 22 -> map();
            default -> forceDirectory();
        }
    }

    private static void check(boolean done) throws IOException {
        if (!done) {
            throw new IOException("refused");
        }
    }

    private <T extends AutoCloseable> T any(List<T> open) throws IOException {
        check(!open.isEmpty());
        if (open.size() > 4) {
            try {
                open.remove(0).close();
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
        return open.get(random.nextInt(open.size()));
    }

    private void stream() throws IOException {
        streams.add(new FileOutputStream(path().toFile(), random.nextBoolean()));
    }

    private void channel() throws IOException {
        List<StandardOpenOption> options = new ArrayList<>(List.of(StandardOpenOption.CREATE));
        switch (random.nextInt(4)) {
            case 0 -> options.add(StandardOpenOption.APPEND);
            case 1 -> options.addAll(List.of(StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING));
            default -> options.addAll(List.of(StandardOpenOption.WRITE, StandardOpenOption.READ));
        }
        channels.add(FileChannel.open(path(), options.toArray(StandardOpenOption[]::new)));
    }

    private void writeChannel() throws IOException {
        FileChannel channel = any(channels);
        switch (random.nextInt(4)) {
            case 0 -> channel.write(bytes(), random.nextInt(20_000));
            case 1 -> channel.write(new ByteBuffer[] {bytes(), bytes(), bytes()});
            case 2 -> channel.position(random.nextInt(10_000)).write(bytes());
            default -> channel.write(bytes());
        }
    }

    private void writeStream() throws IOException {
        FileOutputStream stream = any(streams);
        if (random.nextInt(4) == 0) {
            stream.write(random.nextInt(256));
        } else {
            stream.write(bytes().array());
        }
    }

    private void writeFile() throws IOException {
        RandomAccessFile file = any(files);
        switch (random.nextInt(4)) {
            case 0 -> file.writeLong(random.nextLong());
            case 1 -> file.seek(random.nextInt(8_000));
            case 2 -> file.setLength(random.nextInt(8_000));
            default -> file.write(bytes().array());
        }
    }

    private void force() throws IOException {
        switch (random.nextInt(3)) {
            case 0 -> any(channels).force(random.nextBoolean());
            case 1 -> any(streams).getFD().sync();
            default -> any(files).getFD().sync();
        }
    }

    private void truncate() throws IOException {
        any(channels).truncate(random.nextInt(10_000));
    }

    private void transfer() throws IOException {
        // Of no other: what a file becomes that is copied into itself is up to the system.
        Path source = directory.resolve("source");
        try (FileChannel in = FileChannel.open(source)) {
            if (random.nextBoolean()) {
                in.transferTo(random.nextInt(10), 1 + random.nextInt(5_000), any(channels));
            } else {
                any(channels).transferFrom(in, random.nextInt(100), 1 + random.nextInt(5_000));
            }
        }
    }

    private void map() throws IOException {
        Path path = path();
        check(!Files.isSymbolicLink(path));
        try (FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ)) {
            int size = 1 + random.nextInt(9_000);
            MappedByteBuffer memory = channel.map(FileChannel.MapMode.READ_WRITE, random.nextInt(6_000), size);
            memory.put(random.nextInt(size), (byte) random.nextInt());
            memory.force();
        }
    }

    private void forceDirectory() throws IOException {
        Path folder = random.nextBoolean() ? directory : directory.resolve("e");
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** What is there before. */
    static Path prepare(Path directory) throws IOException {
        Files.createDirectories(directory.resolve("e"));
        Files.write(directory.resolve("a"), new byte[5_000]);
        Files.writeString(directory.resolve("e").resolve("b"), "here from the beginning");
        byte[] source = new byte[6_000];
        new Random(1).nextBytes(source);
        Files.write(directory.resolve("source"), source);
        Files.createLink(directory.resolve("e").resolve("c"), directory.resolve("a"));
        Files.createSymbolicLink(directory.resolve("f"), new File("e/b").toPath());
        return directory;
    }
}

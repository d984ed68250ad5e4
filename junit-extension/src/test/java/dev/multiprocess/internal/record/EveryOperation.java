package dev.multiprocess.internal.record;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.DSYNC;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.util.Set;

/** A program that does every kind of file operation that the JDK has, once at least. */
final class EveryOperation {

    private EveryOperation() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        streams(directory);
        randomAccess(directory);
        channels(directory);
        transfers(directory);
        mapped(directory);
        names(directory);
        files(directory);
        failures(directory);
        relative(directory);
        elsewhere(directory);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ByteBuffer direct(String text) {
        return ByteBuffer.allocateDirect(text.length()).put(bytes(text)).flip();
    }

    private static void streams(Path directory) throws IOException {
        File file = directory.resolve("stream").toFile();
        try (FileOutputStream out = new FileOutputStream(file)) {
            out.write('a');
            out.write(new byte[] {'b', 'c'});
            out.write(new byte[] {'x', 'd', 'e', 'x'}, 1, 2);
            out.write(new byte[0]);
            out.getFD().sync();
            out.getChannel().write(bytes("channel of a stream"));
        }
        try (FileOutputStream out = new FileOutputStream(file, true)) {
            out.write("appended".getBytes(StandardCharsets.UTF_8));
            out.getChannel().write(bytes("too"));
        }
        try (FileOutputStream out = new FileOutputStream(file)) {
            out.write('z');
        }
    }

    private static void randomAccess(Path directory) throws IOException {
        File file = directory.resolve("random").toFile();
        try (RandomAccessFile out = new RandomAccessFile(file, "rw")) {
            out.write(1);
            out.write(new byte[] {2, 3});
            out.writeInt(0x04050607);
            out.writeLong(-1);
            out.writeUTF("text");
            out.writeBytes("bytes");
            out.writeChars("chars");
            out.seek(100);
            out.write(new byte[] {9, 9, 9}, 1, 1);
            out.setLength(300);
            out.setLength(50);
            out.write('e');
            out.getFD().sync();
            out.getChannel().write(bytes("channel"), 7);
        }
        try (RandomAccessFile out = new RandomAccessFile(file, "rwd")) {
            out.seek(3);
            out.write('s');
        }
        try (RandomAccessFile in = new RandomAccessFile(file, "r")) {
            in.read();
        }
    }

    private static void channels(Path directory) throws Exception {
        Path path = directory.resolve("channel");
        try (FileChannel channel = FileChannel.open(path, CREATE_NEW, WRITE, READ)) {
            channel.write(bytes("heap"));
            channel.write(direct("direct"));
            channel.write(new ByteBuffer[] {bytes("ga"), direct("ther"), bytes(""), bytes("ing")});
            channel.write(bytes("placed"), 100);
            channel.position(40);
            channel.write(direct("moved"));
            channel.truncate(60);
            channel.truncate(1_000);
            channel.force(false);
            channel.force(true);
        }
        try (FileChannel channel = FileChannel.open(path, APPEND)) {
            channel.write(bytes("appended"));
            channel.write(new ByteBuffer[] {bytes("gathered"), direct("appended")});
        }
        try (FileChannel channel = FileChannel.open(path, WRITE, DSYNC)) {
            channel.write(bytes("SYNC"));
        }
        try (FileChannel channel = FileChannel.open(path, WRITE, TRUNCATE_EXISTING)) {
            channel.write(bytes("emptied"));
        }
        try (AsynchronousFileChannel channel =
                AsynchronousFileChannel.open(directory.resolve("async"), CREATE, WRITE)) {
            channel.write(bytes("asynchronous"), 5).get();
            channel.force(true);
            channel.truncate(8);
        }
        FileChannel.open(directory.resolve("gone"), CREATE, WRITE, DELETE_ON_CLOSE)
                .close();
        Files.writeString(directory.resolve("text"), "written as a whole");
        Files.copy(new ByteArrayInputStream(new byte[20_000]), directory.resolve("from a stream"));
        try (FileChannel channel = FileChannel.open(directory, READ)) {
            channel.force(true);
        }
        try (FileChannel channel = FileChannel.open(path, READ)) {
            channel.force(true);
        }
    }

    private static void transfers(Path directory) throws IOException {
        Path source = directory.resolve("text");
        try (FileChannel in = FileChannel.open(source);
                FileChannel out = FileChannel.open(directory.resolve("transferred"), CREATE, WRITE, READ)) {
            in.transferTo(2, 6, out);
            out.transferFrom(in, 3, 5);
            out.transferFrom(Channels.newChannel(new ByteArrayInputStream("stream".getBytes())), 20, 6);
        }
        Files.copy(source, directory.resolve("copied"));
        Files.copy(source, directory.resolve("copied"), StandardCopyOption.REPLACE_EXISTING);
    }

    private static void mapped(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory.resolve("mapped"), CREATE, WRITE, READ)) {
            MappedByteBuffer whole = channel.map(FileChannel.MapMode.READ_WRITE, 0, 5_000);
            whole.put(4_990, (byte) 7);
            whole.force();
            MappedByteBuffer part = channel.map(FileChannel.MapMode.READ_WRITE, 4_100, 600);
            part.put(0, (byte) 8);
            part.force(0, 10);
        }
    }

    private static void names(Path directory) throws IOException {
        Files.createDirectories(directory.resolve("one/two"));
        Files.writeString(directory.resolve("one/two/file"), "inside");
        Files.move(directory.resolve("one/two/file"), directory.resolve("one/file"));
        Files.move(directory.resolve("one/file"), directory.resolve("moved"), StandardCopyOption.ATOMIC_MOVE);
        Files.move(directory.resolve("moved"), directory.resolve("text"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(directory.resolve("one"), directory.resolve("other"));
        Files.createSymbolicLink(directory.resolve("symbolic"), Path.of("text"));
        Files.createLink(directory.resolve("hard"), directory.resolve("text"));
        Files.writeString(directory.resolve("symbolic"), "through a link");
        Files.copy(
                directory.resolve("symbolic"),
                directory.resolve("symbolic 2"),
                java.nio.file.LinkOption.NOFOLLOW_LINKS);
        Files.delete(directory.resolve("symbolic 2"));
        Files.deleteIfExists(directory.resolve("stream"));
        Files.delete(directory.resolve("other/two"));
        try (SecureDirectoryStream<Path> stream = (SecureDirectoryStream<Path>) Files.newDirectoryStream(directory)) {
            stream.newByteChannel(Path.of("secure"), Set.of(CREATE, WRITE)).close();
            stream.move(Path.of("secure"), stream, Path.of("secure 2"));
            stream.deleteFile(Path.of("secure 2"));
            stream.deleteDirectory(Path.of("other"));
        }
    }

    private static void files(Path directory) throws IOException {
        File folder = directory.resolve("folder").toFile();
        check(folder.mkdir());
        File file = new File(folder, "file");
        check(file.createNewFile());
        check(!file.createNewFile());
        File other = new File(folder, "other");
        check(file.renameTo(other));
        check(other.delete());
        check(folder.delete());
        check(File.createTempFile("temporary", ".file", directory.toFile()).delete());
    }

    private static void failures(Path directory) throws IOException {
        try {
            Files.delete(directory.resolve("not there"));
            throw new AssertionError("deleted what is not there");
        } catch (NoSuchFileException expected) {
            // It leaves no trace.
        }
        try {
            Files.createDirectory(directory.resolve("channel"));
            throw new AssertionError("made what is there");
        } catch (FileAlreadyExistsException expected) {
            // It leaves no trace.
        }
        check(!directory.resolve("not there").toFile().delete());
    }

    private static void relative(Path directory) throws IOException {
        Path working = Path.of("").toAbsolutePath();
        Path path = working.relativize(directory).resolve("x").resolve("..").resolve("relative");
        Files.createDirectory(directory.resolve("x"));
        Files.writeString(path, "by another path");
        new File(path.toString()).delete();
    }

    private static void elsewhere(Path directory) throws IOException {
        Path other = Files.createTempDirectory(directory.resolveSibling("elsewhere"), "");
        Files.writeString(other.resolve("in"), "from elsewhere");
        try (FileOutputStream out = new FileOutputStream(other.resolve("file").toFile())) {
            out.write(new byte[100]);
        }
        Files.move(other.resolve("in"), directory.resolve("in"));
        Files.move(directory.resolve("async"), other.resolve("out"));
        // The second one gets the number of the first one's file.
        Files.copy(other.resolve("file"), directory.resolve("copied in"));
        Files.copy(other.resolve("file"), other.resolve("copied"));
        // It says that it is empty.
        Files.copy(Path.of("/proc/version"), directory.resolve("version"));
    }

    private static void check(boolean done) {
        if (!done) {
            throw new AssertionError("a file operation was refused");
        }
    }
}

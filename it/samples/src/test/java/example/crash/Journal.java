package example.crash;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.SyncFailedException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Records in the order in which they were appended. When {@link #append} has returned, its record is there after any crash;
 * that of an append during which it has crashed is there or not. For one thread of one process.
 *
 * <p>Records are appended to a log of a fixed size, and when they no longer fit, all are written to a snapshot, and a new
 * log begins. The snapshot says by a number which log continues it; all other files are leftovers.
 *
 * <p>A log begins with the place up to which it was forced, so that a damaged record before that place is an error, and one
 * after it is only what a crash has left of the last append.
 */
final class Journal implements Closeable {

    private static final int LOG_SIZE = 6 * 1024;

    private final Path directory;
    private final Fault fault;
    private final List<String> records = new ArrayList<>();

    private int number;
    private RandomAccessFile log;
    private int end;
    private boolean broken;

    private Journal(Path directory, Fault fault) {
        this.directory = directory;
        this.fault = fault;
    }

    /** Opens the journal of a directory, which is empty for a new one. */
    static Journal open(Path directory, Fault fault) throws IOException {
        Journal journal = new Journal(directory, fault);
        journal.forceDirectory(); // a killed process may have renamed the snapshot and not come to this
        if (Files.exists(directory.resolve("snapshot"))) {
            journal.readSnapshot();
        }
        journal.deleteLeftovers();
        journal.openLog();
        return journal;
    }

    List<String> records() {
        return List.copyOf(records);
    }

    void append(String text) throws IOException {
        if (broken) {
            throw new IOException("an append has failed; what is on the disk is only known when it is opened again");
        }
        broken = true; // until all has gone well
        byte[] record = Records.write(List.of(text));
        if (end + record.length > LOG_SIZE) {
            compact();
        }
        if (fault == Fault.HEADER_BEFORE_BODY) {
            writeHeader(end + record.length);
        }
        log.seek(end);
        log.write(record);
        if (fault != Fault.NO_FORCE) {
            forceLog();
        }
        end += record.length;
        if (fault != Fault.HEADER_BEFORE_BODY) {
            writeHeader(end);
        }
        records.add(text);
        broken = false;
    }

    /** It becomes safe with the next record; until then the one before is as true. */
    private void writeHeader(int safe) throws IOException {
        log.seek(0);
        log.write(ByteBuffer.allocate(Integer.BYTES).putInt(safe).array()); // writeInt would be four writes
    }

    private void forceLog() throws IOException {
        try {
            log.getFD().sync();
        } catch (SyncFailedException e) {
            if (fault != Fault.FORCE_AGAIN) {
                throw e;
            }
            log.getFD().sync();
        }
    }

    private void compact() throws IOException {
        Path temporary = directory.resolve("snapshot.tmp");
        try (FileChannel snapshot = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = Records.snapshot(number + 1, records);
            while (bytes.hasRemaining()) {
                snapshot.write(bytes);
            }
            if (fault != Fault.RENAME_BEFORE_FORCE) {
                snapshot.force(true);
            }
            Files.move(temporary, directory.resolve("snapshot"), StandardCopyOption.ATOMIC_MOVE);
            forceDirectory();
            if (fault == Fault.RENAME_BEFORE_FORCE) {
                snapshot.force(true);
            }
        }
        log.close();
        number++;
        openLog();
        deleteLeftovers();
    }

    private void forceDirectory() throws IOException {
        if (fault != Fault.NO_DIRECTORY_FORCE) {
            try (FileChannel names = FileChannel.open(directory)) {
                names.force(true);
            }
        }
    }

    private void readSnapshot() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(directory.resolve("snapshot")));
        if (bytes.remaining() < 2 * Integer.BYTES) {
            throw new IOException("the snapshot has no header");
        }
        number = bytes.getInt();
        int count = bytes.getInt();
        records.addAll(Records.read(bytes, true));
        if (records.size() != count) {
            throw new IOException("the snapshot is damaged after " + records.size() + " of " + count + " records");
        }
    }

    private void deleteLeftovers() throws IOException {
        Set<String> needed = Set.of("snapshot", "log." + number);
        List<Path> leftovers;
        try (Stream<Path> files = Files.list(directory)) {
            leftovers = files.filter(file -> !needed.contains(file.getFileName().toString()))
                    .sorted()
                    .toList();
        }
        for (Path leftover : leftovers) {
            Files.delete(leftover);
        }
    }

    /** Makes it, or recovers it: without the rest of a record after its end, and all of it on the disk. */
    private void openLog() throws IOException {
        log = new RandomAccessFile(directory.resolve("log." + number).toFile(), "rw");
        byte[] content = new byte[(int) log.length()];
        log.readFully(content);
        ByteBuffer bytes = ByteBuffer.wrap(Arrays.copyOf(content, LOG_SIZE));
        int safe = bytes.getInt();
        records.addAll(Records.read(bytes, fault != Fault.TORN_RECORD));
        end = bytes.position();
        if (end < safe) {
            throw new IOException("log." + number + " is damaged at " + end + ", and was safe up to " + safe);
        }
        if (content.length < LOG_SIZE || !Records.isEmpty(bytes)) {
            if (fault == Fault.RECOVERY_NOT_CRASH_SAFE) {
                log.setLength(0);
                log.seek(0);
                log.write(bytes.array(), 0, end);
            } else {
                log.setLength(end);
            }
            log.setLength(LOG_SIZE);
        }
        log.getFD().sync();
        forceDirectory();
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}

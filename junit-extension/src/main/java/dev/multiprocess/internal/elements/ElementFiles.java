package dev.multiprocess.internal.elements;

import dev.multiprocess.internal.memory.PutWord;
import dev.multiprocess.internal.memory.QueueMemory;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * Elements that have a file of their own, on disk: those that are too large for any {@link ByteArena}, and those for
 * which there is no shared memory. Not thread-safe.
 *
 * <p>A writer writes the file before it puts the element, and the test JVM deletes it once the element was taken. What
 * a writer that dies in between leaves is removed with the queue.
 */
public final class ElementFiles {

    private final QueueMemory memory;
    private final int party;
    private long last;

    /** Writes those of one party. */
    public ElementFiles(QueueMemory memory, int party) {
        this.memory = memory;
        this.party = party;
    }

    /** Only reads and deletes. */
    public ElementFiles(QueueMemory memory) {
        this(memory, 0);
    }

    /**
     * Writes an element.
     *
     * @return what its slot has to say; 0 if there is no room
     */
    public long write(Element element) {
        long number = ++last;
        Path file = memory.elementFile(party, number);
        try {
            makeFolder(file.getParent());
            try (OutputStream out = new FileOutputStream(file.toFile())) {
                if (element.raw()) {
                    out.write(Element.RAW);
                }
                out.write(element.bytes());
            }
            return PutWord.inFile(party, number);
        } catch (IOException e) {
            System.getLogger(ElementFiles.class.getName())
                    .log(Level.WARNING, "there is no room for an element in {0}: {1}", file, e.toString());
            deleteQuietly(file);
            return 0;
        }
    }

    /** Not its parent directory: if a process has deleted that, it must stay deleted. */
    private static void makeFolder(Path folder) throws IOException {
        for (Path each : List.of(folder.getParent(), folder)) {
            try {
                Files.createDirectory(each);
            } catch (FileAlreadyExistsException e) {
                // It was made for an earlier element.
            }
        }
    }

    /** Deletes the file of an element that was not put. */
    public void discard(long word) {
        deleteQuietly(file(word));
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // It is removed with the queue.
        }
    }

    /** Reads an element; {@code null} if it was deleted, as it was taken. */
    Element read(long word) {
        try {
            return Element.of(Files.readAllBytes(file(word)));
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException("an element of a queue cannot be read", e);
        }
    }

    /** Returns how long an element is. */
    public int length(long word) {
        try {
            return Math.toIntExact(Files.size(file(word)));
        } catch (IOException | ArithmeticException e) {
            throw memory.damaged("the file of an element is not what it was: " + e);
        }
    }

    /** Deletes the file of an element that was taken. */
    public void delete(long word) throws IOException {
        Files.deleteIfExists(file(word));
    }

    private Path file(long word) {
        return memory.elementFile(PutWord.participant(word), PutWord.fileNumber(word));
    }
}

package dev.multiprocess.internal.segment;

import java.nio.file.Path;

/**
 * Names a segment, and says where it is; its text is the id of the handle that stands for it.
 *
 * @param kind what stands for it, as messages call that and as the id begins; without a colon
 * @param number different for each segment of a test JVM
 * @param bytes how many it has for its users
 * @param name what the test calls it; several may have the same
 * @param file absolute
 */
public record SegmentId(String kind, int number, long bytes, String name, Path file) {

    private static final int PARTS = 5;

    /**
     * Reads the id of a handle.
     *
     * @param handleId written by {@link #handleId()}
     * @return equal to what has written it
     */
    public static SegmentId of(String handleId) {
        String[] parts = handleId.split(":", PARTS);
        int nameLength = Integer.parseInt(parts[3]);
        return new SegmentId(
                parts[0],
                Integer.parseInt(parts[1]),
                Long.parseLong(parts[2]),
                parts[4].substring(0, nameLength),
                Path.of(parts[4].substring(nameLength)));
    }

    /** The id of the handle. */
    public String handleId() {
        return String.join(
                ":",
                kind,
                Integer.toString(number),
                Long.toString(bytes),
                Integer.toString(name.length()),
                name.concat(file.toString()));
    }

    /** As messages name it: {@code memory 'blocks'}. */
    @Override
    public String toString() {
        return kind.concat(" '").concat(name).concat("'");
    }
}

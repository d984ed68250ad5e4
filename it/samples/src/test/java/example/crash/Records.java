package example.crash;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** The form of records in the files of a {@link Journal}: length, CRC-32, and text in UTF-8. */
final class Records {

    private static final int HEADER = 2 * Integer.BYTES;

    private Records() {}

    static byte[] write(List<String> texts) {
        List<byte[]> bodies = texts.stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
        ByteBuffer bytes = ByteBuffer.allocate(
                bodies.stream().mapToInt(body -> HEADER + body.length).sum());
        for (byte[] body : bodies) {
            bytes.putInt(body.length).putInt(checksum(body)).put(body);
        }
        return bytes.array();
    }

    static ByteBuffer snapshot(int number, List<String> texts) {
        byte[] records = write(texts);
        return ByteBuffer.allocate(2 * Integer.BYTES + records.length)
                .putInt(number)
                .putInt(texts.size())
                .put(records)
                .flip();
    }

    /** Reads up to the first that is not whole; the position is there then. */
    static List<String> read(ByteBuffer bytes, boolean checked) {
        List<String> texts = new ArrayList<>();
        while (bytes.remaining() > HEADER) {
            int begin = bytes.position();
            int length = bytes.getInt();
            int checksum = bytes.getInt();
            if (length <= 0 || length > bytes.remaining()) {
                bytes.position(begin);
                return texts;
            }
            byte[] body = new byte[length];
            bytes.get(body);
            if (checked && checksum(body) != checksum) {
                bytes.position(begin);
                return texts;
            }
            texts.add(new String(body, StandardCharsets.UTF_8));
        }
        return texts;
    }

    /** Whether there are only zeros from the position on. */
    static boolean isEmpty(ByteBuffer bytes) {
        for (int i = bytes.position(); i < bytes.limit(); i++) {
            if (bytes.get(i) != 0) {
                return false;
            }
        }
        return true;
    }

    private static int checksum(byte[] body) {
        CRC32 crc = new CRC32();
        crc.update(body);
        return (int) crc.getValue();
    }
}

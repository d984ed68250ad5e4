package dev.multiprocess.internal.files;

import dev.multiprocess.internal.os.NativeText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Names of files and directories that every file system accepts, made from the names of tests and children. */
public final class FileNames {

    /** In bytes: most file systems accept 255, and numbers and endings are appended. */
    private static final int LONGEST = 200;

    private static final int DIGEST_BYTES = 8;

    /** What separates directories, what Windows does not accept, and what shells and the JVM replace. */
    private static final String RESERVED = "/\\<>:\"|?*%";

    /** Names of devices on Windows, whatever comes after a dot. */
    private static final Pattern DEVICE =
            Pattern.compile("(con|prn|aux|nul|com\\d|lpt\\d)(\\..*)?", Pattern.CASE_INSENSITIVE);

    private FileNames() {}

    /** The name itself wherever that is possible on this machine. */
    public static String of(String name) {
        return of(name, NativeText::isAlikeInPathsAndCommands);
    }

    public static String of(String name, Predicate<String> isEncodable) {
        StringBuilder escaped = new StringBuilder();
        name.codePoints().forEach(character -> escape(character, isEncodable, escaped));
        int last = escaped.length() - 1;
        if (last < 0 || escaped.charAt(last) == '.' || escaped.charAt(last) == ' ') {
            escaped.append('_');
        }
        if (DEVICE.matcher(escaped).matches()) {
            escaped.insert(0, '_');
        }
        return shortened(escaped.toString(), name);
    }

    private static void escape(int character, Predicate<String> isEncodable, StringBuilder to) {
        String text = Character.toString(character);
        if (RESERVED.indexOf(character) < 0 && !Character.isISOControl(character) && isEncodable.test(text)) {
            to.append(text);
        } else {
            to.append("U+").append(String.format(Locale.ROOT, "%04X", character));
        }
    }

    /** Two long names with the same beginning get different names. */
    private static String shortened(String escaped, String name) {
        if (bytes(escaped) <= LONGEST) {
            return escaped;
        }
        String digest = "-" + digest(name);
        int end = escaped.length();
        while (bytes(escaped.substring(0, end)) > LONGEST - digest.length()) {
            end = escaped.offsetByCodePoints(end, -1);
        }
        return escaped.substring(0, end) + digest;
    }

    private static int bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }

    /** The same for the same name, and for no other. */
    public static String digest(String name) {
        try {
            byte[] all = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(all, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

package dev.multiprocess.internal.jvm;

import dev.multiprocess.internal.os.NativeText;
import dev.multiprocess.internal.os.OwnFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file with the arguments of a {@code java} command, since a class path can be longer than a command line may be, and
 * since {@code java @file} can be repeated by hand.
 */
public final class ArgumentFile {

    private ArgumentFile() {}

    /**
     * Writes one argument a line, in the encoding in which the launcher reads it.
     *
     * @param arguments system properties that are not in that encoding are left out: they are sent to the child
     * @throws IOException if another one is not in that encoding either
     */
    public static void write(Path file, List<String> arguments) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String argument : arguments) {
            if (NativeText.isArgument(argument)) {
                lines.add(quote(argument));
            } else if (!argument.startsWith("-D")) {
                throw new IOException("an argument of a JVM cannot be written in the encoding of the locale, "
                        + NativeText.locale() + ": '" + argument + "'");
            }
        }
        // System properties may be passwords.
        OwnFile.write(file, (String.join("\n", lines) + "\n").getBytes(NativeText.locale()));
    }

    static String quote(String argument) {
        return '"'
                + argument.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                        .replace("\t", "\\t")
                + '"';
    }
}

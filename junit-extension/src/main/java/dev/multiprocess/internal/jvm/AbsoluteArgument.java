package dev.multiprocess.internal.jvm;

import java.io.File;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An argument of a JVM with absolute paths in it, since a child may have another working directory than the test JVM
 * that it takes the argument over from. Only those that the JVM and the JDK themselves take for paths: what other
 * system properties mean is unknown.
 */
final class AbsoluteArgument {

    /** What precedes the paths, the paths, and what follows them. */
    private static final Pattern WITH_PATHS =
            Pattern.compile("(-D(?:java\\.io\\.tmpdir|java\\.util\\.logging\\.config\\.file)="
                    + "|-javaagent:|-Xbootclasspath/a:|--module-path=|--upgrade-module-path=|--patch-module=[^=]*="
                    + "|-XX:(?:SharedArchiveFile|AOTCache|VMOptionsFile|Flags|CompileCommandFile)=)(.+)");

    private static final String AGENT = "-javaagent:";

    private AbsoluteArgument() {}

    static String of(String argument) {
        Matcher matcher = WITH_PATHS.matcher(argument);
        if (!matcher.matches()) {
            return argument;
        }
        String before = matcher.group(1);
        String paths = matcher.group(2);
        int options = before.equals(AGENT) && paths.contains("=") ? paths.indexOf('=') : paths.length();
        return before + absolute(paths.substring(0, options)) + paths.substring(options);
    }

    private static String absolute(String paths) {
        return Arrays.stream(paths.split(Pattern.quote(File.pathSeparator)))
                .map(path -> path.isEmpty() ? path : new File(path).getAbsolutePath())
                .collect(Collectors.joining(File.pathSeparator));
    }
}

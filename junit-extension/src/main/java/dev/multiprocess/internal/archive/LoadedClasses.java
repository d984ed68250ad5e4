package dev.multiprocess.internal.archive;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/** Which classes of the JDK, of this library and of its serializer this JVM has loaded. */
final class LoadedClasses {

    /** As {@code |--java.util.ListIterator/null (intf)}; a hidden class has another slash in its name. */
    private static final Pattern LINE = Pattern.compile(
            "^[|\\- ]*((?:java|javax|jdk|sun|com\\.sun|dev\\.multiprocess|com\\.esotericsoftware)\\.[\\w.$]+)/[^/]*$",
            Pattern.MULTILINE);

    private LoadedClasses() {}

    /**
     * Asks the JVM, as {@code jcmd VM.class_hierarchy} does.
     *
     * @return names
     * @throws IOException if this JVM does not say
     */
    static List<String> names() throws IOException {
        try {
            String tree = (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "vmClassHierarchy",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
            Matcher lines = LINE.matcher(tree);
            return lines.results().map(line -> line.group(1)).sorted().toList();
        } catch (JMException e) {
            throw new IOException("this JVM does not tell which classes it has loaded: " + e.getMessage(), e);
        }
    }
}

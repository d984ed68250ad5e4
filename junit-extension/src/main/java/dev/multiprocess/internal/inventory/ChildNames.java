package dev.multiprocess.internal.inventory;

import dev.multiprocess.MultiProcessConfigurationException;
import dev.multiprocess.internal.files.FileNames;
import dev.multiprocess.internal.report.ChildId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The names of the children of one test, and of their files. Guarded by the test's lock. */
public final class ChildNames {

    private final Set<String> taken = new HashSet<>();
    private final Map<String, Integer> starts = new HashMap<>();
    private final Map<String, String> fileNames = new HashMap<>();
    private int last;

    /** A name that no child of this test has had. */
    public String next() {
        String name;
        do {
            last++;
            name = "child-" + last;
        } while (starts.containsKey(name));
        return name;
    }

    void requireFree(String name) {
        if (taken.contains(name)) {
            throw new MultiProcessConfigurationException(
                    "the name of a child must be unique among those of its test that are alive: name='" + name + "'");
        }
    }

    void take(List<String> names) {
        taken.addAll(names);
        names.forEach(name -> starts.merge(name, 1, Integer::sum));
    }

    /** How many children have had a name, including those to come. */
    int starts(String name) {
        return starts.get(name);
    }

    /** The name of a child's files; two names may be the same to a file system that ignores case. */
    String fileName(String name) {
        String own = FileNames.of(ChildId.label(name, starts.get(name)));
        String first = fileNames.putIfAbsent(own.toLowerCase(Locale.ROOT), own);
        return first == null || first.equals(own) ? own : own + "-" + FileNames.digest(own);
    }

    /** Gives back names whose children were not started after all. */
    void giveBack(Collection<String> names) {
        for (String name : names) {
            taken.remove(name);
            starts.computeIfPresent(name, (key, count) -> count == 1 ? null : count - 1);
        }
    }

    /** Notes that no child has the name any more. */
    void free(String name) {
        taken.remove(name);
    }
}

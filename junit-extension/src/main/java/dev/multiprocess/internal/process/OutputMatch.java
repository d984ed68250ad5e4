package dev.multiprocess.internal.process;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;

/**
 * A match in the output of a child, in a form that can be sent to another JVM.
 *
 * @param groups their texts, the whole match first; {@code null} for one that has matched nothing
 * @param starts of the groups in their line; -1 for one that has matched nothing
 * @param ends of the groups in their line; -1 for one that has matched nothing
 * @param namedGroups the numbers of those that have names; empty where Java does not tell them, as before 20
 */
record OutputMatch(String[] groups, int[] starts, int[] ends, Map<String, Integer> namedGroups) implements MatchResult {

    /** Copies what a matcher has found. */
    static OutputMatch of(Matcher found) {
        int count = found.groupCount() + 1;
        String[] groups = new String[count];
        int[] starts = new int[count];
        int[] ends = new int[count];
        for (int i = 0; i < count; i++) {
            groups[i] = found.group(i);
            starts[i] = found.start(i);
            ends[i] = found.end(i);
        }
        return new OutputMatch(groups, starts, ends, namesOf(found));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Integer> namesOf(MatchResult found) {
        try {
            return Map.copyOf((Map<String, Integer>)
                    MatchResult.class.getMethod("namedGroups").invoke(found));
        } catch (ReflectiveOperationException e) {
            // Java before 20, where a result cannot be asked for a group by its name either.
            return Map.of();
        }
    }

    /** Overrides a method that Java has since release 20, which would throw. */
    public boolean hasMatch() {
        return true;
    }

    @Override
    public int start() {
        return start(0);
    }

    @Override
    public int start(int group) {
        return starts[group];
    }

    @Override
    public int end() {
        return end(0);
    }

    @Override
    public int end(int group) {
        return ends[group];
    }

    @Override
    public String group() {
        return group(0);
    }

    @Override
    public String group(int group) {
        return groups[group];
    }

    @Override
    public int groupCount() {
        return groups.length - 1;
    }

    @Override
    public String toString() {
        return "'" + group() + "' at " + start();
    }
}

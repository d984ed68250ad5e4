package dev.multiprocess.internal.report;

/**
 * Identifies a child.
 *
 * @param number by which processes know it
 * @param name which the test has given it
 * @param start how many children of that name there were with it
 * @param pid of its process
 */
public record ChildId(int number, String name, int start, long pid) {

    /** Its name, and which of that name it is unless it is the first; no other child of its test has the same. */
    public String label() {
        return label(name, start);
    }

    /** The label of a child that has no process yet. */
    public static String label(String name, int start) {
        return start == 1 ? name : name + "~" + start;
    }

    /** The subject of a sentence. */
    @Override
    public String toString() {
        String which = start == 1 ? "" : ordinal(start) + " start, ";
        return "child '" + name + "' (" + which + "pid " + pid + ")";
    }

    private static String ordinal(int number) {
        if (number % 100 / 10 == 1) {
            return number + "th";
        }
        return number
                + switch (number % 10) {
                    case 1 -> "st";
                    case 2 -> "nd";
                    case 3 -> "rd";
                    default -> "th";
                };
    }
}

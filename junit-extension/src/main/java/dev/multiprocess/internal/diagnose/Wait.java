package dev.multiprocess.internal.diagnose;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What one thread waits for, in a form that can be sent to another JVM.
 *
 * @param id different for every wait of a JVM, so that two looks can tell whether anything moved
 * @param kind what it waits for
 * @param target a queue's number, a call's number and what it calls, the number of a lock or the like with that of the
 *     thread and words, or what is waited for in words, by the kind
 * @param children the numbers of the children whose progress would end it; only of {@link Kind#CHILDREN} and {@link
 *     Kind#CALL}
 * @param thread the thread's name
 * @param caller the process in whose name the thread waits, the number of a child or 0; 0 if in its own
 * @param call the number of the call; 0 if in its own name
 * @param millis since when
 * @param timed whether it ends by itself
 */
public record Wait(
        long id,
        Kind kind,
        String target,
        List<Integer> children,
        String thread,
        int caller,
        int call,
        long millis,
        boolean timed) {

    /** What a thread can wait for. */
    public enum Kind {
        /** An element of the queue with the target's number, or its end. */
        TAKE,

        /** Room in the queue with the target's number. */
        PUT,

        /** That all tasks of the queue with the target's number are done. */
        TASKS,

        /** Something about children, which the target says in words. */
        CHILDREN,

        /** The answer to a call; the target begins with its number. */
        CALL,

        /** A lock, a permit and the like; the target says which, of which thread, and in words. */
        SYNC,

        /** Nothing of ours: it carries out a call of another process, which may wait for other threads. */
        CARRY,

        /** A task: it is a worker that has none. */
        IDLE,

        /** Something that comes at once, such as the answer to a question. */
        MOMENT;

        /** Whether a person who looks at a test wants to see it: it is for something that another does. */
        boolean isShown() {
            return ordinal() <= SYNC.ordinal();
        }
    }

    /** The number of the call that is waited for; only of {@link Kind#CALL}. */
    public int callNumber() {
        return Integer.parseInt(target.substring(0, target.indexOf(' ')));
    }

    /** What was called, in words; only of {@link Kind#CALL}. */
    public String called() {
        return target.substring(target.indexOf(' ') + 1);
    }

    /** The number of what is waited for; only of {@link Kind#SYNC}. */
    public int syncNumber() {
        return Integer.parseInt(target.split(" ", SYNC_PARTS)[0]);
    }

    /** The number of the thread in its process; only of {@link Kind#SYNC}. */
    public long syncThread() {
        return Long.parseLong(target.split(" ", SYNC_PARTS)[1]);
    }

    /** What is waited for, in words; only of {@link Kind#SYNC}. */
    public String syncWords() {
        return target.split(" ", SYNC_PARTS)[2];
    }

    /**
     * What is waited for, in words.
     *
     * @param queueName gives the name of the queue with a number
     */
    public String words(UnaryOperator<String> queueName) {
        return switch (kind) {
            case TAKE -> "waits to take from queue '" + queueName.apply(target) + "'";
            case PUT -> "waits to put into queue '" + queueName.apply(target) + "'";
            case TASKS -> "waits until all tasks of queue '" + queueName.apply(target) + "' are done";
            case CHILDREN -> "waits for " + target;
            case CALL -> "waits for " + called();
            case SYNC -> "waits for " + syncWords();
            case CARRY -> "carries out a call";
            case IDLE -> "has no task";
            case MOMENT -> "waits for the test JVM to answer";
        };
    }

    private static final int SYNC_PARTS = 3;
    private static final String SEPARATOR = "\t";
    private static final int FIELDS = 9;

    String encode() {
        return String.join(
                SEPARATOR,
                Long.toString(id),
                kind.name(),
                plain(target),
                String.join(" ", children.stream().map(String::valueOf).toList()),
                plain(thread),
                Integer.toString(caller),
                Integer.toString(call),
                Long.toString(millis),
                Boolean.toString(timed));
    }

    private static String plain(String text) {
        return text.replaceAll("[\t\r\n]", " ");
    }

    static Wait decode(String line) {
        String[] fields = line.split(SEPARATOR, FIELDS);
        return new Wait(
                Long.parseLong(fields[0]),
                Kind.valueOf(fields[1]),
                fields[2],
                fields[3].isEmpty()
                        ? List.of()
                        : List.of(fields[3].split(" ")).stream()
                                .map(Integer::valueOf)
                                .toList(),
                fields[4],
                Integer.parseInt(fields[5]),
                Integer.parseInt(fields[6]),
                Long.parseLong(fields[7]),
                Boolean.parseBoolean(fields[8]));
    }
}

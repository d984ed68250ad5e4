package dev.multiprocess.internal.hub;

import dev.multiprocess.QueueStatistics;
import dev.multiprocess.internal.slots.Ledger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.IntToLongFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The participants of a queue: which write, which have ended, whose each element is. Guarded by the queue's lock. */
final class Roster {

    private final Map<Integer, Participant> participants = new LinkedHashMap<>();
    private final List<String> brokenBy = new ArrayList<>();

    /** How many writers there are or were; while there was none, the stream has not begun and so has no end. */
    private int writersSeen;

    Participant enter(int process, String name) {
        return participants.computeIfAbsent(process, number -> new Participant(name));
    }

    Optional<Participant> find(int process) {
        return Optional.ofNullable(participants.get(process));
    }

    void openWriter(Participant participant) {
        participant.openWriters++;
        writersSeen++;
    }

    /** Notes that a process that might have written is a reader. */
    void withdrawWriter(Participant participant) {
        // A second call would withdraw another one's writer.
        if (participant.openWriters > 0) {
            participant.openWriters--;
            writersSeen--;
        }
    }

    void closeWriter(Participant participant) {
        participant.openWriters = Math.max(0, participant.openWriters - 1);
    }

    /** Notes the end of a process: it writes no more, and what it was given is lost if it did not end well. */
    void ended(Participant participant, boolean well) {
        if (!well) {
            participant.failed = true;
            if (participant.openWriters > 0) {
                brokenBy.add(participant.name);
            }
        }
        participant.openWriters = 0;
        participant.ended = true;
    }

    /** Whether there were writers, and none is left. */
    boolean isStreamOver() {
        return writersSeen > 0 && participants.values().stream().allMatch(each -> each.openWriters == 0);
    }

    List<String> brokenBy() {
        return List.copyOf(brokenBy);
    }

    long tasksDone() {
        return participants.values().stream()
                .mapToLong(participant -> participant.tasksDone)
                .sum();
    }

    /** The processes that have ended and left tasks undone, if no process left has any. */
    List<String> losersOfTasks(Ledger ledger) {
        List<String> losers = new ArrayList<>();
        for (Participant participant : participants.values()) {
            if (participant.sum(ledger::takenBy) > participant.tasksDone) {
                if (!participant.ended) {
                    return List.of();
                }
                losers.add(participant.name);
            }
        }
        return losers;
    }

    QueueStatistics statistics(Ledger ledger, int blockedPuts) {
        Map<String, Long> putBy = new HashMap<>();
        Map<String, Long> takenBy = new HashMap<>();
        long put = 0;
        long taken = 0;
        long givenToDead = 0;
        for (Participant participant : participants.values()) {
            long puts = participant.sum(ledger::putBy);
            long takes = participant.sum(ledger::takenBy);
            put += puts;
            if (participant.failed) {
                givenToDead += takes;
            } else {
                taken += takes;
            }
            if (puts > 0) {
                putBy.merge(participant.name, puts, Long::sum);
            }
            if (takes > 0) {
                takenBy.merge(participant.name, takes, Long::sum);
            }
        }
        return new QueueStatistics(
                put,
                taken,
                givenToDead,
                ledger.removed(),
                ledger.size(),
                blockedPuts,
                ledger.bytes(),
                Map.copyOf(putBy),
                Map.copyOf(takenBy));
    }

    /**
     * Adds up a count for each process.
     *
     * @param count for a number in the queue's memory
     * @return by process; those for which it is 0 are left out
     */
    Map<Integer, Integer> count(IntToLongFunction count) {
        Map<Integer, Integer> counts = new HashMap<>();
        participants.forEach((process, participant) -> {
            int sum = Math.toIntExact(participant.sum(count));
            if (sum > 0) {
                counts.put(process, sum);
            }
        });
        return counts;
    }

    TreeSet<Integer> processes(Predicate<Participant> which) {
        return participants.entrySet().stream()
                .filter(each -> which.test(each.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The name of the process with a number in the memory, for messages. */
    String nameOf(long number) {
        return participants.values().stream()
                .filter(participant -> participant.numbers.stream().anyMatch(each -> each == number))
                .map(participant -> participant.name)
                .findFirst()
                .orElse("an unknown process");
    }

    /** The names of processes, for messages. */
    String names(Collection<Integer> processes) {
        return processes.stream().map(process -> participants.get(process).name).collect(Collectors.joining(", "));
    }
}

package dev.multiprocess.internal.report;

import dev.multiprocess.internal.diagnose.Wait;
import dev.multiprocess.internal.hub.QueueState;
import dev.multiprocess.internal.sync.SyncKeeper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which process waits for which, in words, and in which cycle. Processes are identified by the numbers of children. */
public final class WhoWaits {

    static final int TEST_JVM = 0;

    private final Diagnosis diagnosis;
    private final Map<Integer, List<Wait>> waits = new LinkedHashMap<>();
    private final Map<Integer, String> names = new LinkedHashMap<>();

    public WhoWaits(Diagnosis diagnosis) {
        this.diagnosis = diagnosis;
        names.put(TEST_JVM, "test JVM");
        String tester = diagnosis.tester().map(Diagnosis.OfTester::name).orElse("");
        waits.put(
                TEST_JVM,
                diagnosis.testJvm().stream()
                        .filter(wait ->
                                wait.caller() == TEST_JVM && wait.thread().equals(tester))
                        .toList());
        for (Diagnosis.OfChild each : diagnosis.children()) {
            int number = each.child().id().number();
            names.put(number, each.child().id().name());
            waits.put(
                    number,
                    each.answer().waits().stream()
                            .filter(wait -> wait.kind() != Wait.Kind.MOMENT && wait.call() == 0)
                            .map(wait -> carriedOut(number, wait).orElse(wait))
                            .toList());
        }
    }

    /** What a call waits for in the process that carries it out, as a wait of the thread that called. */
    private Optional<Wait> carriedOut(int caller, Wait call) {
        if (call.kind() != Wait.Kind.CALL) {
            return Optional.empty();
        }
        return Stream.concat(
                        diagnosis.testJvm().stream(),
                        diagnosis.children().stream().flatMap(each -> each.answer().waits().stream()))
                .filter(wait ->
                        wait.kind() != Wait.Kind.CARRY && wait.caller() == caller && wait.call() == call.callNumber())
                .findFirst()
                .map(wait -> new Wait(
                        call.id(),
                        wait.kind(),
                        wait.target(),
                        wait.children(),
                        call.thread(),
                        0,
                        0,
                        call.millis(),
                        wait.timed()));
    }

    List<Wait> of(int process) {
        return waits.getOrDefault(process, List.of());
    }

    /** Everything, for a file. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        diagnosis.queues().forEach(queue -> lines.add("queue '" + queue.name() + "': " + queue.description()));
        diagnosis.syncs().forEach(sync -> lines.add(sync.text() + ": " + sync.description()));
        waits.forEach((process, all) -> all.forEach(
                wait -> lines.add(names.get(process) + ", thread '" + wait.thread() + "', " + words(wait))));
        return lines;
    }

    /** What a thread waits for, and how long it has. */
    String words(Wait wait) {
        return what(wait) + " (for " + wait.millis() + " ms)";
    }

    private String what(Wait wait) {
        return wait.words(number -> queueName(wait));
    }

    private String queueName(Wait wait) {
        return queue(wait).map(QueueState::name).orElse("?");
    }

    private Optional<QueueState> queue(Wait wait) {
        return diagnosis.queues().stream()
                .filter(queue -> String.valueOf(queue.id()).equals(wait.target()))
                .findFirst();
    }

    private Optional<SyncKeeper.State> sync(Wait wait) {
        int number = wait.syncNumber();
        return diagnosis.syncs().stream()
                .filter(sync -> sync.number() == number)
                .findFirst();
    }

    /** Which processes could end a wait, as far as is known. */
    private Set<Integer> awaited(Wait wait) {
        Set<Integer> all = new TreeSet<>(
                switch (wait.kind()) {
                    case TAKE -> queue(wait).map(QueueState::writers).orElse(Set.of());
                    case PUT, TASKS -> queue(wait).map(QueueState::readers).orElse(Set.of());
                    case SYNC -> sync(wait).map(SyncKeeper.State::holders).orElse(Set.of());
                    case CALL -> wait.children().isEmpty() ? Set.of(TEST_JVM) : Set.copyOf(wait.children());
                    default -> Set.copyOf(wait.children());
                });
        all.retainAll(waits.keySet());
        all.removeIf(this::hasEnded);
        return all;
    }

    private boolean hasEnded(int process) {
        return diagnosis.children().stream().anyMatch(each -> each.child().id().number() == process && !each.isAlive());
    }

    /** Follows the waits from the test JVM until a process comes a second time, or none is waited for. */
    List<String> cycle() {
        List<String> sentences = new ArrayList<>();
        Set<Integer> passed = new LinkedHashSet<>();
        Optional<Integer> next = Optional.of(TEST_JVM);
        while (next.isPresent() && passed.add(next.get())) {
            int process = next.get();
            List<Wait> own = of(process);
            if (own.isEmpty()) {
                break;
            }
            Wait wait = own.get(0);
            Set<Integer> awaited = awaited(wait);
            sentences.add(names.get(process) + " " + what(wait) + whom(wait, process, awaited));
            // Of several, one that has been passed closes the cycle soonest.
            next = Stream.concat(awaited.stream().filter(passed::contains), awaited.stream())
                    .findFirst();
        }
        return sentences;
    }

    private String whom(Wait wait, int process, Set<Integer> awaited) {
        return switch (wait.kind()) {
            case TAKE ->
                awaited.isEmpty()
                        ? ", which nobody is writing to"
                        : ", which " + names(awaited, process) + " may still write to";
            case PUT ->
                awaited.isEmpty()
                        ? ", which is full and which nobody has taken from"
                        : ", which is full and which " + names(awaited, process) + " took from";
            case SYNC -> awaited.isEmpty() ? "" : ", held by " + names(awaited, process);
            default -> awaited.size() > 1 ? ": " + names(awaited, process) : "";
        };
    }

    private String names(Set<Integer> processes, int self) {
        return processes.stream()
                .map(process -> process == self ? names.get(process) + " itself" : names.get(process))
                .collect(Collectors.joining(", "));
    }

    /** Queues that a process waits on for ever because the test JVM has not closed its writers. */
    List<String> leftOpenByTheTest() {
        return waits.values().stream()
                .flatMap(List::stream)
                .filter(wait -> wait.kind() == Wait.Kind.TAKE)
                .flatMap(wait -> queue(wait).stream())
                .filter(queue -> queue.writers().equals(Set.of(TEST_JVM)))
                .map(QueueState::name)
                .distinct()
                .toList();
    }
}

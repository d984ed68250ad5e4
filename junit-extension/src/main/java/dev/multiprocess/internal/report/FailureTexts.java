package dev.multiprocess.internal.report;

import dev.multiprocess.ExitStatus;
import dev.multiprocess.internal.diagnose.TimeText;
import dev.multiprocess.internal.diagnose.Wait;
import dev.multiprocess.internal.serial.ObjectCodec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All texts of failures, in one place so that they can be read side by side. */
public final class FailureTexts {

    private static final int LINES_SHOWN = 20;
    private static final int CHARACTERS_SHOWN = 500;
    private static final int FRAMES_SHOWN = 6;
    private static final int FILES_SHOWN = 8;
    private static final int PROCESSES_SHOWN = 8;
    private static final int MOST_CAUSES = 100;
    private static final Pattern NOT_THE_USERS =
            Pattern.compile("^at (dev\\.multiprocess\\.internal|java|jdk|sun|com\\.sun)\\.|^at \\S*\\$\\$Lambda");

    /** Where its paragraph begins; other paragraphs may name it as the owner of a lock. */
    private static final Pattern MAIN_THREAD = Pattern.compile("(?m)^\"main\" ");

    /** A JVM calls a thread runnable even if it waits in a system call, as threads that wait for queues do. */
    private static final String IN_SELECTOR = "sun.nio.ch.SelectorImpl.";

    private static final Pattern THREAD_STATE =
            Pattern.compile("\\b(NEW|RUNNABLE|BLOCKED|WAITING|TIMED_WAITING|TERMINATED)\\b");

    private FailureTexts() {}

    /** As many of the last lines as a failure shows. */
    public static List<String> lastLines(List<String> lines) {
        return List.copyOf(lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
    }

    static String childEnded(ChildFacts child, Throwable cause, Optional<Expectation> missed) {
        return childEnded(child, cause, missed.map(Expectation::describe).orElse(""));
    }

    /** The end of a child that has not written a line that was waited for. */
    static String unwritten(ChildFacts child, Throwable cause, String pattern) {
        return childEnded(child, cause, "to write a line with a match of '" + pattern + "'");
    }

    /** The end of a child that has not returned a result that was asked for. */
    static String withoutResult(ChildFacts child, Throwable cause) {
        Facts facts = ended(child, child.id() + " has no result: it " + sentence(child, cause), cause);
        return child.end().isKilledForTheTest()
                ? facts.advise("The test killed it. awaitExit() returns how such a child ended.")
                        .toString()
                : advised(facts, child).toString();
    }

    private static String childEnded(ChildFacts child, Throwable cause, String expected) {
        String but = expected.isEmpty() ? "" : "was expected " + expected + ", but ";
        return advised(ended(child, child.id() + " " + but + sentence(child, cause), cause), child)
                .toString();
    }

    private static Facts ended(ChildFacts child, String sentence, Throwable cause) {
        ExitStatus exit = child.end().status();
        Facts facts = new Facts(sentence);
        addChild(facts, child);
        child.exitStack()
                .filter(caller -> exit.end() == ExitStatus.End.EXITED && !caller.isEmpty())
                .ifPresent(caller -> facts.add("exit called", usersFrames(caller)));
        child.lingering()
                .filter(dump -> child.end().hasLingered())
                .ifPresent(dump -> facts.add("still running", threadNames(dump)));
        child.crashReport().ifPresent(file -> facts.add("crash report", file));
        child.heapDump().ifPresent(file -> facts.add("heap dump", file));
        if (isOutOfMemory(child, cause)) {
            facts.add("heap limit", child.heapLimit());
        }
        boolean agentMayHaveFailed =
                child.end().isAbortedAtBoot() && !child.agents().isEmpty();
        if (agentMayHaveFailed) {
            facts.add("agents", String.join(", ", child.agents()));
        }
        addOutput(facts, child);
        if (agentMayHaveFailed) {
            facts.advise(
                    "Its JVM gave up as it does if an agent fails, for example since two JVMs cannot have one port:"
                            + " withoutAgent leaves it out for children.");
        }
        return facts;
    }

    /** Whether it says so itself: a JVM that ends itself for it does on its last line. */
    private static boolean isOutOfMemory(ChildFacts child, Throwable cause) {
        return child.heapDump().isPresent()
                || Stream.iterate(cause, Objects::nonNull, Throwable::getCause)
                        .limit(MOST_CAUSES)
                        .anyMatch(OutOfMemoryError.class::isInstance)
                || child.output().last().stream().anyMatch(line -> line.contains(OutOfMemoryError.class.getName()));
    }

    static String resultUnreadable(ChildFacts child, RuntimeException why) {
        Facts facts = new Facts(child.id() + " returned what cannot be read in the test JVM: " + why.getMessage());
        addChild(facts, child);
        addOutput(facts, child);
        return facts.toString();
    }

    private static String sentence(ChildFacts child, Throwable cause) {
        return cause != null
                ? "failed: " + ObjectCodec.textOf(cause)
                : child.end().describe();
    }

    private static Facts advised(Facts facts, ChildFacts child) {
        if (child.end().hasLivedOn()) {
            return facts.advise(
                    "End the threads that it has started before its task returns; if it is to serve until the test's end,"
                            + " it must be a daemon, or be expected to run until then.");
        }
        if (child.end().isKilledByOthers()) {
            return facts.advise("Nothing in this test killed it. The operating system does when memory runs out.");
        }
        return facts;
    }

    /** What a child left running; the processes are on a line each. */
    public static String leak(ChildFacts child, List<String> processes, boolean ended) {
        boolean one = processes.size() == 1;
        Facts facts = new Facts(child.id() + " left " + (one ? "a process" : processes.size() + " processes")
                + " running, which " + (ended ? (one ? "was" : "were") + " ended" : "could not be ended"));
        addChild(facts, child);
        facts.add("child's end", child.ending().map(Ending::describe).orElse("none"));
        facts.add("left running", processes);
        addOutput(facts, child);
        return facts.advise("What a child starts must end with the child, or by itself soon after.")
                .toString();
    }

    public static String outlivedItsKill(ChildFacts child, Duration limit) {
        Facts facts = new Facts(child.id() + " was still alive " + TimeText.of(limit) + " after it had been killed");
        addChild(facts, child);
        return facts.toString();
    }

    static String hardLimit(ChildFacts child) {
        Limits limits = child.limits();
        Facts facts = new Facts(child.id() + " was still in its task at its hard limit of "
                + TimeText.of(limits.hard().orElseThrow()) + " and was killed");
        addChild(facts, child);
        facts.add("doing", doing(limits.atHard().orElseThrow()));
        if (limits.atSoft().isPresent()) {
            facts.add(
                    "soft limit",
                    "interrupted after " + TimeText.of(limits.soft().orElseThrow()) + ", which did not end it");
        }
        addOutput(facts, child);
        return facts.toString();
    }

    /** The end of a worker under a task. */
    public static String workerDied(String task, String pool, ChildFacts worker) {
        Facts facts = ended(
                worker,
                "task " + task + " of pool '" + pool + "' was lost, since its worker, " + worker.id() + ", "
                        + worker.end().describe(),
                null);
        return advised(facts, worker).toString();
    }

    /** A task at its hard limit, with which its worker was killed. */
    public static String workerKilled(String task, String pool, ChildFacts worker, Duration limit, String threads) {
        return workerAt(
                "task " + task + " of pool '" + pool + "' was still running at its hard limit of " + TimeText.of(limit)
                        + ", and its worker, " + worker.id() + ", was killed",
                worker,
                threads);
    }

    /** A task at its soft limit, which has thrown something then. */
    public static String workerInterrupted(
            String task, String pool, ChildFacts worker, Duration limit, String threads, Throwable thrown) {
        return workerAt(
                "task " + task + " of pool '" + pool + "' was still running at its soft limit of " + TimeText.of(limit)
                        + ", was interrupted, and failed: " + ObjectCodec.textOf(thrown),
                worker,
                threads);
    }

    private static String workerAt(String sentence, ChildFacts worker, String threads) {
        Facts facts = new Facts(sentence);
        addChild(facts, worker);
        facts.add("doing", doing(threads));
        addOutput(facts, worker);
        return facts.toString();
    }

    /** A task that no worker has begun in time. */
    public static String taskWaited(String task, String pool, Duration limit) {
        return "task " + task + " of pool '" + pool + "' had not begun within its limit of " + TimeText.of(limit);
    }

    static String doing(String dump) {
        return mainThread(dump).orElseGet(() -> first(dump, 1));
    }

    static String softLimit(ChildFacts child, Throwable cause) {
        Limits limits = child.limits();
        Facts facts = new Facts(child.id() + " was still in its task at its soft limit of "
                + TimeText.of(limits.soft().orElseThrow()) + ", was interrupted, and "
                + sentence(child, cause));
        addChild(facts, child);
        facts.add("doing", doing(limits.atSoft().orElseThrow()));
        addOutput(facts, child);
        return facts.toString();
    }

    static String startTimedOut(ChildFacts child) {
        Limits limits = child.limits();
        Facts facts = new Facts(child.id() + " did not begin its task within the start timeout of "
                + TimeText.of(limits.start()) + " and was killed");
        addChild(facts, child);
        facts.add("doing", doing(limits.atStart().orElseThrow()));
        addOutput(facts, child);
        return facts.toString();
    }

    public static String waitsForDebugger(ChildId child, int port) {
        return child + " waits for a debugger on port " + port + "; its test has no deadline";
    }

    public static String noDeadlines(String agent) {
        return "tests have no deadline, and children no limits, since the test JVM was started for a debugger: '"
                + agent + "'";
    }

    /** What the processes of a test that takes long do, on one line. */
    public static String halfway(Diagnosis diagnosis, Duration timeout) {
        WhoWaits who = new WhoWaits(diagnosis);
        List<String> all = new ArrayList<>();
        diagnosis.tester().ifPresent(tester -> all.add("test JVM " + now(who, WhoWaits.TEST_JVM, ownFrame(tester))));
        for (Diagnosis.OfChild each : diagnosis.alive()) {
            ChildId id = each.child().id();
            String other = each.answer()
                    .state()
                    .orElseGet(() -> at(
                            mainThread(each.answer().dump()).orElse("").lines().skip(1)));
            all.add(id.label() + " " + now(who, id.number(), other));
        }
        int more = all.size() - PROCESSES_SHOWN;
        return "test " + diagnosis.test() + " has taken half of its timeout of " + TimeText.of(timeout) + ": "
                + all.stream().limit(PROCESSES_SHOWN).collect(Collectors.joining("; "))
                + (more > 0 ? "; and " + more + " more" : "");
    }

    private static String now(WhoWaits who, int process, String otherwise) {
        return who.of(process).stream().findFirst().map(who::words).orElse(otherwise);
    }

    private static String ownFrame(Diagnosis.OfTester tester) {
        String frames = StitchedStack.withoutOurs(tester.stack().toArray(StackTraceElement[]::new)).stream()
                .map(frame -> "at " + frame)
                .collect(Collectors.joining("\n"));
        return at(usersFrames(frames).lines());
    }

    private static String at(Stream<String> frames) {
        return frames.findFirst().map(frame -> "is " + frame).orElse("runs");
    }

    /** What all processes did at the deadline. */
    static String deadline(Diagnosis diagnosis, Duration timeout) {
        String sentence = "test " + diagnosis.test() + " was not done within its timeout of " + TimeText.of(timeout);
        return diagnosed(sentence + stillRunning(diagnosis), diagnosis).toString();
    }

    /** What all processes did when JUnit was about to interrupt the test. */
    static String jupiterTimeout(Diagnosis diagnosis) {
        String sentence = "test " + diagnosis.test() + " was ended by JUnit's @Timeout";
        return diagnosed(sentence + stillRunning(diagnosis), diagnosis).toString();
    }

    /** What all processes did when the build was about to kill the test JVM. */
    static String buildTimeout(Diagnosis diagnosis) {
        String sentence = "test " + diagnosis.test() + " was running when the build's timeout ended its JVM";
        return diagnosed(sentence + stillRunning(diagnosis), diagnosis).toString();
    }

    private static String stillRunning(Diagnosis diagnosis) {
        return diagnosis.alive().isEmpty()
                ? ""
                : diagnosis.alive().stream()
                        .map(each -> each.child().id().toString())
                        .collect(Collectors.joining(", ", "; still running: ", ""));
    }

    /** What waits for what, when no process can continue. */
    static String deadlock(Diagnosis diagnosis) {
        WhoWaits who = new WhoWaits(diagnosis);
        Facts facts = new Facts("test " + diagnosis.test()
                + " cannot continue: all its processes wait, and none is left that could end that");
        facts.add("deadlock", who.cycle());
        addDiagnosis(facts, diagnosis);
        who.leftOpenByTheTest()
                .forEach(queue -> facts.advise("The test JVM has not closed its writer of queue '" + queue
                        + "', or has put into the queue itself: close it when everything has been put."));
        return facts.toString();
    }

    static String lockCircle(Diagnosis diagnosis, List<String> circle) {
        Facts facts = new Facts(
                "test " + diagnosis.test() + " cannot continue: threads wait for locks of each other, in a circle");
        facts.add("deadlock", circle);
        addDiagnosis(facts, diagnosis);
        facts.advise("Lock them in the same order everywhere.");
        return facts.toString();
    }

    private static Facts diagnosed(String sentence, Diagnosis diagnosis) {
        Facts facts = new Facts(sentence);
        addDiagnosis(facts, diagnosis);
        return facts;
    }

    private static void addDiagnosis(Facts facts, Diagnosis diagnosis) {
        WhoWaits who = new WhoWaits(diagnosis);
        diagnosis.tester().ifPresent(tester -> facts.add("test JVM", testThread(tester, who)));
        for (Diagnosis.OfChild each : diagnosis.children()) {
            String owner = diagnosis.isOwn(each) ? "" : "of " + each.child().test() + "\n";
            facts.add(each.child().id().label(), owner + each.ended().orElseGet(() -> alive(each, who)));
            if (each.isAlive()) {
                addOutput(facts, each.child());
            }
        }
        diagnosis.queues().forEach(queue -> facts.add("queue", "'" + queue.name() + "': " + queue.description()));
        diagnosis
                .syncs()
                .forEach(sync -> facts.add(sync.kind().word(), "'" + sync.name() + "': " + sync.description()));
        diagnosis.notStarted().forEach(wait -> facts.add("not started", wait));
        facts.add("thread dumps", diagnosis.dumps());
    }

    private static String testThread(Diagnosis.OfTester tester, WhoWaits who) {
        List<Wait> waits = who.of(WhoWaits.TEST_JVM);
        return waits.isEmpty() ? "its thread " + tester.state() : who.words(waits.get(0));
    }

    private static String alive(Diagnosis.OfChild each, WhoWaits who) {
        List<String> lines = new ArrayList<>();
        each.answer().state().ifPresent(lines::add);
        List<Wait> waits = who.of(each.child().id().number());
        waits.stream().filter(wait -> wait.thread().equals("main")).forEach(wait -> lines.add(who.words(wait)));
        mainThread(each.answer().dump()).ifPresent(lines::add);
        waits.stream()
                .filter(wait -> !wait.thread().equals("main"))
                .forEach(wait -> lines.add("thread '" + wait.thread() + "' " + who.words(wait)));
        return lines.isEmpty() ? "alive" : String.join("\n", lines);
    }

    /** The state and the user's frames of the main thread, from a dump of ours or of HotSpot. */
    private static Optional<String> mainThread(String dump) {
        Matcher start = MAIN_THREAD.matcher(dump);
        if (!start.find()) {
            return Optional.empty();
        }
        String main = dump.substring(start.start());
        int end = main.indexOf("\n\n");
        String thread = end < 0 ? main : main.substring(0, end);
        String frames = usersFrames(thread);
        return Optional.of("main thread " + state(thread) + (frames.isEmpty() ? "" : "\n" + frames));
    }

    private static String state(String thread) {
        if (thread.contains(IN_SELECTOR)) {
            return Thread.State.WAITING.name();
        }
        Matcher state = THREAD_STATE.matcher(thread);
        return state.find() ? state.group() : "";
    }

    private static String usersFrames(String frames) {
        return frames.lines()
                .map(String::strip)
                .filter(frame ->
                        frame.startsWith("at ") && !NOT_THE_USERS.matcher(frame).find())
                .limit(FRAMES_SHOWN)
                .collect(Collectors.joining("\n"));
    }

    private static String threadNames(String dump) {
        String names = dump.lines()
                .filter(line -> line.startsWith("\"") && !line.contains("\" daemon "))
                .map(line -> line.substring(0, line.indexOf('"', 1) + 1))
                .filter(name -> !name.equals("\"DestroyJavaVM\""))
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? first(dump, 1) : "threads " + names;
    }

    private static void addChild(Facts facts, ChildFacts child) {
        facts.add("test", child.test());
        facts.add(
                "start method",
                child.startMethod()
                        + child.bootTime()
                                .map(time -> " (task began after " + time.toMillis() + " ms)")
                                .orElse(""));
    }

    private static void addOutput(Facts facts, ChildFacts child) {
        ChildFacts.Output output = child.output();
        if (output.last().isEmpty()) {
            facts.add("output", "none");
        } else {
            facts.add(
                            "last output",
                            output.last().stream().map(FailureTexts::cut).toList())
                    .add("all output", output.file());
        }
        output.lost().ifPresent(lost -> facts.add("output lost", lost));
        addOwnFiles(facts, output.ownFiles());
    }

    private static void addOwnFiles(Facts facts, List<Path> files) {
        if (files.isEmpty()) {
            return;
        }
        String shown = files.stream()
                .limit(FILES_SHOWN)
                .map(file -> file.getFileName().toString())
                .collect(Collectors.joining(", "));
        int more = files.size() - FILES_SHOWN;
        facts.add("own files", files.get(0).getParent() + ": " + shown + (more > 0 ? " and " + more + " more" : ""));
    }

    /** Shortens a line, for example of a program that writes no line ends. */
    static String cut(String line) {
        int more = line.length() - CHARACTERS_SHOWN;
        if (more <= 0) {
            return line;
        }
        int end =
                Character.isHighSurrogate(line.charAt(CHARACTERS_SHOWN - 1)) ? CHARACTERS_SHOWN - 1 : CHARACTERS_SHOWN;
        return line.substring(0, end) + "... (" + (line.length() - end) + " more characters)";
    }

    private static String first(String text, int lines) {
        return text.lines().limit(lines).map(String::strip).collect(Collectors.joining("\n"));
    }
}

package dev.multiprocess.internal.launch;

import dev.multiprocess.ExitStatus;
import dev.multiprocess.internal.diagnose.Wait;
import dev.multiprocess.internal.serial.Serializer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** All texts of failures, in one place so that they can be read side by side. */
final class Failures {

    private static final int LINES_SHOWN = 20;
    private static final int CHARACTERS_SHOWN = 500;
    private static final int FRAMES_SHOWN = 6;
    private static final Pattern NOT_THE_USERS =
            Pattern.compile("^at (dev\\.multiprocess\\.internal|java|jdk|sun|com\\.sun)\\.|^at \\S*\\$\\$Lambda");

    /** Where its paragraph begins; others may name it as the owner of a lock. */
    private static final Pattern MAIN_THREAD = Pattern.compile("(?m)^\"main\" ");

    /** A JVM calls a thread runnable that waits in a system call, as threads do that wait for queues. */
    private static final String IN_SELECTOR = "sun.nio.ch.SelectorImpl.";

    private static final Pattern THREAD_STATE =
            Pattern.compile("\\b(NEW|RUNNABLE|BLOCKED|WAITING|TIMED_WAITING|TERMINATED)\\b");

    private Failures() {}

    static List<String> lastLines(List<String> lines) {
        return List.copyOf(lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
    }

    static String childEnded(Child<?> child, Throwable cause, Optional<Expectation> missed) {
        ExitStatus exit = child.knownExit().orElseThrow();
        Facts facts = new Facts(child + " " + expected(missed) + sentence(child, cause));
        addChild(facts, child);
        child.life()
                .exitCaller()
                .filter(caller -> exit.end() == ExitStatus.End.EXITED && !caller.isEmpty())
                .ifPresent(caller -> facts.add("exit called", usersFrames(caller)));
        child.life()
                .lingering()
                .filter(dump -> child.ending().hasLingered())
                .ifPresent(dump -> facts.add("still running", threadNames(dump)));
        Path crash = child.crashFile();
        if (Files.exists(crash)) {
            facts.add("crash report", crash);
        }
        if (Files.exists(child.heapDump())) {
            facts.add("heap dump", child.heapDump());
        }
        boolean agentMayHaveFailed =
                child.ending().isAbortedAtBoot() && !child.plan.agents().isEmpty();
        if (agentMayHaveFailed) {
            facts.add("agents", String.join(", ", child.plan.agents()));
        }
        addOutput(facts, child);
        if (agentMayHaveFailed) {
            facts.advise(
                    "Its JVM gave up as it does if an agent fails, for example since two JVMs cannot have one port:"
                            + " withoutAgent leaves it out for children.");
        }
        return advised(facts, child).toString();
    }

    static String resultUnreadable(Child<?> child, RuntimeException why) {
        Facts facts = new Facts(child + " returned what cannot be read in the test JVM: " + why.getMessage());
        addChild(facts, child);
        addOutput(facts, child);
        return facts.toString();
    }

    private static String expected(Optional<Expectation> missed) {
        return missed.map(expectation -> "was expected " + expectation.describe() + ", but ")
                .orElse("");
    }

    private static String sentence(Child<?> child, Throwable cause) {
        return cause != null
                ? "failed: " + Serializer.textOf(cause)
                : child.ending().describe();
    }

    private static Facts advised(Facts facts, Child<?> child) {
        if (child.ending().isKilledByOthers()) {
            return facts.advise("Nothing in this test killed it. The operating system does when memory runs out.");
        }
        return facts;
    }

    /** What a child left running; the processes are on a line each. */
    static String leak(Child<?> child, List<String> processes, boolean ended) {
        boolean one = processes.size() == 1;
        Facts facts = new Facts(child + " left " + (one ? "a process" : processes.size() + " processes")
                + " running, which " + (ended ? (one ? "was" : "were") + " ended" : "could not be ended"));
        addChild(facts, child);
        facts.add("child's end", child.howItEnded().orElse("none"));
        facts.add("left running", processes);
        addOutput(facts, child);
        return facts.advise("What a child starts must end with the child, or by itself soon after.")
                .toString();
    }

    static String outlivedItsKill(Child<?> child, Duration limit) {
        Facts facts = new Facts(child + " was still alive " + text(limit) + " after it had been killed");
        addChild(facts, child);
        return facts.toString();
    }

    static String hardLimit(Child<?> child) {
        TimeLimits limits = child.life().limits();
        Facts facts = new Facts(child + " was still in its task at its hard limit of "
                + text(limits.hard().orElseThrow()) + " and was killed");
        addChild(facts, child);
        facts.add("doing", doing(limits.atHardLimit().orElseThrow()));
        if (limits.atSoftLimit().isPresent()) {
            facts.add(
                    "soft limit", "interrupted after " + text(limits.soft().orElseThrow()) + ", which did not end it");
        }
        addOutput(facts, child);
        return facts.toString();
    }

    static String doing(String dump) {
        return mainThread(dump).orElseGet(() -> first(dump, 1));
    }

    static String softLimit(Child<?> child, Throwable cause) {
        TimeLimits limits = child.life().limits();
        Facts facts = new Facts(child + " was still in its task at its soft limit of "
                + text(limits.soft().orElseThrow()) + ", was interrupted, and "
                + sentence(child, cause));
        addChild(facts, child);
        facts.add("doing", doing(limits.atSoftLimit().orElseThrow()));
        addOutput(facts, child);
        return facts.toString();
    }

    static String startTimedOut(Child<?> child) {
        TimeLimits limits = child.life().limits();
        Facts facts = new Facts(child + " did not begin its task within the start timeout of " + text(limits.start())
                + " and was killed");
        addChild(facts, child);
        facts.add("doing", doing(limits.atStartTimeout().orElseThrow()));
        addOutput(facts, child);
        return facts.toString();
    }

    static String waitsForDebugger(Child<?> child, int port) {
        return child + " waits for a debugger on port " + port + "; its test has no deadline";
    }

    static String noDeadlines(String agent) {
        return "tests have no deadline, and children no limits, since the test JVM was started for a debugger: '"
                + agent + "'";
    }

    /** What everybody did at the deadline. */
    static String deadline(TestScope scope, Duration timeout, Diagnosis diagnosis) {
        String sentence = "test " + scope.test() + " was not done within its timeout of " + text(timeout);
        return diagnosed(sentence + stillRunning(diagnosis), scope, diagnosis).toString();
    }

    /** What everybody did when JUnit was about to interrupt the test. */
    static String jupiterTimeout(TestScope scope, Diagnosis diagnosis) {
        String sentence = "test " + scope.test() + " was ended by JUnit's @Timeout";
        return diagnosed(sentence + stillRunning(diagnosis), scope, diagnosis).toString();
    }

    /** What everybody did when the build was about to kill the test JVM. */
    static String buildTimeout(TestScope scope, Diagnosis diagnosis) {
        String sentence = "test " + scope.test() + " was running when the build's timeout ended its JVM";
        return diagnosed(sentence + stillRunning(diagnosis), scope, diagnosis).toString();
    }

    private static String stillRunning(Diagnosis diagnosis) {
        return diagnosis.alive().isEmpty()
                ? ""
                : diagnosis.alive().stream()
                        .map(each -> each.child().toString())
                        .collect(Collectors.joining(", ", "; still running: ", ""));
    }

    /** Who waits for whom, when nobody can go on. */
    static String deadlock(TestScope scope, Diagnosis diagnosis) {
        WhoWaits who = new WhoWaits(diagnosis);
        Facts facts = new Facts("test " + scope.test() + " cannot go on: all its processes wait, and nobody is left who"
                + " could end that");
        facts.add("deadlock", who.cycle());
        addDiagnosis(facts, scope, diagnosis);
        who.leftOpenByTheTest()
                .forEach(queue -> facts.advise("The test JVM has not closed its writer of queue '" + queue
                        + "', or has put into the queue itself: close it when everything has been put."));
        return facts.toString();
    }

    private static Facts diagnosed(String sentence, TestScope scope, Diagnosis diagnosis) {
        Facts facts = new Facts(sentence);
        addDiagnosis(facts, scope, diagnosis);
        return facts;
    }

    private static void addDiagnosis(Facts facts, TestScope scope, Diagnosis diagnosis) {
        WhoWaits who = new WhoWaits(diagnosis);
        diagnosis.tester().ifPresent(tester -> facts.add("test JVM", testThread(tester, who)));
        for (Diagnosis.OfChild each : diagnosis.children()) {
            facts.add(each.child().plan.label(), each.ended().orElseGet(() -> alive(each, who)));
            if (each.isAlive()) {
                addOutput(facts, each.child());
            }
        }
        diagnosis.queues().forEach(queue -> facts.add("queue", "'" + queue.name() + "': " + queue.description()));
        scope.locked(() -> scope.starting().waits()).forEach(wait -> facts.add("not started", wait));
        diagnosis
                .unwritten()
                .ifPresentOrElse(
                        reason -> facts.add("thread dumps", "not written: " + reason),
                        () -> facts.add("thread dumps", scope.directory()));
    }

    private static String testThread(Diagnosis.OfTester tester, WhoWaits who) {
        List<Wait> waits = who.of(WhoWaits.TEST_JVM);
        return waits.isEmpty() ? "its thread " + tester.state() : who.words(waits.get(0));
    }

    private static String alive(Diagnosis.OfChild each, WhoWaits who) {
        List<String> lines = new ArrayList<>();
        each.answer().state().ifPresent(lines::add);
        List<Wait> waits = who.of(each.child().number);
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

    private static void addChild(Facts facts, Child<?> child) {
        facts.add("test", child.scope().test());
        facts.add(
                "start method",
                child.plan.options().startMethod()
                        + child.life()
                                .bootTime()
                                .map(time -> " (task began after " + time.toMillis() + " ms)")
                                .orElse(""));
    }

    private static void addOutput(Facts facts, Child<?> child) {
        List<String> lines = lastLines(child.output());
        if (lines.isEmpty()) {
            facts.add("output", "none");
        } else {
            facts.add("last output", lines.stream().map(Failures::cut).toList()).add("all output", child.outputFile());
        }
        child.life().output().lost().ifPresent(lost -> facts.add("output lost", lost));
    }

    /** Bounds a line, as of a program that writes none of its ends. */
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

    static String text(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1_000 == 0 ? millis / 1_000 + " s" : millis + " ms";
    }
}

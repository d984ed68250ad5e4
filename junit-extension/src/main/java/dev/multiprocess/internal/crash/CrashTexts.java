package dev.multiprocess.internal.crash;

import dev.multiprocess.internal.cases.CrashCase;
import dev.multiprocess.internal.cases.Instants;
import dev.multiprocess.internal.config.MultiProcessOptions;
import dev.multiprocess.internal.report.Facts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is said about a crash whose check has failed. */
final class CrashTexts {

    private static final int SHOWN = 8;

    private CrashTexts() {}

    /**
     * Says all that is known.
     *
     * @param key selects it
     * @param when completes a sentence, as in {@code after a crash before force of a.log}
     * @param found the directory as the crash has left it
     * @param files what was in it
     * @param checked the directory as the check has left it
     * @param window of instants that fail
     */
    static String failure(
            String key,
            String when,
            CrashState state,
            CheckFailure failure,
            Path found,
            List<String> files,
            Path checked,
            Optional<String> window) {
        Facts facts = new Facts(when + ", the check failed");
        facts.add("check", text(failure.own()));
        facts.add("lost", state.lost().isEmpty() ? List.of("nothing") : shown(state.lost(), false));
        facts.add("promised", state.promised().isEmpty() ? List.of("nothing") : shown(state.promised(), true));
        state.thrown().ifPresent(thrown -> facts.add("the run threw", thrown));
        state.otherWay().ifPresent(text -> facts.add("another way", text));
        facts.add("found", found);
        facts.add("files", files.isEmpty() ? List.of("none") : shown(files, false));
        facts.add("checked", checked);
        facts.add("output", failure.output());
        window.ifPresent(text -> facts.add("window", text));
        facts.add("only this", "-D" + MultiProcessOptions.CRASH + "=" + key);
        return facts.toString();
    }

    /** Some messages begin with an empty line. */
    private static String text(Throwable failure) {
        String message = failure.getMessage();
        return failure.getClass().getName() + (message == null ? "" : ": " + message.strip());
    }

    /** The first, or the last, of too many. */
    private static List<String> shown(List<String> all, boolean last) {
        if (all.size() <= SHOWN) {
            return all;
        }
        List<String> some = new ArrayList<>();
        String more = "(" + (all.size() - SHOWN) + " more)";
        if (last) {
            some.add(more);
            some.addAll(all.subList(all.size() - SHOWN, all.size()));
        } else {
            some.addAll(all.subList(0, SHOWN));
            some.add(more);
        }
        return some;
    }

    /** Begins the sentence about a case. */
    static String when(CrashCase each) {
        String words = each.point().words();
        return each.fault().isPresent() ? "After a " + words : "After a crash " + words;
    }

    /** The failure of one whose directory has been checked already. */
    static String equal(String when, String first) {
        return when + ", the directory and the promises are those of " + first + ", whose check has failed: see there";
    }

    /** Says that points are runs. */
    static String kills(String test, String reason) {
        return "crash test " + test
                + " kills a run at each point where nothing is lost, since the recording does not tell"
                + " what is in the directory: " + reason;
    }

    /** In which part of a run kills fail. */
    static String window(Instants.Window window) {
        return "kills between " + Instants.text(window.from()) + " and " + Instants.text(window.to())
                + " after the start of the work fail, as far as " + window.kills() + " more kills can tell";
    }
}

package dev.multiprocess.internal.objects;

import java.util.function.Supplier;

/** What a throwable says about itself, even if its own code for that, which may be a user's, fails. */
public final class GuardedThrowable {

    private GuardedThrowable() {}

    /** One that can always be written: its text, message and stack. */
    public static Throwable standIn(Throwable throwable) {
        ThrowableStandIn standIn = new ThrowableStandIn(textOf(throwable), guarded(throwable::getMessage));
        StackTraceElement[] stack = guarded(throwable::getStackTrace);
        standIn.setStackTrace(stack != null ? stack : new StackTraceElement[0]);
        return standIn;
    }

    /** What is known of one of which nothing else can be written. */
    public static Throwable nameOf(Throwable throwable) {
        ThrowableStandIn standIn = new ThrowableStandIn(throwable.getClass().getName(), null);
        standIn.setStackTrace(new StackTraceElement[0]);
        return standIn;
    }

    /** What it prints, also if its own code for that fails. */
    public static String textOf(Throwable throwable) {
        String text = guarded(throwable::toString);
        return text != null ? text : throwable.getClass().getName();
    }

    /** Asks the user's code; the answer is left out if it fails, in whatever way. */
    public static <T> T guarded(Supplier<T> question) {
        try {
            return question.get();
        } catch (StackOverflowError e) {
            return fresh(question);
        } catch (Throwable e) {
            return null;
        }
    }

    /** The stack may have been used up by others. */
    private static <T> T fresh(Supplier<T> question) {
        try {
            return DeepStack.runFresh(question);
        } catch (Throwable e) {
            return null;
        }
    }
}

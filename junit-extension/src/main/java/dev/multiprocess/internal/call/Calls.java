package dev.multiprocess.internal.call;

import dev.multiprocess.NotTransferableException;
import dev.multiprocess.ProcessInterruptedException;
import dev.multiprocess.internal.objects.UnreadableObjectException;
import dev.multiprocess.internal.serial.ObjectCodec;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

/** What both processes do with a call: arguments, results and exceptions cross as copies. */
public final class Calls {

    private static final String OURS = "dev.multiprocess.internal.";
    private static final List<String> REFLECTION = List.of(OURS, "java.lang.reflect.", "jdk.internal.reflect.");

    private Calls() {}

    /**
     * Calls a method of an object.
     *
     * @param serializer of this process
     * @param handleId the object's
     * @param method what to call
     * @param arguments what to call it with; {@code null} for none
     * @param sender gets the call there
     * @return what the method returned
     * @throws Throwable what the method threw, with the stack of this thread below its own
     */
    public static Object call(
            ObjectCodec serializer, String handleId, Method method, Object[] arguments, CallSender sender)
            throws Throwable {
        String words = method.getDeclaringClass().getSimpleName() + "." + method.getName() + "()";
        byte[] invocation = written(serializer, Invocation.of(method, arguments), words);
        Reply reply;
        try {
            reply = sender.send(handleId, words, invocation);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProcessInterruptedException("interrupted while waiting for " + words, e);
        }
        Object value = read(serializer, reply.bytes(), "what " + words + " returned or threw cannot be read here");
        if (reply.thrown()) {
            throw joined((Throwable) value, words);
        }
        return value;
    }

    private static byte[] written(ObjectCodec serializer, Invocation call, String words) {
        try {
            return serializer.write(call, "call of " + words);
        } catch (NotTransferableException e) {
            // Which argument it is says more than where that is in our own object.
            for (int i = 0; i < call.arguments().length; i++) {
                serializer.write(call.arguments()[i], "argument " + (i + 1) + " of " + words);
            }
            throw e;
        }
    }

    /**
     * Carries a call out; returns whatever comes of it.
     *
     * @param serializer of this process
     * @param target whose method is called
     * @param invocation serialized
     * @return the answer
     */
    public static Reply carryOut(ObjectCodec serializer, Target target, byte[] invocation) {
        try {
            Invocation call = (Invocation)
                    read(serializer, invocation, "the arguments of a call cannot be read where the object is");
            Object value = call.invoke(target.find(call.type()));
            return new Reply(false, serializer.write(value, "result of " + call.method()));
        } catch (Throwable e) {
            // Whatever it is, the caller is to see it.
            return thrown(serializer, e);
        }
    }

    private static Object read(ObjectCodec serializer, byte[] bytes, String failure) {
        try {
            return serializer.read(bytes);
        } catch (UnreadableObjectException e) {
            throw new NotTransferableException(failure + ": " + e.getMessage(), e.className(), e.getCause());
        }
    }

    /**
     * Runs a task, which is no call of a method, in the same way.
     *
     * @param serializer of this process
     * @param task a {@code Callable}, serialized
     * @param words names it in messages
     * @return the answer
     */
    public static Reply run(ObjectCodec serializer, byte[] task, String words) {
        try {
            Callable<?> read = (Callable<?>) read(serializer, task, words + " cannot be read in its worker");
            return new Reply(false, serializer.write(read.call(), "result of " + words));
        } catch (Throwable e) {
            // Whatever it is, the caller is to see it.
            e.setStackTrace(withoutCallers(e.getStackTrace()));
            return thrown(serializer, e);
        }
    }

    /** Up to the first frame of ours from below. */
    private static StackTraceElement[] withoutCallers(StackTraceElement[] stack) {
        int end = stack.length;
        while (end > 0 && !stack[end - 1].getClassName().equals(Calls.class.getName())) {
            end--;
        }
        while (end > 0 && isReflection(stack[end - 1])) {
            end--;
        }
        return end == 0 ? stack : Arrays.copyOf(stack, end);
    }

    /** Makes an answer of what was thrown. */
    public static Reply thrown(ObjectCodec serializer, Throwable thrown) {
        return new Reply(true, serializer.writeThrown(thrown, "exception of a call"));
    }

    /** Finds the object that a call is for. */
    @FunctionalInterface
    public interface Target {

        /**
         * Finds it.
         *
         * @param type whose method is called
         * @return of that type
         * @throws IllegalStateException if there is none, or methods of that type cannot be called
         */
        Object find(Class<?> type);
    }

    /** Puts the stack of the caller below that of what was called. */
    private static Throwable joined(Throwable thrown, String words) {
        List<StackTraceElement> stack = new ArrayList<>(called(thrown.getStackTrace()));
        stack.add(new StackTraceElement("[" + words + "]", "called", null, -1));
        StackTraceElement[] here = new Throwable().getStackTrace();
        int top = 0;
        while (top < here.length && isReflection(here[top])) {
            top++;
        }
        stack.addAll(Arrays.asList(here).subList(top, here.length));
        thrown.setStackTrace(stack.toArray(StackTraceElement[]::new));
        return thrown;
    }

    /** The frames that a method has called, without those that have called it. */
    private static List<StackTraceElement> called(StackTraceElement[] stack) {
        int end = 0;
        while (end < stack.length && !stack[end].getClassName().equals(Invocation.class.getName())) {
            end++;
        }
        while (end > 0 && end < stack.length && isReflection(stack[end - 1])) {
            end--;
        }
        return Arrays.asList(stack).subList(0, end);
    }

    private static boolean isReflection(StackTraceElement frame) {
        String name = frame.getClassName();
        return name.contains(".$Proxy") || REFLECTION.stream().anyMatch(name::startsWith);
    }
}

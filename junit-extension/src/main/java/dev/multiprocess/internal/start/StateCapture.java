package dev.multiprocess.internal.start;

import dev.multiprocess.NotTransferableException;
import dev.multiprocess.internal.child.InheritedState;
import dev.multiprocess.internal.child.InheritedState.StaticValue;
import dev.multiprocess.internal.jvm.Defaults;
import dev.multiprocess.internal.objects.Handle;
import dev.multiprocess.internal.serial.ObjectCodec;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a child takes over from this JVM, captured at the moment of its start. */
public final class StateCapture {

    /** What a JVM says about itself, and what belongs to the tool that started this one. */
    private static final Pattern OWN = Pattern.compile("(java\\.(vm|class|specification|vendor|version|runtime)[.a-z]*"
            + "|java\\.home|java\\.library\\.path|(sun|jdk|os|surefire|multiprocess)\\..*"
            + "|user\\.(dir|home|name|language|country|script|variant|timezone)"
            + "|(file|path|line)\\.separator|(file|native|stdout|stderr|stdin)\\.encoding|kryo\\.unsafe)");

    /** The same few keys come with every child. */
    private static final Map<String, Boolean> IS_OWN = new ConcurrentHashMap<>();

    /** Loaded before any test of this library begins. */
    private static final Properties OF_BUILD =
            (Properties) System.getProperties().clone();

    private final InheritedState ofJvm;
    private final String taken;
    private final List<StaticValue> statics = new ArrayList<>();
    private final List<String> left = new ArrayList<>();
    private int leftBehind;

    private StateCapture(InheritedState ofJvm, String taken) {
        this.ofJvm = ofJvm;
        this.taken = taken;
    }

    /** Remembers the system properties that this JVM has now: those that its build has given it, if no test has run. */
    public static void rememberBuild() {
        // Loading this class does it.
    }

    /**
     * Takes the system properties that the build has given this JVM.
     *
     * @param ownProperties those for which the child is given its own value
     * @return without those that a JVM has by itself
     */
    static StateCapture ofBuild(Set<String> ownProperties) {
        List<String> properties = properties(OF_BUILD, ownProperties);
        return new StateCapture(
                new InheritedState(properties, List.of(), null, List.of()), "system properties of the build");
    }

    /**
     * Takes the state of this JVM, and the static fields of a class, of its superclasses and of those that enclose it.
     *
     * @param ownProperties system properties for which the child is given its own value
     */
    static StateCapture of(Class<?> testClass, Set<String> ownProperties) {
        StateCapture capture = new StateCapture(
                new InheritedState(
                        properties(System.getProperties(), ownProperties),
                        Defaults.localesBeyondArguments(),
                        Defaults.timeZoneBeyondArguments(),
                        List.of()),
                "system properties, locales, time zone, %d static fields");
        for (Class<?> outer = testClass; outer != null; outer = outer.getEnclosingClass()) {
            for (Class<?> each = outer; each != null && isUsers(each); each = each.getSuperclass()) {
                for (Field field : each.getDeclaredFields()) {
                    if (Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
                        capture.take(field);
                    }
                }
            }
        }
        return capture;
    }

    private static boolean isUsers(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader != null && loader != ClassLoader.getPlatformClassLoader();
    }

    private void take(Field field) {
        try {
            field.setAccessible(true);
            Object value = field.get(null);
            if (!Modifier.isFinal(field.getModifiers())) {
                statics.add(new StaticValue(field.getDeclaringClass().getName(), field.getName(), value));
            } else if (!isSimple(value)) {
                leave(field.getDeclaringClass().getName() + "." + field.getName(), "it is final");
            }
        } catch (IllegalAccessException | InaccessibleObjectException e) {
            leave(field.getDeclaringClass().getName() + "." + field.getName(), e.getMessage());
        }
    }

    private void leave(String field, String reason) {
        left.add(field + " has its initial value: " + reason);
    }

    /**
     * Writes it; what cannot cross is left out.
     *
     * @return first what a child reads at once; then, if there is any, all that needs Kryo, which takes a new JVM 35
     *     ms, as one message, so that what two fields share is one object in the child too
     */
    public List<byte[]> write(ObjectCodec serializer, Consumer<Handle> seen) {
        Map<Boolean, List<StaticValue>> parts =
                statics.stream().collect(Collectors.partitioningBy(each -> isSimple(each.value())));
        List<byte[]> written = new ArrayList<>();
        if (!ofJvm.properties().isEmpty() || !ofJvm.locales().isEmpty() || ofJvm.timeZone() != null) {
            written.add(serializer.write(ofJvm, "state of the test JVM", seen));
        }
        written.addAll(writeTogether(parts.get(true), serializer, seen));
        written.addAll(writeTogether(parts.get(false), serializer, seen));
        return written;
    }

    private static boolean isSimple(Object value) {
        return value == null
                || value instanceof String
                || value instanceof Boolean
                || value instanceof Character
                || value instanceof Integer
                || value instanceof Long
                || value instanceof Double
                || value instanceof Float
                || value instanceof Short
                || value instanceof Byte
                || value instanceof Enum<?>
                || value instanceof Class<?>;
    }

    private List<byte[]> writeTogether(List<StaticValue> values, ObjectCodec serializer, Consumer<Handle> seen) {
        if (values.isEmpty()) {
            return List.of();
        }
        try {
            return List.of(serializer.write(InheritedState.of(values), "static state", seen));
        } catch (NotTransferableException e) {
            List<StaticValue> crossing =
                    values.stream().filter(value -> crosses(serializer, value)).toList();
            leftBehind += values.size() - crossing.size();
            return crossing.isEmpty()
                    ? List.of()
                    : List.of(serializer.write(InheritedState.of(crossing), "static state", seen));
        }
    }

    private boolean crosses(ObjectCodec serializer, StaticValue value) {
        try {
            serializer.write(value.value(), "it");
            return true;
        } catch (NotTransferableException e) {
            leave(value.owner() + "." + value.field(), e.getMessage());
            return false;
        }
    }

    static List<String> properties(Properties all, Set<String> except) {
        List<String> texts = new ArrayList<>();
        for (String key : new TreeSet<>(all.stringPropertyNames())) {
            if (!except.contains(key) && !IS_OWN.computeIfAbsent(key, StateCapture::isOwn)) {
                texts.add(key);
                texts.add(all.getProperty(key));
            }
        }
        return List.copyOf(texts);
    }

    private static boolean isOwn(String key) {
        return OWN.matcher(key).matches();
    }

    /** What the child takes over, in words. */
    public String taken() {
        return String.format(Locale.ROOT, taken, statics.size() - leftBehind);
    }

    /** What is left out, a line each. */
    public List<String> left() {
        return List.copyOf(left);
    }
}

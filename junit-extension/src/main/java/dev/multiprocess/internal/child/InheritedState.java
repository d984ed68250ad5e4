package dev.multiprocess.internal.child;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;

/**
 * What a child takes over from the test JVM, as it was when the child was started.
 *
 * @param properties system properties: keys and values in turn
 * @param locales the default locale, that for display and that for formats; empty if the JVM was started with them
 * @param timeZone the default time zone; {@code null} if the JVM was started with it
 * @param statics static fields of the test class
 */
public record InheritedState(
        List<String> properties, List<Locale> locales, TimeZone timeZone, List<StaticValue> statics) {

    /**
     * A static field.
     *
     * @param owner the class that declares it
     * @param field its name
     * @param value what it referred to
     */
    public record StaticValue(String owner, String field, Object value) {}

    /**
     * Takes over static fields and nothing else.
     *
     * @param statics of the test class
     * @return their state
     */
    public static InheritedState of(List<StaticValue> statics) {
        return new InheritedState(List.of(), List.of(), null, List.copyOf(statics));
    }

    /**
     * Gives this JVM that state. Classes whose fields are set are initialized first, as in any JVM.
     *
     * @param loader knows the test class
     * @return which fields could not be set and why, in a line each
     */
    List<String> restore(ClassLoader loader) {
        for (int i = 0; i < properties.size(); i += 2) {
            System.setProperty(properties.get(i), properties.get(i + 1));
        }
        if (!locales.isEmpty()) {
            Locale.setDefault(locales.get(0));
            Locale.setDefault(Locale.Category.DISPLAY, locales.get(1));
            Locale.setDefault(Locale.Category.FORMAT, locales.get(2));
        }
        if (timeZone != null) {
            TimeZone.setDefault(timeZone);
        }
        List<String> left = new ArrayList<>();
        for (StaticValue each : statics) {
            try {
                set(Class.forName(each.owner(), true, loader).getDeclaredField(each.field()), each.value());
            } catch (ReflectiveOperationException | RuntimeException e) {
                left.add(each.owner() + "." + each.field() + " has its initial value: " + e);
            }
        }
        return left;
    }

    private static void set(Field field, Object value) throws ReflectiveOperationException {
        field.setAccessible(true);
        field.set(null, value);
    }
}

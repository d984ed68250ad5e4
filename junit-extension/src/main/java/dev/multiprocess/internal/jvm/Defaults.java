package dev.multiprocess.internal.jvm;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;

/**
 * This JVM's default charset, time zone and locales, as arguments for another JVM; setting them there later would take
 * it several milliseconds.
 */
public final class Defaults {

    private Defaults() {}

    public static List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        arguments.add("-Dfile.encoding=" + Charset.defaultCharset().name());
        if (timeZoneBeyondArguments() == null) {
            arguments.add("-Duser.timezone=" + TimeZone.getDefault().getID());
        }
        if (localesBeyondArguments().isEmpty()) {
            add(arguments, "", Locale.getDefault());
            add(arguments, ".display", Locale.getDefault(Locale.Category.DISPLAY));
            add(arguments, ".format", Locale.getDefault(Locale.Category.FORMAT));
        }
        return arguments;
    }

    private static void add(List<String> arguments, String category, Locale locale) {
        arguments.add("-Duser.language" + category + "=" + locale.getLanguage());
        arguments.add("-Duser.script" + category + "=" + locale.getScript());
        arguments.add("-Duser.country" + category + "=" + locale.getCountry());
        arguments.add("-Duser.variant" + category + "=" + locale.getVariant());
    }

    /** The three default locales if arguments cannot say them, else none. */
    public static List<Locale> localesBeyondArguments() {
        List<Locale> all = List.of(
                Locale.getDefault(),
                Locale.getDefault(Locale.Category.DISPLAY),
                Locale.getDefault(Locale.Category.FORMAT));
        return all.stream().anyMatch(Locale::hasExtensions) ? all : List.of();
    }

    /** The default time zone if its id does not say it, else {@code null}. */
    public static TimeZone timeZoneBeyondArguments() {
        TimeZone zone = TimeZone.getDefault();
        return TimeZone.getTimeZone(zone.getID()).hasSameRules(zone) ? null : zone;
    }
}

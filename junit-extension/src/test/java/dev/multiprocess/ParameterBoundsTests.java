package dev.multiprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every parameter of the API, given what nobody should give it: it works, or is refused there by a sentence that says what
 * must be. Finds new methods by itself; a new type of parameter needs values here.
 */
@Timeout(60)
class ParameterBoundsTests {

    private static final Path OF_ANOTHER_FILE_SYSTEM =
            FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules");

    private static final Duration LONGEST_COUNTED = Duration.ofNanos(Long.MAX_VALUE);

    /** What nobody should give; {@code null} comes beside these. */
    private static final Map<Class<?>, List<?>> HOSTILE = Map.ofEntries(
            Map.entry(
                    Duration.class,
                    List.of(
                            Duration.ZERO,
                            Duration.ofNanos(-1),
                            ChronoUnit.FOREVER.getDuration().negated(),
                            ChronoUnit.FOREVER.getDuration(),
                            Duration.ofDays(200_000),
                            LONGEST_COUNTED)),
            Map.entry(String.class, List.of("", "\0", "a\0b", "=", " ", "x".repeat(100_000))),
            Map.entry(Path.class, List.of(OF_ANOTHER_FILE_SYSTEM)),
            Map.entry(int.class, List.of(0, -1, 65, 256, Integer.MIN_VALUE, Integer.MAX_VALUE)),
            Map.entry(long.class, List.of(0L, -1L, Long.MIN_VALUE, Long.MAX_VALUE)),
            Map.entry(boolean.class, List.of()),
            Map.entry(StartMethod.class, List.of()),
            Map.entry(UnaryOperator.class, List.of((UnaryOperator<?>) options -> null)),
            Map.entry(ProcessTask.class, List.of()),
            Map.entry(ProcessTask.Indexed.class, List.of()),
            Map.entry(ProcessAction.class, List.of()),
            Map.entry(ProcessAction.Indexed.class, List.of()),
            Map.entry(Class.class, List.of(int.class, String[].class, Runnable.class)),
            Map.entry(Pattern.class, List.of()),
            Map.entry(Object.class, List.of()),
            Map.entry(Iterable.class, List.of(Arrays.asList(1, null))),
            Map.entry(Collection.class, List.of()));

    /** What is allowed for a parameter beside the one that is looked at. */
    private static final Map<Class<?>, Object> ORDINARY = Map.ofEntries(
            Map.entry(Duration.class, Duration.ofMillis(1)),
            Map.entry(String.class, "name"),
            Map.entry(Path.class, Path.of("")),
            Map.entry(int.class, 1),
            Map.entry(long.class, 1L),
            Map.entry(boolean.class, true),
            Map.entry(StartMethod.class, StartMethod.SPAWN),
            Map.entry(UnaryOperator.class, UnaryOperator.identity()),
            Map.entry(ProcessTask.class, (ProcessTask<Integer>) () -> 1),
            Map.entry(ProcessTask.Indexed.class, (ProcessTask.Indexed<Integer>) index -> index),
            Map.entry(ProcessAction.class, (ProcessAction) () -> {}),
            Map.entry(ProcessAction.Indexed.class, (ProcessAction.Indexed) index -> {}),
            // No program, so that none is started.
            Map.entry(Class.class, Object.class),
            Map.entry(Pattern.class, Pattern.compile("up")),
            Map.entry(Object.class, 1),
            Map.entry(Iterable.class, List.of(1)),
            Map.entry(Collection.class, new ArrayList<>()));

    /** What only an empty value can say, or what shows when the child is started. */
    private static final Set<String> ANY_TEXT =
            Set.of("systemProperty 1", "environment 1", "withoutFromClassPath 0", "withoutAgent 0", "input 0");

    /** A parameter of a method. */
    private record Place(Method method, int index) {

        private Class<?> type() {
            Class<?> type = method.getParameterTypes()[index];
            return type.isArray() ? type.getComponentType() : type;
        }

        private Object call(Object target, Object value) throws Throwable {
            Class<?>[] types = method.getParameterTypes();
            Object[] values = new Object[types.length];
            for (int i = 0; i < types.length; i++) {
                values[i] = i == index ? asDeclared(types[i], value) : ordinary(types[i]);
            }
            try {
                return method.invoke(target, values);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }

        private static Object ordinary(Class<?> type) {
            return asDeclared(type, ORDINARY.get(type.isArray() ? type.getComponentType() : type));
        }

        private static Object asDeclared(Class<?> type, Object value) {
            if (!type.isArray()) {
                return value;
            }
            Object array = Array.newInstance(type.getComponentType(), 1);
            Array.set(array, 0, value);
            return array;
        }

        @Override
        public String toString() {
            return method.getName() + " " + index;
        }
    }

    private static List<Place> placesOf(Class<?> type, Predicate<Method> wanted) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers())
                        && !Modifier.isStatic(method.getModifiers())
                        && !method.isSynthetic()
                        && wanted.test(method))
                .sorted(Comparator.comparing(Method::toGenericString))
                .flatMap(method -> Stream.iterate(0, i -> i < method.getParameterCount(), i -> i + 1)
                        .map(i -> new Place(method, i)))
                .peek(place ->
                        assertThat(HOSTILE).as("values for %s", place.method()).containsKey(place.type()))
                .toList();
    }

    static Stream<Arguments> setters() {
        // forChild sets no option.
        return placesOf(
                        ProcessOptions.class,
                        method -> method.getReturnType() == ProcessOptions.class
                                && !method.getName().equals("forChild"))
                .stream()
                .map(place -> arguments(place.toString(), place));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("setters")
    void optionIsGivenWhatCannotBe_isRefusedByItsName(String name, Place place) throws Throwable {
        String option = place.method().getName();
        requireNullIsRefused(ProcessOptions.defaults(), place);
        for (Object value : HOSTILE.get(place.type())) {
            if (value instanceof Duration limit && limit.compareTo(LONGEST_COUNTED) >= 0) {
                ProcessOptions options = (ProcessOptions) place.call(ProcessOptions.defaults(), limit);
                assertThat(ProcessOptions.class.getMethod(option).invoke(options))
                        .as("%s of %s", option, limit)
                        .isEqualTo(Optional.empty());
            } else if (isAllowed(place, value)) {
                assertThatCode(() -> place.call(ProcessOptions.defaults(), value))
                        .as("%s of '%s'", option, value)
                        .doesNotThrowAnyException();
            } else {
                assertThatCode(() -> place.call(ProcessOptions.defaults(), value))
                        .as("%s of '%s'", option, value)
                        .isInstanceOf(MultiProcessConfigurationException.class)
                        .hasMessageMatching("(?s)" + option + " must .*: " + option + "=.*");
            }
        }
    }

    private static boolean isAllowed(Place place, Object value) {
        boolean isLongText = value instanceof String text && text.length() == 100_000;
        boolean isKey = place.toString().matches("(systemProperty|environment) 0");
        boolean isPlainText = value instanceof String text && text.indexOf('\0') < 0;
        return ANY_TEXT.contains(place.toString())
                        && (isPlainText || place.toString().matches("(withoutFromClassPath|input) 0"))
                || isKey && (isLongText || " ".equals(value));
    }

    @Tag("fork")
    @MultiProcessTest
    void anyOtherMethodIsGivenWhatCannotBe_worksOrIsRefused(Processes processes) {
        ChildProcess<Integer> child = processes.start(() -> {
            System.out.println("up");
            return 1;
        });
        ProcessGroup<Integer> group = processes.start(1, "group", () -> 1);
        child.join();
        group.join();
        walk(Processes.class, place -> processes);
        walk(ChildProcess.class, place -> child.expectExit(0));
        walk(ProcessGroup.class, place -> group.expectExit(0));
        walk(ProcessQueue.class, place -> queueFor(place, processes));
        walk(QueueReader.class, place -> queueFor(place, processes).reader());
        walk(QueueWriter.class, place -> queueFor(place, processes).writer());
        child.expectExit(0);
        group.expectExit(0);
        assertThat(processes.children()).as("started meanwhile").hasSize(2);
    }

    /** One in which no operation waits. */
    private static ProcessQueue<Object> queueFor(Place place, Processes processes) {
        ProcessQueue<Object> queue = processes.queue("queue");
        if (!place.method().getName().equals("joinTasks")) {
            queue.add(place.method().getName().equals("look") ? new byte[1] : 1);
        }
        return queue;
    }

    private static void walk(Class<?> type, Function<Place, Object> target) {
        for (Place place : placesOf(type, any -> true)) {
            requireNullIsRefused(target.apply(place), place);
            for (Object value : HOSTILE.get(place.type())) {
                try {
                    place.call(target.apply(place), value);
                } catch (Throwable e) {
                    assertThat(e)
                            .as("%s.%s of '%s'", type.getSimpleName(), place, value)
                            .isInstanceOfAny(IllegalArgumentException.class, NullPointerException.class)
                            .message()
                            .contains(" must ");
                }
            }
        }
    }

    private static void requireNullIsRefused(Object target, Place place) {
        if (place.type().isPrimitive()) {
            return;
        }
        try {
            place.call(target, null);
        } catch (Throwable e) {
            assertThat(e)
                    .as("%s of null", place.method())
                    .isInstanceOf(NullPointerException.class)
                    .message()
                    .contains(" must not be null");
            return;
        }
        fail("%s accepted null", place.method());
    }
}

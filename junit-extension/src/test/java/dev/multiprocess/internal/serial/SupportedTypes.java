package dev.multiprocess.internal.serial;

import static java.util.concurrent.TimeUnit.SECONDS;

import com.google.common.collect.HashMultimap;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.multiprocess.internal.serial.Shapes.Box;
import dev.multiprocess.internal.serial.Shapes.Color;
import dev.multiprocess.internal.serial.Shapes.Point;
import java.io.File;
import java.io.Serializable;
import java.lang.annotation.Retention;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.text.SimpleDateFormat;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Currency;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.SimpleTimeZone;
import java.util.Stack;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.Vector;
import java.util.WeakHashMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** The catalogue of what crosses: the source of the guide's table and of the tests that hold it to its word. */
final class SupportedTypes {

    /** Stands for the original wherever two copies are equal by themselves. */
    private static final Function<Object, Object> ITSELF = object -> Arrays.asList(object.getClass(), object);

    private final List<Row> rows = new ArrayList<>();
    private String category;

    /**
     * One kind of object.
     *
     * @param view what must be equal of the original and of its copy
     */
    record Row(String category, String label, Supplier<?> value, Function<Object, Object> view) {
        @Override
        public String toString() {
            return category + ": " + label;
        }
    }

    private SupportedTypes() {}

    static List<Row> all() {
        SupportedTypes types = new SupportedTypes();
        types.basics();
        types.userClasses();
        types.arrays();
        types.unchangingCollections();
        types.collections();
        types.wrappersAndViews();
        types.concurrent();
        types.time();
        types.values();
        types.functions();
        types.throwables();
        types.serializable();
        return types.rows;
    }

    /** The guide's table. */
    static String table() {
        Map<String, List<String>> labels = all().stream()
                .collect(Collectors.groupingBy(
                        Row::category, LinkedHashMap::new, Collectors.mapping(Row::label, Collectors.toList())));
        StringBuilder table = new StringBuilder("| Kind | What crosses |\n| --- | --- |\n");
        labels.forEach((kind, list) -> table.append("| " + kind + " | " + String.join(", ", list) + " |\n"));
        return table.toString();
    }

    private void basics() {
        category = "Basic values";
        same("`null`", () -> null, object -> object);
        same("`Boolean`", () -> true);
        same("`Byte`", () -> (byte) -1);
        same("`Character`", () -> '\uffff');
        same("`Short`", () -> Short.MIN_VALUE);
        same("`Integer`", () -> Integer.MIN_VALUE);
        same("`Long`", () -> Long.MAX_VALUE);
        same("`Float`", () -> Float.NaN);
        same("`Double`", () -> -0.0);
        same("`String`", () -> "text, \u00e4\u6f22\ud83d\ude00\u0000");
        same("`StringBuilder`", () -> new StringBuilder("built"), Object::toString);
        same("`StringBuffer`", () -> new StringBuffer("built"), Object::toString);
        same("`Object`", Object::new, Object::getClass);
        same("`BigInteger`", () -> BigInteger.TEN.pow(50));
        same("`BigDecimal`", () -> new BigDecimal("12.3400"));
        same(
                "`Class` (also `int.class` and `void.class`)",
                () -> List.of(void.class, int.class, int[].class, Point.class));
    }

    private void userClasses() {
        category = "Your classes";
        same("records", () -> new Shapes.Line(new Point(1, 2), null));
        same(
                "records with components of all primitive types",
                () -> new Shapes.Primitives(true, (byte) 1, 'c', (short) -2, 3, -4L, 5.5f, -6.5));
        same("generic records", () -> new Box<>(new Point(1, 2), List.of(new Point(3, 4))));
        same("private records", Shapes::privateRecord);
        same("local records", Shapes::localRecord);
        same("records whose accessors change what they return", () -> new Shapes.Masked("secret"));
        same("enums", () -> Color.RED);
        same("enum constants with a body", () -> Color.GREEN);
        same("sealed types", () -> List.of(new Shapes.Cash(5), new Shapes.Card("1234")));
        same("classes without a constructor without parameters", () -> new Shapes.Bean("bean"));
        same("classes with a public constructor that are not public", Shapes.PublicConstructor::new);
        same("classes with a private constructor", () -> Shapes.PrivateConstructor.of(2));
        same("inner classes with their outer object", Shapes::inner, inner -> ((Shapes.Inner) inner).outerText());
        same("cyclic graphs", Shapes::ring, SupportedTypes::ringShape);
        same("chains of 100,000 objects", () -> Shapes.chain(100_000), SupportedTypes::chainLength);
        same("anonymous subclasses of collections", Shapes::anonymousList, list -> ((List<?>) list).get(0));
        same(
                "subclasses that override `removeEldestEntry`",
                Shapes::leastRecentlyUsed,
                map -> List.copyOf(((Map<?, ?>) map).keySet()));
    }

    private void arrays() {
        category = "Arrays";
        array("`boolean[]`", () -> new boolean[] {true, false});
        array("`byte[]`", () -> new byte[] {1, -1});
        array("`char[]`", () -> new char[] {'a', '\u00e4'});
        array("`short[]`", () -> new short[] {1, -1});
        array("`int[]`", () -> new int[] {1, -1});
        array("`long[]`", () -> new long[] {1, -1});
        array("`float[]`", () -> new float[] {1, -1});
        array("`double[]`", () -> new double[] {1, -1});
        array("`String[]`", () -> new String[] {"a", null});
        array("`Object[]`", () -> new Object[] {1, "a", null, new Point(1, 2)});
        array("arrays of records", () -> new Point[] {new Point(1, 2), null});
        array("arrays of enums", () -> Color.values());
        array("arrays of arrays", () -> new int[][] {{1}, {}, null});
        array("empty arrays", () -> new String[0]);
        same("arrays that contain themselves", SupportedTypes::selfArray, array -> ((Object[]) array)[0] == array);
    }

    private void unchangingCollections() {
        category = "Unchanging collections";
        same("`List.of`", () -> List.of(new Point(1, 2), "b", 3));
        same("`List.of` of none", List::of);
        same("`List.of` of two", () -> List.of(1, 2));
        same("`List.copyOf`", () -> List.copyOf(Set.of(1)));
        same("`Set.of`", () -> Set.of("a", "b", "c"));
        same("`Map.of`", () -> Map.of("a", new Point(1, 2)));
        same("`Map.copyOf`", () -> Map.copyOf(Map.of(1, 2, 3, 4)));
        same("`Stream.toList`", () -> Stream.of(1, 2, 3).toList());
        same("`Stream.toList` with nulls", () -> Stream.of(1, null, 3).toList());
        same("`List.of(...).subList`", () -> List.of(1, 2, 3, 4).subList(1, 3), object -> object);
        same("`Map.entry`", () -> Map.entry("a", new Point(1, 2)));
        same("`Collections.emptyList`", Collections::emptyList);
        same("`Collections.emptyMap`", Collections::emptyMap);
        same("`Collections.emptySet`", Collections::emptySet);
        same("`Collections.singletonList`", () -> Collections.singletonList(new Point(1, 2)));
        same("`Collections.singleton`", () -> Collections.singleton(new Point(1, 2)));
        same("`Collections.singletonMap`", () -> Collections.singletonMap("a", new Point(1, 2)));
        same("`Collections.nCopies`", () -> Collections.nCopies(3, new Point(1, 2)));
        same("`Optional`", () -> Optional.of(new Point(1, 2)));
        same("`Optional.empty`", Optional::empty);
        same("`OptionalInt`", () -> OptionalInt.of(1));
        same("`OptionalLong`", () -> OptionalLong.of(1));
        same("`OptionalDouble`", () -> OptionalDouble.of(1));
        same("Guava `ImmutableList`", () -> ImmutableList.of(new Point(1, 2)));
        same("Guava `ImmutableSet`", () -> ImmutableSet.of(new Point(1, 2), new Point(3, 4)));
        same("Guava `ImmutableMap`", () -> ImmutableMap.of("a", new Point(1, 2)));
    }

    private void collections() {
        category = "Collections";
        same("`ArrayList`", () -> new ArrayList<>(Arrays.asList(1, null, new Point(1, 2))));
        same("`LinkedList`", () -> new LinkedList<>(List.of(1, 2)));
        same("`ArrayDeque`", () -> new ArrayDeque<>(List.of(1, 2)), SupportedTypes::elements);
        same("`Vector`", () -> new Vector<>(List.of(1, 2)));
        same("`Stack`", SupportedTypes::stack);
        same("`HashSet`", () -> new HashSet<>(List.of(new Point(1, 2), new Point(3, 4))));
        same("`LinkedHashSet`", () -> new LinkedHashSet<>(List.of(3, 1, 2)), SupportedTypes::elements);
        same("`TreeSet`", () -> new TreeSet<>(List.of(3, 1, 2)), SupportedTypes::elements);
        same("`TreeSet` with a comparator", () -> fill(new TreeSet<>(byX())), SupportedTypes::elements);
        same("`PriorityQueue`", () -> new PriorityQueue<>(List.of(3, 1, 2)), SupportedTypes::elements);
        same("`PriorityQueue` with a comparator", () -> fill(new PriorityQueue<>(byX())), SupportedTypes::elements);
        same("`HashMap`", () -> new HashMap<>(Map.of("a", new Point(1, 2))));
        same("`LinkedHashMap`", () -> new LinkedHashMap<>(Map.of("a", 1)));
        same("`TreeMap`", () -> new TreeMap<>(Map.of("a", 1, "b", 2)));
        same(
                "`TreeMap` with a comparator",
                () -> fill(new TreeMap<>(Comparator.<String>reverseOrder())),
                map -> List.copyOf(((Map<?, ?>) map).keySet()));
        same("`Hashtable`", () -> new Hashtable<>(Map.of("a", 1)));
        same("`Properties`", SupportedTypes::properties);
        same("`IdentityHashMap`", SupportedTypes::identityMap, map -> new HashMap<>((Map<?, ?>) map));
        same("`WeakHashMap`", () -> new WeakHashMap<>(Map.of(Color.RED, 1)));
        same("`EnumSet`", () -> EnumSet.of(Color.GREEN));
        same("`EnumSet.noneOf`", () -> EnumSet.noneOf(Color.class));
        same("`EnumMap`", () -> new EnumMap<>(Map.of(Color.GREEN, new Point(1, 2))));
        same("`BitSet`", () -> BitSet.valueOf(new long[] {5, 7}));
        same("Guava `HashMultimap`", SupportedTypes::multimap);
    }

    private void wrappersAndViews() {
        category = "Wrappers and views";
        same("`Arrays.asList`", () -> Arrays.asList(new Point(1, 2), null));
        same("`Collections.unmodifiableList`", () -> Collections.unmodifiableList(points()));
        same("`Collections.unmodifiableSet`", () -> Collections.unmodifiableSet(new HashSet<>(points())));
        same("`Collections.unmodifiableMap`", () -> Collections.unmodifiableMap(new TreeMap<>(Map.of("a", 1))));
        same(
                "`Collections.unmodifiableCollection`",
                () -> Collections.unmodifiableCollection(points()),
                SupportedTypes::elements);
        same(
                "`Collections.unmodifiableSortedMap`",
                () -> Collections.unmodifiableSortedMap(new TreeMap<>(Map.of("a", 1))));
        same("`Collections.synchronizedList`", () -> Collections.synchronizedList(points()));
        same("`Collections.synchronizedMap`", () -> Collections.synchronizedMap(new HashMap<>(Map.of("a", 1))));
        same("`Collections.checkedList`", () -> Collections.checkedList(points(), Point.class));
        same("`Collections.newSetFromMap`", () -> fill(Collections.newSetFromMap(new ConcurrentHashMap<>())));
        same("`Collections.reverseOrder`", Collections::reverseOrder);
        same("`ArrayList.subList` as `ArrayList`", () -> points().subList(0, 1), object -> object);
        same("`keySet` as `LinkedHashSet`", () -> new HashMap<>(Map.of("a", 1)).keySet(), object -> object);
        same("`values` as `ArrayList`", () -> new TreeMap<>(Map.of("a", 1, "b", 2)).values(), SupportedTypes::contents);
        same("`entrySet` as `LinkedHashSet`", () -> new HashMap<>(Map.of("a", 1)).entrySet(), object -> object);
        same(
                "`TreeMap.headMap` and its like as `TreeMap`",
                () -> fill(new TreeMap<>(Comparator.<String>reverseOrder())).headMap("b"),
                object -> object);
        same("`TreeSet.subSet` as `TreeSet`", () -> new TreeSet<>(List.of(1, 2, 3)).subSet(1, 3), object -> object);
        same(
                "`Map.Entry` of a map as `SimpleEntry`",
                () -> new HashMap<>(Map.of("a", 1)).entrySet().iterator().next(),
                object -> object);
        same("`SimpleEntry`", () -> new AbstractMap.SimpleEntry<>("a", new Point(1, 2)));
    }

    private void concurrent() {
        category = "Concurrent";
        same("`ConcurrentHashMap`", () -> new ConcurrentHashMap<>(Map.of("a", new Point(1, 2))));
        same("`ConcurrentHashMap.newKeySet`", () -> fill(ConcurrentHashMap.newKeySet()));
        same("`ConcurrentSkipListMap`", () -> new ConcurrentSkipListMap<>(Map.of("a", 1)));
        same("`ConcurrentSkipListSet`", () -> fill(new ConcurrentSkipListSet<>(byX())), SupportedTypes::elements);
        same("`CopyOnWriteArrayList`", () -> new CopyOnWriteArrayList<>(points()));
        same("`CopyOnWriteArraySet`", () -> new CopyOnWriteArraySet<>(points()));
        same("`ConcurrentLinkedQueue`", () -> new ConcurrentLinkedQueue<>(points()), SupportedTypes::elements);
        same("`ConcurrentLinkedDeque`", () -> new ConcurrentLinkedDeque<>(points()), SupportedTypes::elements);
        same(
                "`LinkedBlockingQueue` with its capacity",
                () -> fill(new LinkedBlockingQueue<>(5)),
                SupportedTypes::capacity);
        same(
                "`LinkedBlockingDeque` with its capacity",
                () -> fill(new LinkedBlockingDeque<>(5)),
                SupportedTypes::capacity);
        same(
                "`ArrayBlockingQueue` with its capacity",
                () -> fill(new ArrayBlockingQueue<>(5)),
                SupportedTypes::capacity);
        same("`PriorityBlockingQueue`", () -> fill(new PriorityBlockingQueue<>(5, byX())), SupportedTypes::elements);
        same("`LinkedTransferQueue`", () -> fill(new LinkedTransferQueue<>()), SupportedTypes::elements);
        same("`AtomicInteger`", () -> new AtomicInteger(5), Object::toString);
        same("`AtomicLong`", () -> new AtomicLong(5), Object::toString);
        same("`AtomicBoolean`", () -> new AtomicBoolean(true), Object::toString);
        same("`AtomicReference`", () -> new AtomicReference<>(new Point(1, 2)), r -> ((AtomicReference<?>) r).get());
        same("`AtomicIntegerArray`", () -> new AtomicIntegerArray(new int[] {1, 2}), Object::toString);
        same("`LongAdder`", SupportedTypes::adder, Object::toString);
        same("`ReentrantLock` (unlocked)", ReentrantLock::new, lock -> ((ReentrantLock) lock).isLocked());
        same("`Semaphore`", () -> new Semaphore(3), semaphore -> ((Semaphore) semaphore).availablePermits());
        same("`TimeUnit`", () -> SECONDS);
    }

    private void time() {
        category = "Time";
        same("`Instant`", () -> Instant.ofEpochSecond(1, 2));
        same("`Duration`", () -> Duration.ofNanos(123456789012L));
        same("`Period`", () -> Period.of(1, 2, 3));
        same("`LocalDate`", () -> LocalDate.of(2024, 2, 29));
        same("`LocalTime`", () -> LocalTime.of(1, 2, 3, 4));
        same("`LocalDateTime`", () -> LocalDateTime.of(2024, 2, 29, 1, 2));
        same("`OffsetTime`", () -> OffsetTime.of(1, 2, 3, 4, ZoneOffset.ofHours(5)));
        same("`OffsetDateTime`", () -> OffsetDateTime.of(2024, 1, 2, 3, 4, 5, 6, ZoneOffset.UTC));
        same("`ZonedDateTime`, also in the repeated hour", SupportedTypes::repeatedHour);
        same("`ZoneId`", () -> ZoneId.of("Europe/Berlin"));
        same("`ZoneOffset`", () -> ZoneOffset.ofHoursMinutes(5, 30));
        same("`Year`", () -> Year.of(2024));
        same("`YearMonth`", () -> YearMonth.of(2024, 2));
        same("`MonthDay`", () -> MonthDay.of(2, 29));
        same("`Month`", () -> Month.MAY);
        same("`DayOfWeek`", () -> DayOfWeek.FRIDAY);
        same("`Clock`", () -> Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
        same("`Clock.systemUTC`", Clock::systemUTC);
        same("`Date`", () -> new Date(5));
        same("`java.sql.Timestamp` with its nanoseconds", SupportedTypes::timestamp);
        same("`Calendar`", () -> new GregorianCalendar(2024, 1, 29));
        same("`TimeZone`", () -> new SimpleTimeZone(90_000, "Mine"));
        same("`SimpleDateFormat`", () -> new SimpleDateFormat("yyyy", Locale.ROOT));
    }

    private void values() {
        category = "Other values";
        same("`UUID`", () -> new UUID(1, 2));
        same("`URI`", () -> URI.create("http://host/path?query#fragment"));
        same("`URL`", () -> url("http://localhost/path"), Object::toString);
        same("`Path`", () -> Path.of("a", "b"));
        same("`File`", () -> new File("a/b"));
        same("`Pattern`", () -> Pattern.compile("a+", Pattern.CASE_INSENSITIVE), SupportedTypes::pattern);
        same("`Locale` with its script", () -> Locale.forLanguageTag("zh-Hans-CN"));
        same("`Currency`", () -> Currency.getInstance("EUR"));
        same("`Charset`", () -> StandardCharsets.UTF_16);
        same("`InetAddress`", () -> InetAddress.getLoopbackAddress());
        same("`InetSocketAddress`", () -> InetSocketAddress.createUnresolved("host", 80));
        same("`ByteBuffer` with byte order, position and limit", SupportedTypes::heapBuffer, SupportedTypes::buffer);
        same("direct `ByteBuffer`", SupportedTypes::directBuffer, SupportedTypes::buffer);
        same("`Random` with its seed", () -> new Random(42), SupportedTypes::nextRandom);
        same("`StackTraceElement`", () -> new StackTraceElement("app", "m", "1", "C", "m", "C.java", 5));
        same("`Thread.State`", () -> Thread.State.BLOCKED);
    }

    @SuppressWarnings("serial")
    private void functions() {
        category = "Functions";
        same("lambdas whose interface is `Serializable`", () -> supplier(() -> "said"), SupportedTypes::call);
        same("captured values that are not `Serializable`", () -> capturing(new Point(1, 2)), SupportedTypes::call);
        same("lambdas that capture `this`", () -> new Shapes.Capturing().lambda(), SupportedTypes::call);
        same("method references", () -> supplier(new Point(1, 2)::toString), SupportedTypes::call);
        same("constructor references", () -> supplier(ArrayList<String>::new), SupportedTypes::call);
        same("captured lambdas", () -> capturing(supplier(() -> 5).get()), SupportedTypes::call);
        same("`Comparator.comparing` of such", () -> byX(), SupportedTypes::sorted);
        same("`Comparator.comparing` reversed", () -> byX().reversed(), SupportedTypes::sorted);
        same("proxies whose handler crosses", SupportedTypes::proxy, proxy -> ((Supplier<?>) proxy).get());
        same("annotations", SupportedTypes::annotation, object -> object);
    }

    private void throwables() {
        category = "Throwables";
        throwable("exceptions with cause and suppressed", SupportedTypes::exception);
        throwable(
                "exceptions without usable constructors, with their fields",
                () -> Shapes.OddException.of(5, new Point(1, 2), null));
        throwable("`AssertionError`", () -> new AssertionError("wrong", new RuntimeException("cause")));
        same(
                "`AssertionFailedError` with expected and actual",
                () -> new AssertionFailedError("wrong", "a", 5),
                SupportedTypes::expectedAndActual);
        throwable("`TestAbortedException`", () -> new TestAbortedException("assumed"));
        throwable("`NullPointerException` with the JVM's text", SupportedTypes::nullPointer);
        throwable("`ExecutionException`", () -> new ExecutionException(new RuntimeException("cause")));
        throwable("`StackOverflowError`", StackOverflowError::new);
    }

    private void serializable() {
        category = "`Serializable` classes";
        same("`writeObject` and `readObject`", () -> new Shapes.Hooked(new Point(1, 2)), SupportedTypes::hooked);
        same("`writeReplace` and `readResolve`", () -> Shapes.Replaced.ONLY);
        same("`Externalizable`", () -> new Shapes.External(new Point(1, 2)));
    }

    private void same(String label, Supplier<?> value) {
        same(label, value, ITSELF);
    }

    private void same(String label, Supplier<?> value, Function<Object, Object> view) {
        rows.add(new Row(category, label, value, view));
    }

    private void array(String label, Supplier<?> value) {
        same(label, value, array -> List.of(array.getClass(), Arrays.deepToString(new Object[] {array})));
    }

    private void throwable(String label, Supplier<Throwable> value) {
        same(label, value, throwable -> describe((Throwable) throwable));
    }

    private static List<Object> describe(Throwable throwable) {
        return Arrays.asList(
                throwable.getClass(),
                throwable.toString(),
                throwable.getMessage(),
                List.of(throwable.getStackTrace()),
                throwable.getCause() == null ? null : describe(throwable.getCause()),
                Stream.of(throwable.getSuppressed())
                        .map(SupportedTypes::describe)
                        .toList());
    }

    private static Throwable exception() {
        Throwable exception = new IllegalStateException("outer", new IllegalArgumentException("inner"));
        exception.addSuppressed(new RuntimeException("beside"));
        return exception;
    }

    private static Throwable nullPointer() {
        Point[] points = new Point[1];
        try {
            points[0].x();
            throw new AssertionError("not reached");
        } catch (NullPointerException e) {
            return e;
        }
    }

    private static Object expectedAndActual(Object error) {
        AssertionFailedError failed = (AssertionFailedError) error;
        return List.of(
                describe(failed),
                failed.getExpected().getValue(),
                failed.getActual().getValue(),
                failed.getActual().getType(),
                failed.getActual().getStringRepresentation());
    }

    private static Object ringShape(Object ring) {
        Shapes.Node first = (Shapes.Node) ring;
        return List.of(
                first.name,
                first.next.name,
                first.next.next == first,
                first.friends.get(0) == first,
                first.next.byName.get("first") == first);
    }

    private static Object chainLength(Object chain) {
        int length = 0;
        for (Shapes.Node node = (Shapes.Node) chain; node != null; node = node.next) {
            length++;
        }
        return length;
    }

    private static Object[] selfArray() {
        Object[] array = new Object[1];
        array[0] = array;
        return array;
    }

    private static Object contents(Object collection) {
        return List.of(((Collection<?>) collection).toArray());
    }

    private static List<Object> elements(Object collection) {
        return List.of(collection.getClass(), contents(collection));
    }

    private static Object capacity(Object queue) {
        return List.of(elements(queue), ((BlockingQueue<?>) queue).remainingCapacity());
    }

    private static List<Point> points() {
        return new ArrayList<>(List.of(new Point(2, 1), new Point(1, 2)));
    }

    private static <C extends Collection<Point>> C fill(C collection) {
        collection.addAll(points());
        return collection;
    }

    private static <M extends Map<String, Integer>> M fill(M map) {
        map.putAll(Map.of("a", 1, "b", 2, "c", 3));
        return map;
    }

    @SuppressWarnings("serial")
    private static Comparator<Point> byX() {
        return Comparator.comparing((Function<Point, Integer> & Serializable) Point::x);
    }

    private static Object sorted(Object comparator) {
        @SuppressWarnings("unchecked")
        Comparator<Point> order = (Comparator<Point>) comparator;
        return points().stream().sorted(order).toList();
    }

    private static Object stack() {
        Stack<Integer> stack = new Stack<>();
        stack.push(1);
        return stack;
    }

    private static Object properties() {
        Properties properties = new Properties();
        properties.setProperty("key", "value");
        return properties;
    }

    private static Object identityMap() {
        Map<Object, Object> map = new IdentityHashMap<>();
        map.put(Color.RED, 1);
        return map;
    }

    private static Object multimap() {
        HashMultimap<String, Point> multimap = HashMultimap.create();
        multimap.put("a", new Point(1, 2));
        multimap.put("a", new Point(3, 4));
        return multimap;
    }

    private static Object adder() {
        LongAdder adder = new LongAdder();
        adder.add(5);
        return adder;
    }

    private static Object repeatedHour() {
        return ZonedDateTime.of(2024, 10, 27, 2, 30, 0, 0, ZoneId.of("Europe/Berlin"))
                .withLaterOffsetAtOverlap();
    }

    private static Object timestamp() {
        Timestamp timestamp = new Timestamp(5000);
        timestamp.setNanos(123456789);
        return timestamp;
    }

    private static Object url(String text) {
        try {
            return URI.create(text).toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static Object pattern(Object pattern) {
        return List.of(pattern.toString(), ((Pattern) pattern).flags());
    }

    private static Object heapBuffer() {
        return ByteBuffer.wrap(new byte[] {1, 2, 3, 4})
                .order(ByteOrder.LITTLE_ENDIAN)
                .position(1)
                .limit(3);
    }

    private static Object directBuffer() {
        return ByteBuffer.allocateDirect(4).putInt(5).flip();
    }

    private static Object buffer(Object object) {
        ByteBuffer buffer = (ByteBuffer) object;
        return List.of(
                buffer.toString(),
                buffer.order(),
                buffer.isDirect(),
                buffer.duplicate().clear());
    }

    private static Object nextRandom(Object random) {
        return ((Random) random).nextLong();
    }

    private static <T> Shapes.SerializableSupplier<T> supplier(Shapes.SerializableSupplier<T> supplier) {
        return supplier;
    }

    private static Object capturing(Object captured) {
        return supplier(() -> captured);
    }

    private static Object call(Object supplier) {
        return ((Supplier<?>) supplier).get();
    }

    private static Object proxy() {
        return Proxy.newProxyInstance(
                SupportedTypes.class.getClassLoader(), new Class<?>[] {Supplier.class}, new Shapes.Greeter("hello"));
    }

    private static Object annotation() {
        return FunctionalInterface.class.getAnnotation(Retention.class);
    }

    private static Object hooked(Object object) {
        Shapes.Hooked hooked = (Shapes.Hooked) object;
        return hooked.content;
    }
}

package dev.multiprocess;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.multiprocess.kit.Signals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TimeZone;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How children come to be, and what they inherit. */
@Tag("fork")
@Timeout(60)
@Execution(ExecutionMode.SAME_THREAD)
class StartMethodTests {

    static String record(ChildProcess<?> child) {
        Path output = child.outputFile();
        try {
            return Files.readString(output.resolveSibling(child.name() + ".launch.txt"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    // ---- all of them

    @ParameterizedTest
    @EnumSource(names = {"SPAWN", "FORK", "FORK_SERVER"})
    @MultiProcess
    void everyMethod_runsATaskAndIsToldInTheLaunchRecord(
            StartMethod method, Processes processes, ProcessQueue<String> texts) {
        Processes started = processes.with(o -> o.startMethod(method).systemProperty("of.child", "own"));
        ProcessGroup<Long> pair = started.start(2, "pair", index -> {
            texts.put("from " + index + " with " + System.getProperty("of.child"));
            return ProcessHandle.current().pid();
        });

        assertThat(pair.results())
                .isEqualTo(pair.children().stream().map(ChildProcess::pid).toList());
        assertThat(texts.poll()).endsWith("with own");
        assertThat(texts.poll()).endsWith("with own");
        assertThat(record(pair.children().get(0)))
                .contains("start method : " + method + "\n")
                .containsPattern("started as +: a (new )?JVM")
                .containsPattern("command +: java @.*args \\(by hand it ends at once: its test JVM is gone\\)")
                .containsPattern("ended +: finished");
    }

    /** The first lambda or joined text of a JVM takes it more time than all of our own classes. */
    @MultiProcessTest(startMethod = StartMethod.SPAWN)
    void wayToTheTask_hasNoLambdaAndJoinsNoText(Processes processes) {
        ChildProcess<Void> child =
                processes.with(o -> o.jvmArgs("-Xlog:class+load")).start(() -> System.out.println(TASK_BEGINS));
        child.join();

        assertThat(child.output()).contains(TASK_BEGINS).anyMatch(line -> line.contains(CHILD_MAIN));
        assertThat(child.output().stream()
                        .dropWhile(line -> !line.contains(CHILD_MAIN))
                        .takeWhile(line -> !line.equals(TASK_BEGINS)))
                .anyMatch(line -> line.contains(" dev.multiprocess.internal.child.TaskRun "))
                .noneMatch(line -> line.contains("$$Lambda"))
                .noneMatch(line -> line.contains(" java.lang.invoke.StringConcatFactory "))
                .noneMatch(line -> line.contains(" java.lang.invoke.InnerClassLambdaMetafactory "));
    }

    private static final String CHILD_MAIN = "[class,load] dev.multiprocess.internal.child.ChildMain ";
    private static final String TASK_BEGINS = "the task begins";

    /** To its first socket a JVM has a long way, and most tasks need none. */
    @ParameterizedTest
    @EnumSource(names = {"SPAWN", "FORK"})
    @EnabledOnOs(OS.LINUX)
    @MultiProcess
    void socketsAreOpened_onlyForATaskWithAQueue(StartMethod method, Processes processes, ProcessQueue<String> texts) {
        Processes started = processes.with(o -> o.startMethod(method).jvmArgs("-Xlog:class+load"));
        ChildProcess<Integer> without = started.start(() -> 1);
        ChildProcess<Void> with = started.start(() -> texts.put("text"));
        without.join();
        with.join();

        String socket = "[class,load] sun.nio.ch.SocketChannelImpl ";
        assertThat(without.output()).noneMatch(line -> line.contains(socket));
        assertThat(with.output()).anyMatch(line -> line.contains(socket));
    }

    @Test
    void mostSpecificPlaceDecides() {
        assertThat(run(PlacesTestCases.class, Map.of("multiprocess.startMethod", "fork")))
                .passes(3);
    }

    static class PlacesTestCases {

        @MultiProcessTest
        void configured(Processes processes) {
            assertThat(methodOf(processes)).isEqualTo("FORK");
        }

        @MultiProcessTest(startMethod = StartMethod.FORK_SERVER)
        void annotated(Processes processes) {
            assertThat(methodOf(processes)).isEqualTo("FORK_SERVER");
        }

        @MultiProcessTest(startMethod = StartMethod.FORK_SERVER)
        void chosen(Processes processes) {
            assertThat(methodOf(processes.with(o -> o.startMethod(StartMethod.SPAWN))))
                    .isEqualTo("SPAWN");
        }

        private static String methodOf(Processes processes) {
            ChildProcess<Void> child = processes.start(() -> {});
            child.join();
            return record(child)
                    .lines()
                    .filter(line -> line.contains("start method"))
                    .findFirst()
                    .orElseThrow()
                    .replaceAll(".*: ", "");
        }
    }

    // ---- what FORK inherits

    private static int number = 1;
    private static List<String> texts = new ArrayList<>();
    private static final Map<String, Integer> FINAL_MAP = new java.util.HashMap<>();
    private static final long FINAL_NUMBER = System.nanoTime();
    private static final String CONSTANT = "constant";
    private static List<String> sameTexts;
    private static Thread thread;
    private static Class<?> nameless;

    /** {@code basedir} is a property that Surefire sets, {@code changed} one that only a test did. */
    @ParameterizedTest
    @EnumSource(names = {"SPAWN", "FORK", "FORK_SERVER"})
    @MultiProcess
    void childHasPropertiesOfTheBuild_unlessTheTestGivesItOthers(StartMethod method, Processes processes) {
        assumeTrue(System.getProperty("basedir") != null, "needs a property of the build");
        Processes started = processes.with(options -> options.startMethod(method));
        ProcessTask<List<String>> read =
                () -> List.of(System.getProperty("basedir"), System.getProperty("changed", "not set"));
        System.setProperty("changed", "by a test");
        try {
            assertThat(started.start("built", read).result())
                    .containsExactly(
                            System.getProperty("basedir"), method == StartMethod.FORK ? "by a test" : "not set");
            assertThat(started.with(options -> options.systemProperty("basedir", "own"))
                            .start("own", read)
                            .result())
                    .startsWith("own");
            assertThat(started.with(options -> options.jvmArgs("-Dbasedir=argument"))
                            .start("argument", read)
                            .result())
                    .startsWith("argument");
        } finally {
            System.clearProperty("changed");
        }
    }

    @Nested
    class Inheritance {

        private final Locale locale = Locale.getDefault();
        private final TimeZone zone = TimeZone.getDefault();

        @BeforeEach
        void changeThisJvm() {
            System.setProperty("set.by.test", "yes");
            Locale.setDefault(Locale.forLanguageTag("de-CH"));
            Locale.setDefault(Locale.Category.FORMAT, Locale.JAPAN);
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
            number = 42;
            texts.add("added");
            sameTexts = texts;
            FINAL_MAP.put("key", 7);
            thread = Thread.currentThread();
        }

        @AfterEach
        void changeItBack() {
            System.clearProperty("set.by.test");
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
            texts.clear();
            FINAL_MAP.clear();
            thread = null;
        }

        @MultiProcessTest(startMethod = StartMethod.FORK)
        void fork_inheritsPropertiesLocalesZoneAndStatics(Processes processes) {
            long here = FINAL_NUMBER;

            processes
                    .start("forked", () -> {
                        assertThat(System.getProperty("set.by.test")).isEqualTo("yes");
                        assertThat(Locale.getDefault().toLanguageTag()).isEqualTo("de-CH");
                        assertThat(Locale.getDefault(Locale.Category.FORMAT)).isEqualTo(Locale.JAPAN);
                        assertThat(TimeZone.getDefault().getID()).isEqualTo("Asia/Kathmandu");
                        assertThat(number).isEqualTo(42);
                        assertThat(texts).containsExactly("added");
                        assertThat(sameTexts).isSameAs(texts);
                        assertThat(FINAL_MAP).isEmpty();
                        assertThat(FINAL_NUMBER).isNotEqualTo(here);
                        assertThat(CONSTANT).isEqualTo("constant");
                        number++;
                    })
                    .join();

            assertThat(number).as("a copy was changed").isEqualTo(42);
        }

        @MultiProcessTest(startMethod = StartMethod.FORK)
        void staticThatCannotCross_keepsItsInitialValueAndIsNamed(Processes processes) {
            ChildProcess<Boolean> forked = processes.start("forked", () -> thread == null);

            assertThat(forked.result()).isTrue();
            assertThat(record(forked))
                    .containsPattern("inherited +: system properties, locales, time zone, \\d+ static fields")
                    .contains("dev.multiprocess.StartMethodTests.FINAL_MAP has its initial value: it is final")
                    .containsPattern("dev.multiprocess.StartMethodTests.thread has its initial value:"
                            + " it cannot cross to another JVM: .*Thread");
        }

        @MultiProcessTest(startMethod = StartMethod.FORK)
        void classThatHasNoNameElsewhere_isLeftToo(Processes processes) {
            nameless = ((Runnable) () -> {}).getClass();
            try {
                ChildProcess<String> forked = processes.start("forked", () -> nameless + " " + number);

                assertThat(forked.result()).isEqualTo("null 42");
                assertThat(record(forked)).contains("StartMethodTests.nameless has its initial value:");
            } finally {
                nameless = null;
            }
        }

        @MultiProcessTest(startMethod = StartMethod.FORK)
        void ownSystemProperty_isStrongerThanTheInheritedOne(Processes processes) {
            ChildProcess<String> forked = processes
                    .with(o -> o.systemProperty("set.by.test", "own"))
                    .start(() -> System.getProperty("set.by.test"));

            assertThat(forked.result()).isEqualTo("own");
        }

        @ParameterizedTest
        @EnumSource(names = {"SPAWN", "FORK_SERVER"})
        @MultiProcess
        void others_inheritNothing(StartMethod method, Processes processes) {
            Locale here = Locale.getDefault(Locale.Category.FORMAT);

            processes
                    .with(o -> o.startMethod(method))
                    .start(() -> {
                        assertThat(System.getProperty("set.by.test")).isNull();
                        assertThat(number).isEqualTo(1);
                        assertThat(texts).isEmpty();
                        assertThat(Locale.getDefault(Locale.Category.FORMAT)).isNotEqualTo(here);
                    })
                    .join();
        }
    }

    // ---- the archive

    /** One archive for all, since it takes seconds to make; each test finds it as it was made. */
    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class Archives {

        private Path output;
        private Path asMade;
        private Map<String, String> parameters;

        @BeforeAll
        void make(@TempDir Path directory) throws IOException {
            output = Files.createDirectories(directory.resolve("multiprocess"));
            asMade = Files.createDirectory(directory.resolve("made"));
            parameters = Map.of("multiprocess.outputDirectory", output + "");
            assertThat(run(ArchiveTestCases.class, "untilTheArchiveIsUsed", parameters))
                    .passes(1);
            copy(archives(), asMade);
        }

        @AfterEach
        void restore() throws IOException {
            for (Path file : list(archives())) {
                Files.delete(file);
            }
            copy(asMade, Files.createDirectories(archives()));
        }

        /** With their times, which a JVM compares. */
        private void copy(Path from, Path to) throws IOException {
            for (Path file : list(from)) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }

        private List<Path> list(Path parent) throws IOException {
            try (Stream<Path> files = Files.list(parent)) {
                return files.toList();
            }
        }

        private Path archives() {
            return output.resolve("archives");
        }

        private Path file(String ending) throws IOException {
            return list(archives()).stream()
                    .filter(file -> file.toString().endsWith(ending))
                    .findFirst()
                    .orElseThrow();
        }

        @Test
        void isMadeInTheBackgroundAndUsedByLaterChildren() throws IOException {
            assertThat(run(ArchiveTestCases.class, "archiveIsUsedAtOnce", parameters))
                    .passes(1);
            assertThat(list(archives()))
                    .filteredOn(file -> file.toString().endsWith(".jsa"))
                    .hasSize(1);
        }

        @Test
        void hasALayerOfWhatEveryChildLoads() {
            assertThat(run(ArchiveTestCases.class, "classesComeFromTheirLayers", parameters))
                    .passes(1);
        }

        /** The second layer holds the path of the first. */
        @Test
        void buildIsMoved_bothLayersAreMadeAnew() throws IOException {
            Path moved = Files.move(output, output.resolveSibling("moved"));
            try {
                assertBothLayersAreMadeAnew(Map.of("multiprocess.outputDirectory", moved + ""));
            } finally {
                Files.move(moved, output);
            }
        }

        @Test
        void layerIsGone_bothAreMadeAnew() throws IOException {
            Files.delete(file(".jsa.base"));
            assertBothLayersAreMadeAnew(parameters);
        }

        private void assertBothLayersAreMadeAnew(Map<String, String> parameters) {
            assertThat(run(ArchiveTestCases.class, "untilTheArchiveIsUsed", parameters))
                    .passes(1);
            assertThat(run(ArchiveTestCases.class, "classesComeFromTheirLayers", parameters))
                    .passes(1);
        }

        @Test
        void cannotBeMade_childrenStartWithoutOne(@TempDir Path other) throws IOException {
            Files.createFile(other.resolve("archives"));

            assertThat(run(
                            ArchiveTestCases.class,
                            "untilNoneCanBeMade",
                            Map.of("multiprocess.outputDirectory", other + "")))
                    .passes(1);
        }

        @ParameterizedTest
        @ValueSource(strings = {".jsa", ".jsa.base"})
        void isBroken_isPassedOverByTheJvm(String ending) throws IOException {
            Path archive = file(ending);
            Files.delete(archive);
            Files.write(archive, new byte[10_000]);

            assertThat(run(ArchiveTestCases.class, "outputIsTheTasksAlone", parameters))
                    .passes(1);
        }

        /** A jar that is opened for a class of the tests takes a child longer than the class itself. */
        @Test
        @EnabledOnOs(OS.LINUX)
        void isUsed_childOpensNoJar() {
            assertThat(run(ArchiveTestCases.class, "noJarIsOpen", parameters)).passes(1);
            assertThat(run(ArchiveTestCases.class, "classPathIsAsItIsHere", parameters))
                    .passes(1);
        }
    }

    static class ArchiveTestCases {

        private static final String KRYO = "com.esotericsoftware.kryo.kryo5.Kryo";

        record Point(int x, List<String> names) {}

        @MultiProcessTest(startMethod = StartMethod.FORK)
        void noJarIsOpen(Processes processes, ProcessQueue<Point> points) throws InterruptedException {
            ChildProcess<List<String>> child = processes.start(() -> {
                points.put(new Point(1, List.of("one")));
                return openJars();
            });
            assertThat(points.take()).isEqualTo(new Point(1, List.of("one")));
            assertThat(child.result()).isEmpty();
        }

        private static List<String> openJars() throws IOException {
            List<String> jars = new ArrayList<>();
            try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
                for (Path descriptor : descriptors) {
                    // The one that lists the others is gone by now.
                    if (Files.exists(descriptor)) {
                        String file = Files.readSymbolicLink(descriptor).toString();
                        if (file.endsWith(".jar")) {
                            jars.add(file);
                        }
                    }
                }
            }
            return jars;
        }

        @MultiProcessTest(startMethod = StartMethod.FORK)
        void classPathIsAsItIsHere(Processes processes) throws IOException {
            ChildProcess<List<String>> child = processes.start(ArchiveTestCases::placesOfThisClass);
            assertThat(child.result()).isEqualTo(placesOfThisClass());
        }

        private static List<String> placesOfThisClass() throws IOException {
            List<String> places = new ArrayList<>();
            places.add(ArchiveTestCases.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toString());
            String name = ArchiveTestCases.class.getName().replace('.', '/') + ".class";
            ClassLoader.getSystemClassLoader()
                    .getResources(name)
                    .asIterator()
                    .forEachRemaining(place -> places.add(place.toString()));
            return places;
        }

        @MultiProcessTest(startMethod = StartMethod.FORK)
        void untilTheArchiveIsUsed(Processes processes) throws InterruptedException {
            startUntil("over the class-data archive", processes);
        }

        @MultiProcessTest(startMethod = StartMethod.FORK)
        void untilNoneCanBeMade(Processes processes) throws InterruptedException {
            startUntil("without a class-data archive, as none could be made", processes);
        }

        private static void startUntil(String started, Processes processes) throws InterruptedException {
            ChildProcess<Void> child;
            do {
                child = processes.start(() -> {});
                child.join();
                // Nothing tells a test when the archive is there, or cannot be.
                TimeUnit.MILLISECONDS.sleep(50);
            } while (!record(child).contains(started));
        }

        @MultiProcessTest(startMethod = StartMethod.FORK)
        void archiveIsUsedAtOnce(Processes processes) {
            ChildProcess<Void> child = processes.start(() -> {});
            child.join();
            assertThat(record(child)).contains("over the class-data archive");
            assertThat(child.output()).isEmpty();
        }

        @MultiProcessTest(startMethod = StartMethod.FORK)
        void classesComeFromTheirLayers(Processes processes) {
            ChildProcess<String> child = processes
                    .with(options -> options.jvmArgs("-Xlog:class+load"))
                    .start(() -> Class.forName(KRYO).getName());
            child.join();
            assertThat(child.output())
                    .anyMatch(line -> line.endsWith("internal.child.ChildMain source: shared objects file"))
                    .anyMatch(line -> line.endsWith(KRYO + " source: shared objects file (top)"));
        }

        @MultiProcessTest(startMethod = StartMethod.FORK)
        void outputIsTheTasksAlone(Processes processes) {
            ChildProcess<Void> child = processes.start(() -> System.out.println("the task's"));
            child.join();
            assertThat(child.output()).containsExactly("the task's");
        }
    }

    @MultiProcessTest(startMethod = StartMethod.FORK)
    void argumentsAgainstArchives_areObeyed(Processes processes) {
        ChildProcess<Void> child = processes.with(o -> o.jvmArgs("-Xshare:off")).start(() -> {});
        child.join();

        assertThat(record(child)).contains("without a class-data archive, as its JVM arguments rule one out");
    }

    // ---- the fork server

    private static final List<Long> PIDS = new CopyOnWriteArrayList<>();

    @Test
    void waitingJvm_isUsedOnceAndGoneWithTheRun() {
        PIDS.clear();

        assertThat(run(ServerTestCases.class)).passes(5);

        assertThat(PIDS).doesNotHaveDuplicates();
        assertThat(PIDS).noneMatch(pid -> ProcessHandle.of(pid).isPresent());
    }

    @Test
    void waitingJvmIsKilledWhileItIsHandedOut_taskIsNeverRunTwice() {
        PIDS.clear();

        assertThat(run(HandOutTestCases.class)).passesWithin(Duration.ofSeconds(50), 1);
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "looks at threads in /proc")
    void waitingJvmIsAskedToEndAndAChildIsStarted_childIsAnother() {
        PIDS.clear();

        assertThat(run(TerminatedTestCases.class)).passes(1);
    }

    @MultiProcess(startMethod = StartMethod.FORK_SERVER)
    static class TerminatedTestCases {

        @Test
        void terminatedBeforeTheStart(Processes processes, ProcessQueue<Integer> runs) throws InterruptedException {
            for (int run = 0; run < 5; run++) {
                HandOutTestCases.awaitWarm(processes);
                List<Long> terminated = ServerTestCases.awaitWaiting();
                terminated.forEach(pid -> Signals.send("TERM", pid));
                while (terminated.stream().anyMatch(pid -> !isEnding(pid))) {
                    Thread.onSpinWait();
                }
                int own = run;
                ChildProcess<Boolean> child = processes.start(() -> runs.add(own));
                PIDS.add(child.pid());

                assertThat(child.awaitExit().describe()).as("run " + run).isEqualTo("finished");
                assertThat(runs.take()).isEqualTo(run);
            }
            assertThat(runs).isEmpty();
        }

        /** Whether the JVM has the thread on which it obeys a signal, or is gone. */
        private static boolean isEnding(long pid) {
            try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
                for (Path thread : threads.toList()) {
                    if (Files.readString(thread.resolve("comm")).startsWith("SIGTERM")) {
                        return true;
                    }
                }
                return false;
            } catch (IOException | UncheckedIOException gone) {
                return true;
            }
        }
    }

    @MultiProcess(startMethod = StartMethod.FORK_SERVER)
    static class HandOutTestCases {

        /** Allowed: what was killed did not become the child; or it did, and the child tells so. */
        @Test
        void killAtAnyInstant(Processes processes, ProcessQueue<Integer> runs) throws InterruptedException {
            long seed = System.nanoTime();
            Random random = new Random(seed);
            int hits = 0;
            for (int run = 0; run < 6; run++) {
                // One that is killed while it boots counts as a kind that cannot be started, unless one was warm since.
                awaitWarm(processes);
                List<ProcessHandle> killed = ServerTestCases.awaitWaiting().stream()
                        .flatMap(pid -> ProcessHandle.of(pid).stream())
                        .toList();
                Thread killer = new Thread(killer(killed, System.nanoTime() + random.nextInt(8_000_000)));
                killer.start();
                int own = run;
                ChildProcess<Boolean> child = processes.start(() -> runs.add(own));
                PIDS.add(child.pid());
                ExitStatus exit = child.awaitExit();
                killer.join();

                String what = "seed " + seed + ", run " + run + ": " + exit.describe();
                List<Integer> begun = new ArrayList<>();
                runs.drainTo(begun);
                boolean wasHit = killed.stream().anyMatch(process -> process.pid() == child.pid());
                if (wasHit && exit.end() == ExitStatus.End.KILLED) {
                    hits++;
                    assertThat(begun).as(what).isSubsetOf(run).hasSizeLessThan(2);
                } else {
                    assertThat(exit.isSuccess()).as(what).isTrue();
                    assertThat(begun).as(what).containsExactly(run);
                }
            }
            System.out.println("seed " + seed + ": " + hits + " of 6 children were killed");
        }

        private static void awaitWarm(Processes processes) throws InterruptedException {
            ChildProcess<Void> child;
            do {
                TimeUnit.MILLISECONDS.sleep(50);
                child = processes.start(() -> {});
                child.join();
                PIDS.add(child.pid());
            } while (record(child).contains("as none was waiting"));
        }

        private static Runnable killer(List<ProcessHandle> victims, long atNanos) {
            return () -> {
                while (System.nanoTime() < atNanos) {
                    Thread.onSpinWait();
                }
                victims.forEach(ProcessHandle::destroyForcibly);
            };
        }
    }

    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    @MultiProcess(startMethod = StartMethod.FORK_SERVER)
    static class ServerTestCases {

        private static final AtomicInteger USES = new AtomicInteger();

        @Test
        @Order(1)
        void firstChild_isNew(Processes processes) {
            ChildProcess<Integer> child = processes.start(USES::incrementAndGet);
            assertThat(child.result()).isOne();
            assertThat(record(child)).contains("started as   : a new JVM, as none was waiting");
            PIDS.add(child.pid());
        }

        @Test
        @Order(2)
        void someLaterChild_isAWaitingOneAndFresh(Processes processes) throws InterruptedException {
            ChildProcess<Integer> child;
            List<Long> waiting;
            do {
                // It is started in the background, and nothing tells a test when it is warm.
                TimeUnit.MILLISECONDS.sleep(50);
                waiting = waiting();
                child = processes.start(USES::incrementAndGet);
                assertThat(child.result()).isOne();
                PIDS.add(child.pid());
            } while (record(child).contains("as none was waiting"));

            assertThat(record(child)).containsPattern("started as +: a JVM that was started \\d+ ms ago");
            assertThat(waiting).contains(child.pid());
            while (waiting().isEmpty()) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }

        @Test
        @Order(3)
        void allWaitingAreKilled_nextChildIsNew(Processes processes) throws InterruptedException {
            waiting().forEach(pid -> ProcessHandle.of(pid).orElseThrow().destroyForcibly());
            ChildProcess<Integer> child = processes.start(USES::incrementAndGet);
            assertThat(child.result()).isOne();
            PIDS.add(child.pid());
            ChildProcess<String> other =
                    processes.with(o -> o.systemProperty("other", "kind")).start(() -> System.getProperty("other"));
            assertThat(other.result()).isEqualTo("kind");
            assertThat(record(other)).contains("a new JVM, as none was waiting");
        }

        @Test
        @Order(4)
        void waitingOne_hasTheSerializerLoaded(Processes processes) throws InterruptedException {
            ChildProcess<Boolean> child;
            do {
                TimeUnit.MILLISECONDS.sleep(50);
                child = processes.start(() -> hasLoaded("com.esotericsoftware.kryo.kryo5.Kryo"));
                assertThat(child.result()).isEqualTo(!record(child).contains("as none was waiting"));
                PIDS.add(child.pid());
            } while (record(child).contains("as none was waiting"));
        }

        /** Asks the JVM, as jcmd does. */
        private static boolean hasLoaded(String className) throws JMException {
            return ((String) ManagementFactory.getPlatformMBeanServer()
                            .invoke(
                                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                                    "vmClassHierarchy",
                                    new Object[] {new String[] {className}},
                                    new String[] {String[].class.getName()}))
                    .contains(className + "/");
        }

        @Test
        @Order(5)
        void allWaitingArePaused_nextChildIsNewAndRunsItsTaskOnce(Processes processes, ProcessQueue<String> runs)
                throws InterruptedException {
            List<Long> paused = awaitWaiting();
            paused.forEach(Signals::pause);
            ChildProcess<Boolean> child = processes.start(() -> runs.add("run"));
            child.join();
            PIDS.add(child.pid());
            assertThat(paused).doesNotContain(child.pid());
            assertThat(runs).containsExactly("run");
        }

        /** Nothing tells a test when a JVM is warm; one that is not is not handed out, which is an outcome as well. */
        private static List<Long> awaitWaiting() throws InterruptedException {
            do {
                TimeUnit.MILLISECONDS.sleep(300);
            } while (waiting().isEmpty());
            return waiting();
        }

        private static List<Long> waiting() {
            return ProcessHandle.current()
                    .children()
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> process.info()
                            .arguments()
                            .filter(arguments -> String.join(" ", arguments).contains("/waiting/"))
                            .isPresent())
                    .map(ProcessHandle::pid)
                    .filter(pid -> !PIDS.contains(pid))
                    .toList();
        }
    }
}

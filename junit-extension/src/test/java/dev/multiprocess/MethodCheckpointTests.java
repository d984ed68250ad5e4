package dev.multiprocess;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.multiprocess.kit.Children;
import dev.multiprocess.kit.OtherJava;
import dev.multiprocess.pool.ProcessPool;
import dev.multiprocess.pool.Workers;
import dev.multiprocess.sync.ProcessLock;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.ProtectionDomain;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Processes stop, continue and die where methods begin and end that do not know this library (C2). */
@Tag("fork")
@Timeout(60)
class MethodCheckpointTests {

    private static final String WAL = Wal.class.getName();

    /** Code under test. */
    public static class Wal {

        private final Path file;

        public Wal(Path file) {
            this.file = file;
        }

        public void append(String entry) throws IOException {
            append(entry, 1);
        }

        public void append(String entry, int times) throws IOException {
            for (int i = 0; i < times; i++) {
                Files.writeString(file, entry + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
        }

        public static int size(Path file) {
            try {
                return Files.readAllLines(file).size();
            } catch (IOException e) {
                throw new IllegalStateException("no entries");
            }
        }

        /** What another agent changes. */
        public static String version() {
            return "original";
        }

        public static boolean isInterrupted() {
            return Thread.currentThread().isInterrupted();
        }

        /** Of a nested class. */
        public static final class Entry implements Serializable {

            private static final long serialVersionUID = 1L;

            Entry() {
                check();
            }

            private void check() {}

            private Object readResolve() {
                check();
                return this;
            }
        }
    }

    private static List<String> lines(String file) throws IOException {
        return Files.exists(Path.of(file)) ? Files.readAllLines(Path.of(file)) : List.of();
    }

    // ---- what happens at them

    @MultiProcessTest(timeout = "30s")
    void methodIsHeld_processStandsAtItsBeginning(
            Processes processes, Checkpoints checkpoints, ProcessQueue<String> events, @TempDir Path directory)
            throws Exception {
        String file = directory.resolve("wal").toString();
        String point = checkpoints.at(WAL + "#append(java.lang.String,int)");
        assertThat(point).isEqualTo(WAL + "#append(java.lang.String,int)");
        assertThat(checkpoints.counts()).containsExactly(Map.entry(point, 0L));
        checkpoints.hold(point);
        ChildProcess<Void> writer = processes.start("writer", () -> {
            events.put("begins");
            new Wal(Path.of(file)).append("entry");
        });

        checkpoints.await(point);
        assertThat(events.take()).isEqualTo("begins");
        assertThat(lines(file)).isEmpty();

        checkpoints.release(point);
        writer.join();
        assertThat(lines(file)).containsExactly("entry");
        assertThat(checkpoints.counts()).containsExactly(Map.entry(point, 1L));
    }

    @MultiProcessTest(timeout = "30s")
    void processIsKilledWhereAMethodEnds_itHasItsEffectAndTheLockIsReleased(
            Processes processes, Checkpoints checkpoints, ProcessLock lock, @TempDir Path directory) throws Exception {
        String file = directory.resolve("wal").toString();
        String exit = checkpoints.atExit(WAL + "#append(java.lang.String)");
        assertThat(exit).isEqualTo(WAL + "#append(java.lang.String) exit");
        checkpoints.hold(exit);
        ChildProcess<Void> writer = processes.start("writer", () -> {
            lock.lock();
            new Wal(Path.of(file)).append("first");
            new Wal(Path.of(file)).append("second");
        });
        checkpoints.await(exit);
        assertThat(lines(file)).containsExactly("first");

        writer.kill();

        lock.lock();
        assertThat(lock.abandonedBy())
                .hasValueSatisfying(dead -> assertThat(dead).contains("writer"));
        lock.unlock();
        assertThat(lines(file)).containsExactly("first");
        assertThat(writer.awaitExit().end()).isEqualTo(ExitStatus.End.KILLED);
    }

    @MultiProcessTest(timeout = "30s")
    void killAtTheNthTime_killsBeforeTheMethodRuns(
            Processes processes, Checkpoints checkpoints, @TempDir Path directory) throws Exception {
        String file = directory.resolve("wal").toString();
        // Both methods of that name, one of which calls the other.
        checkpoints.kill(checkpoints.at(WAL + "#append"), 6);
        ChildProcess<Void> writer = processes.start("writer", () -> {
            for (int i = 1; i <= 5; i++) {
                new Wal(Path.of(file)).append("entry " + i);
            }
        });

        assertThat(writer.awaitExit().end()).isEqualTo(ExitStatus.End.KILLED);
        assertThat(lines(file)).containsExactly("entry 1", "entry 2");
        assertThat(checkpoints.counts()).containsExactly(Map.entry(WAL + "#append", 6L));
    }

    @MultiProcessTest(timeout = "30s")
    void methodThrows_itsEndIsReachedAndTheExceptionStays(
            Processes processes, Checkpoints checkpoints, @TempDir Path directory) {
        String file = directory.resolve("missing").toString();
        String exit = checkpoints.atExit(WAL + "#size");
        checkpoints.hold(exit);
        ChildProcess<String> reader = processes.start("reader", () -> {
            try {
                return "size " + Wal.size(Path.of(file));
            } catch (IllegalStateException e) {
                return e.getMessage();
            }
        });

        checkpoints.await(exit);
        checkpoints.release(exit);
        assertThat(reader.result()).isEqualTo("no entries");
        assertThat(checkpoints.counts()).containsExactly(Map.entry(exit, 1L));
    }

    @MultiProcessTest(timeout = "30s")
    void methodsAreOrdered_withPointsOfTasks(Processes processes, Checkpoints checkpoints, @TempDir Path directory)
            throws Exception {
        String file = directory.resolve("wal").toString();
        String append = checkpoints.at(WAL + "#append(java.lang.String)");
        checkpoints.order(append, append, "looked");
        ChildProcess<Integer> reader = processes.start("reader", () -> {
            checkpoints.reach("looked");
            return 1;
        });
        processes.start("writer", () -> {
            new Wal(Path.of(file)).append("first");
            new Wal(Path.of(file)).append("second");
        });

        assertThat(reader.result()).isEqualTo(1);
        assertThat(checkpoints.counts()).containsEntry(append, 2L).containsEntry("looked", 1L);
    }

    @MultiProcessTest(timeout = "30s")
    void threadIsInterruptedWhereItStands_itContinuesAndStaysInterrupted(Processes processes, Checkpoints checkpoints) {
        String point = checkpoints.at(WAL + "#isInterrupted");
        checkpoints.hold(point);
        ChildProcess<Boolean> child = processes.start("p", Wal::isInterrupted);
        checkpoints.await(point);

        child.interrupt();

        assertThat(child.result()).isTrue();
        assertThat(checkpoints.await(point, Duration.ZERO)).as("stands there").isFalse();
        assertThat(child.output()).isEmpty();
    }

    // ---- where they are

    @ParameterizedTest
    @EnumSource(names = {"SPAWN", "FORK", "FORK_SERVER"})
    @MultiProcess(timeout = "50s")
    void everyStartMethod_hasThem(StartMethod method, Processes processes, Checkpoints checkpoints) throws Exception {
        Processes started = processes.with(o -> o.startMethod(method));
        // From now on a JVM without the agent waits, if any does.
        started.start(2, "before", index -> Wal.version()).join();
        String point = checkpoints.at(WAL + "#version");
        for (int i = 0; i < 4; i++) {
            ChildProcess<String> child = started.start(Wal::version);
            assertThat(child.result()).isEqualTo("original");
        }
        assertThat(checkpoints.counts()).containsExactly(Map.entry(point, 4L));

        String other = checkpoints.atExit(WAL + "#version");
        started.start(2, "after", index -> Wal.version()).join();
        assertThat(checkpoints.counts()).containsOnly(Map.entry(point, 6L), Map.entry(other, 2L));
    }

    @Test
    void waitingJvmHasTheAgent_pointsAreThoseOfTheTestThatTakesIt() {
        assertThat(run(WaitingTestCases.class)).passes(2);
    }

    @MultiProcess(timeout = "50s", startMethod = StartMethod.FORK_SERVER)
    static class WaitingTestCases {

        @Test
        void first(Processes processes, Checkpoints checkpoints) throws Exception {
            check(processes, checkpoints);
        }

        @Test
        void second(Processes processes, Checkpoints checkpoints) throws Exception {
            check(processes, checkpoints);
        }

        private static void check(Processes processes, Checkpoints checkpoints) throws Exception {
            String point = checkpoints.at(WAL + "#version");
            int started = 0;
            ChildProcess<String> child;
            do {
                child = processes.start(Wal::version);
                child.join();
                started++;
            } while (StartMethodTests.record(child).contains("as none was waiting"));
            assertThat(checkpoints.counts()).containsExactly(Map.entry(point, (long) started));
        }
    }

    @MultiProcessTest(timeout = "30s")
    void classIsOfAnotherLoader_itHasThem(Processes processes, Checkpoints checkpoints) {
        String point = checkpoints.at(WAL + "#version");
        String classes =
                Wal.class.getProtectionDomain().getCodeSource().getLocation().toString();
        ChildProcess<Boolean> child = processes.start(() -> {
            // Its parent does not know this library.
            URL[] urls = {new URL(classes)};
            try (URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
                Class<?> other = loader.loadClass(WAL);
                other.getMethod("version").invoke(null);
                return other != Wal.class;
            }
        });

        assertThat(child.result()).isTrue();
        assertThat(checkpoints.counts()).containsExactly(Map.entry(point, 1L));
    }

    @MultiProcessTest(timeout = "30s")
    void codeUnderTest_seesNeitherAsmNorAnOpenJdk(Processes processes, Checkpoints checkpoints) {
        checkpoints.at(WAL + "#version");
        ChildProcess<List<Boolean>> child = processes
                .with(o -> o.jvmArgs("-Xlog:class+load"))
                .start(() -> {
                    Wal.version();
                    return List.of(Object.class.getModule().isOpen("java.lang", Wal.class.getModule()));
                });

        assertThat(child.result()).containsExactly(false);
        assertThat(child.output())
                .filteredOn(line -> line.contains(" org.objectweb.asm.ClassReader "))
                .hasSize(1);
    }

    @MultiProcessTest(timeout = "30s")
    void classIsNotUsed_asmIsNotLoaded(Processes processes, Checkpoints checkpoints) {
        checkpoints.at("dev.multiprocess.kit.Children#waitForEver");
        ChildProcess<Void> child =
                processes.with(o -> o.jvmArgs("-Xlog:class+load")).start(() -> {});
        child.join();

        assertThat(child.output())
                .anyMatch(line -> line.contains(".PointAgent "))
                .noneMatch(line -> line.contains(" org.objectweb.asm."))
                .noneMatch(line -> line.contains("$MultiProcessCheckpoints"));
    }

    @MultiProcessTest(timeout = "30s")
    void childHasAnotherJava_itHasThem(Processes processes, Checkpoints checkpoints) {
        Path other = OtherJava.find().orElse(null);
        assumeTrue(other != null, "needs a second Java");
        String point = checkpoints.at(WAL + "#version");

        assertThat(processes
                        .with(o -> o.javaHome(other))
                        .start(() -> Wal.version() + " on " + Runtime.version().feature())
                        .result())
                .isEqualTo("original on " + OtherJava.release(other).orElseThrow());
        assertThat(checkpoints.counts()).containsExactly(Map.entry(point, 1L));
    }

    @MultiProcessTest(timeout = "30s")
    void childHasAnotherAgent_itsChangesStay(Processes processes, Checkpoints checkpoints, @TempDir Path directory)
            throws Exception {
        Path agent = directory.resolve("other-agent.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", OtherAgent.class.getName());
        try (OutputStream file = Files.newOutputStream(agent)) {
            new JarOutputStream(file, manifest).close();
        }
        String point = checkpoints.atExit(WAL + "#version");

        assertThat(processes
                        .with(o -> o.jvmArgs("-javaagent:" + agent))
                        .start(Wal::version)
                        .result())
                .isEqualTo("changed");
        assertThat(checkpoints.counts()).containsExactly(Map.entry(point, 1L));
    }

    /** Changes what a method returns. */
    static final class OtherAgent implements ClassFileTransformer {

        public static void premain(String arguments, Instrumentation instrumentation) {
            instrumentation.addTransformer(new OtherAgent());
        }

        @Override
        public byte[] transform(
                ClassLoader loader, String type, Class<?> redefined, ProtectionDomain domain, byte[] file) {
            if (type == null || !type.endsWith("/MethodCheckpointTests$Wal")) {
                return null;
            }
            ClassReader reader = new ClassReader(file);
            ClassWriter writer = new ClassWriter(reader, 0);
            reader.accept(
                    new ClassVisitor(Opcodes.ASM9, writer) {
                        @Override
                        public MethodVisitor visitMethod(
                                int access, String name, String descriptor, String signature, String[] thrown) {
                            return new MethodVisitor(
                                    Opcodes.ASM9, super.visitMethod(access, name, descriptor, signature, thrown)) {
                                @Override
                                public void visitLdcInsn(Object value) {
                                    super.visitLdcInsn("original".equals(value) ? "changed" : value);
                                }
                            };
                        }
                    },
                    0);
            return writer.toByteArray();
        }
    }

    // ---- when they are passed

    @MultiProcessTest(timeout = "30s")
    void beforeTheTask_nothingIsCounted(Processes processes, Checkpoints checkpoints) {
        String point = checkpoints.at(WAL + "$Entry#check");
        Wal.Entry captured = new Wal.Entry();
        ChildProcess<Boolean> child = processes.start(() -> {
            boolean copied = captured != null;
            new Wal.Entry();
            return copied;
        });

        assertThat(child.result()).isTrue();
        assertThat(checkpoints.counts()).containsExactly(Map.entry(point, 1L));
    }

    @MultiProcessTest(timeout = "30s")
    void afterTheTask_threadsAndShutdownHooksAreCounted(
            Processes processes, Checkpoints checkpoints, @TempDir Path directory) throws Exception {
        String file = directory.resolve("wal").toString();
        String point = checkpoints.at(WAL + "#append(java.lang.String)");
        checkpoints.hold(point);
        ChildProcess<Void> child = processes.start(() -> {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> append(file, "hook")));
            new Thread(() -> append(file, "thread")).start();
        });
        checkpoints.await(point);
        assertThat(lines(file)).isEmpty();
        checkpoints.release(point);
        child.join();

        assertThat(lines(file)).containsExactly("thread", "hook");
        assertThat(checkpoints.counts()).containsExactly(Map.entry(point, 2L));
        assertThat(child.output()).isEmpty();
    }

    private static void append(String file, String entry) {
        try {
            new Wal(Path.of(file)).append(entry);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @MultiProcessTest(timeout = "30s")
    void childIsStoppedWhileAShutdownHookStands_itIsKilledAfterTheGrace(Processes processes, Checkpoints checkpoints) {
        String point = checkpoints.at(WAL + "#version");
        checkpoints.hold(point);
        ChildProcess<Void> child = processes.with(o -> o.daemon(true)).start(() -> {
            Runtime.getRuntime().addShutdownHook(new Thread(Wal::version));
            checkpoints.reach("up");
            Children.waitForEver();
        });
        checkpoints.await("up");
        new Thread(child::stop, "stops").start();

        checkpoints.await(point);
        assertThat(child.awaitExit().end()).isEqualTo(ExitStatus.End.KILLED);
    }

    @MultiProcessTest(timeout = "30s")
    void testJvmAndEarlierChildren_passNothing(Processes processes, Checkpoints checkpoints) {
        ChildProcess<Void> earlier = processes.start("earlier", () -> {
            checkpoints.reach("up");
            Wal.version();
        });
        checkpoints.hold("up");
        checkpoints.await("up");
        String point = checkpoints.at(WAL + "#version");
        checkpoints.release("up");
        earlier.join();
        Wal.version();

        assertThat(checkpoints.counts()).containsEntry(point, 0L);
        earlier.restart().join();
        assertThat(checkpoints.counts()).containsEntry(point, 1L);
    }

    @MultiProcessTest(timeout = "30s")
    void childDeclaresThem_childrenStartedLaterPass(Processes processes, Checkpoints checkpoints) {
        String point = processes
                .start("declares", () -> {
                    String declared = checkpoints.at(WAL + "#version");
                    Wal.version();
                    processes.start("later", Wal::version).join();
                    return declared;
                })
                .result();
        assertThat(point).isEqualTo(WAL + "#version");
        assertThat(checkpoints.counts()).containsExactly(Map.entry(point, 1L));
    }

    @MultiProcessTest(timeout = "30s")
    void workersOfAPool_passThem(Checkpoints checkpoints, @Workers(2) ProcessPool pool) throws Exception {
        String point = checkpoints.at(WAL + "#version");
        checkpoints.hold(point);
        var first = pool.submit(Wal::version);
        var second = pool.submit(Wal::version);
        checkpoints.await(point, 2);
        checkpoints.release(point);
        assertThat(List.of(first.get(), second.get())).containsOnly("original");
    }

    // ---- what is refused

    @MultiProcessTest(timeout = "30s")
    void methodIsUnknown_errorIsTheSameInEveryProcess(Processes processes, Checkpoints checkpoints) {
        String expected = "class " + WAL + " has no method 'apend' for a checkpoint: it declares"
                + " append(java.lang.String), append(java.lang.String,int), isInterrupted(),"
                + " size(java.nio.file.Path), version()";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> checkpoints.at(WAL + "#apend"))
                .withMessage(expected);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> checkpoints.atExit(WAL + "#" + "x".repeat(200)))
                .withMessageStartingWith("the name of a checkpoint must have at most 200 characters: '");
        assertThat(processes
                        .start(() -> {
                            try {
                                return checkpoints.at(WAL + "#apend");
                            } catch (IllegalArgumentException e) {
                                return e.getMessage();
                            }
                        })
                        .result())
                .isEqualTo(expected);
        assertThat(checkpoints.counts()).isEmpty();
    }

    @MultiProcessTest(timeout = "30s")
    void classOfTheChildIsAnother_childSaysSo(Processes processes, Checkpoints checkpoints, @TempDir Path directory)
            throws Exception {
        String point = checkpoints.at("dev.multiprocess.kit.Children#waitForEver");
        dev.multiprocess.kit.Compiler.compile(
                "dev.multiprocess.kit.Children",
                "package dev.multiprocess.kit; public class Children { public static void changed() {} }",
                directory);

        ChildProcess<Boolean> child = processes
                .with(o -> o.prependClassPath(directory))
                .start(() -> Children.class.getMethod("changed").invoke(null) == null);
        child.join();

        assertThat(child.output())
                .containsExactly("multiprocess: checkpoint '" + point + "' is never passed in this child, where class"
                        + " dev.multiprocess.kit.Children has no such method with code");
    }

    // ---- scopes

    @Nested
    @MultiProcess(timeout = "30s")
    class OfAClassTests {

        private static Checkpoints shared;
        private static String point;

        @BeforeAll
        static void begin(Checkpoints checkpoints, Processes processes) {
            shared = checkpoints;
            point = checkpoints.at(WAL + "#version");
            processes.start("of-class", Wal::version).join();
        }

        @Test
        void childrenOfTests_passThePointsOfBoth(Checkpoints own, Processes processes) {
            String exit = own.atExit(WAL + "#version");
            assertThat(own.at(WAL + "#version")).isEqualTo(point);
            processes.start("of-test", Wal::version).join();

            assertThat(own.counts()).containsOnly(Map.entry(exit, 1L), Map.entry(point, 1L));
            assertThat(shared.counts()).containsExactly(Map.entry(point, 2L));
        }
    }

    @Test
    void afterTheTest_nothingCanBeDeclared() {
        assertThat(run(EndedTestCases.class)).passes();
        assertThatIllegalStateException()
                .isThrownBy(() -> EndedTestCases.kept.at(WAL + "#version"))
                .withMessageContaining("ended with");
    }

    @MultiProcess(timeout = "30s")
    static class EndedTestCases {

        private static Checkpoints kept;

        @Test
        void keeps(Checkpoints checkpoints) {
            kept = checkpoints;
        }
    }

    // ---- failures

    @Test
    void deadlinePassesWhereAProcessStands_failureSaysWhere() {
        assertThat(run(LateTestCases.class))
                .hasOneFailure()
                .isInstanceOf(ChildTimeoutException.class)
                .hasMessageContaining("waits for checkpoint '" + WAL + "#version' to be released")
                .hasMessageContaining("MethodCheckpointTests$Wal.version(MethodCheckpointTests.java:");
    }

    @MultiProcess(timeout = "3s")
    static class LateTestCases {

        @Test
        void isLate(Processes processes, Checkpoints checkpoints) {
            String point = checkpoints.at(WAL + "#version");
            checkpoints.hold(point);
            processes.start("p", Wal::version);
            checkpoints.await(point);
            checkpoints.await(point, 2, Duration.ofMinutes(1));
        }
    }

    // ---- cost

    @MultiProcessTest(timeout = "60s")
    void pointIsNotWatched_itsCostIsPrinted(Processes processes, Checkpoints checkpoints) {
        String point = checkpoints.at(WAL + "#version");
        int times = 1_000_000;
        long nanos = processes
                .start(() -> {
                    long best = Long.MAX_VALUE;
                    for (int round = 0; round < 5; round++) {
                        long begin = System.nanoTime();
                        for (int i = 0; i < times; i++) {
                            Wal.version();
                        }
                        best = Math.min(best, System.nanoTime() - begin);
                    }
                    return best;
                })
                .result();
        System.out.println(
                "a call of a method with a point that is not watched: " + nanos / (times / 1_000) / 1_000.0 + " ns");
        assertThat(checkpoints.counts()).containsExactly(Map.entry(point, 5L * times));
    }
}

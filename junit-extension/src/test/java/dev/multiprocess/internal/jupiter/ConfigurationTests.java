package dev.multiprocess.internal.jupiter;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.Capacity;
import dev.multiprocess.ChildTimeoutException;
import dev.multiprocess.MultiProcess;
import dev.multiprocess.MultiProcessConfigurationException;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessGroup;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import dev.multiprocess.QueueName;
import dev.multiprocess.QueueReader;
import dev.multiprocess.QueueWriter;
import dev.multiprocess.ReaderProcess;
import dev.multiprocess.Results;
import dev.multiprocess.Role;
import dev.multiprocess.WriterProcess;
import dev.multiprocess.kit.Children;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ParameterResolutionException;

/** Settings and their order, queues of parameters, and every mistake one can make in them. */
@Timeout(60)
class ConfigurationTests {

    private static final String DURATION_RULE =
            " must be a number and one of ns, us, ms, s, m, h and d, as in 20s or 500 ms";

    private static void requireRefusal(Class<?> testCases, String test, String message) {
        assertThat(run(testCases, test))
                .hasOneFailure()
                .satisfies(failure -> assertThat(unwrapped(failure))
                        .isInstanceOf(MultiProcessConfigurationException.class)
                        .hasMessage(message));
    }

    /** JUnit says in front of it which parameter it was. */
    private static Throwable unwrapped(Throwable failure) {
        return failure instanceof ParameterResolutionException ? failure.getCause() : failure;
    }

    // ---- settings

    @Test
    void badTimeoutInAnAnnotation_isRefused() {
        requireRefusal(
                SettingsTestCases.class,
                "badTimeout",
                "multiprocess.timeout" + DURATION_RULE + ": 'soon' (annotation @MultiProcessTest)");
        requireRefusal(
                SettingsTestCases.class,
                "badStopGrace",
                "multiprocess.stopGrace must be between 1ms and 7d: '0s' (annotation @MultiProcess)");
    }

    @Test
    void badTimeoutInAConfigurationParameter_isRefused() {
        assertThat(run(SettingsTestCases.class, "good", Map.of("multiprocess.timeout", "1 fortnight")))
                .hasOneFailure()
                .isInstanceOf(MultiProcessConfigurationException.class)
                .hasMessage("multiprocess.timeout" + DURATION_RULE + ": '1 fortnight' (JUnit configuration parameter)");
    }

    @Test
    void jvmArgumentThatIsNone_isRefused() {
        assertThat(run(SettingsTestCases.class, "badJvmArgument"))
                .hasOneFailure()
                .isInstanceOf(MultiProcessConfigurationException.class)
                .hasMessageStartingWith("multiprocess.jvmArgs ")
                .hasMessageEndingWith("(annotation @MultiProcessTest)");
    }

    @Test
    void methodsTimeout_isStrongerThanItsClassAndTheConfiguration() {
        assertThat(run(SettingsTestCases.class, "hangsShort", Map.of("multiprocess.timeout", "30s")))
                .hasOneFailure()
                .isInstanceOfSatisfying(
                        ChildTimeoutException.class,
                        failure -> assertThat(failure.limit()).isEqualTo(Duration.ofMillis(300)));
    }

    @Test
    void classesTimeout_isStrongerThanTheConfiguration() {
        assertThat(run(SettingsTestCases.class, "hangs", Map.of("multiprocess.timeout", "30s")))
                .hasOneFailure()
                .isInstanceOfSatisfying(
                        ChildTimeoutException.class,
                        failure -> assertThat(failure.limit()).isEqualTo(Duration.ofMillis(600)));
    }

    @Test
    void configuredTimeout_isStrongerThanTheDefault() {
        assertThat(run(DefaultsTestCases.class, "hangs", Map.of("multiprocess.timeout", "500ms")))
                .hasOneFailure()
                .isInstanceOfSatisfying(
                        ChildTimeoutException.class,
                        failure -> assertThat(failure.limit()).isEqualTo(Duration.ofMillis(500)));
    }

    @Test
    void jvmArgumentsOfAllLevels_addUp() {
        assertThat(run(SettingsTestCases.class, "allLevels", Map.of("multiprocess.jvmArgs", "-Da=1 \"-Dx=y z\"")))
                .passes();
    }

    @MultiProcess(timeout = "600ms", jvmArgs = "-Db=2")
    static class SettingsTestCases {

        @MultiProcessTest(timeout = "soon")
        void badTimeout() {}

        @Test
        @MultiProcess(stopGrace = "0s")
        void badStopGrace() {}

        @MultiProcessTest
        void good() {}

        @MultiProcessTest(jvmArgs = "Xmx1g")
        void badJvmArgument() {}

        @MultiProcessTest(timeout = "300ms")
        void hangsShort() {
            Children.waitForEver();
        }

        @Test
        void hangs() {
            Children.waitForEver();
        }

        @MultiProcessTest(timeout = "30s", jvmArgs = "-Dc=3")
        void allLevels(Processes processes) {
            assertThat(processes
                            .with(o -> o.jvmArgs("-Dd=4"))
                            .start(() -> System.getProperty("a")
                                    + System.getProperty("b")
                                    + System.getProperty("c")
                                    + System.getProperty("d")
                                    + System.getProperty("x"))
                            .result())
                    .isEqualTo("1234y z");
        }
    }

    static class DefaultsTestCases {

        @MultiProcessTest
        void hangs() {
            Children.waitForEver();
        }
    }

    // ---- where parameters may stand

    @Test
    void bothTestAnnotations_areRefused() {
        assertThat(run(TwiceTestCases.class).failuresOf(MultiProcessConfigurationException.class))
                .isNotEmpty()
                .allSatisfy(failure -> assertThat(failure)
                        .hasMessage("test twice must not have both @MultiProcessTest and another test annotation,"
                                + " which runs it once more: use @MultiProcess with @RepeatedTest,"
                                + " @ParameterizedTest and the like"));
    }

    static class TwiceTestCases {

        @MultiProcessTest
        @RepeatedTest(2)
        void twice() {}
    }

    @Test
    void parameterOfAConstructor_isRefused() {
        assertThat(run(ConstructorTestCases.class))
                .hasOneFailure()
                .isInstanceOf(ParameterResolutionException.class)
                .hasStackTraceContaining("processes and queues belong to a test or a class: parameter 'processes' of"
                        + " the constructor of ConstructorTestCases must be a parameter of a test method, or of a method with @BeforeEach, @AfterEach,"
                        + " @BeforeAll or @AfterAll");
    }

    @MultiProcess
    static class ConstructorTestCases {

        ConstructorTestCases(Processes processes) {}

        @Test
        void test() {}
    }

    @Test
    void roleInBeforeAll_isRefused() {
        assertThat(run(RoleInBeforeAllTestCases.class))
                .hasOneFailure()
                .hasStackTraceContaining("parameter 'group' of RoleInBeforeAllTestCases.beforeAll with @Role must be a"
                        + " parameter of the test method, since roles are started after @BeforeEach");
    }

    @MultiProcess
    static class RoleInBeforeAllTestCases {

        @BeforeAll
        static void beforeAll(@Role("role") ProcessGroup<Void> group) {}

        @WriterProcess
        static void role() {}

        @Test
        void test() {}
    }

    @Test
    void classIsNotAnnotated_beforeAllHasNoProcesses() {
        assertThat(run(AnnotatedMethodTestCases.class))
                .began()
                .hasOneFailure()
                .isInstanceOf(ParameterResolutionException.class)
                .hasMessageContaining("No ParameterResolver registered");
    }

    static class AnnotatedMethodTestCases {

        @BeforeAll
        static void beforeAll(Processes processes) {}

        @MultiProcessTest
        void test() {}
    }

    @Test
    void capacitiesInBeforeAllAndAfterAll_mustBeTheSame() {
        assertThat(run(TwoCapacitiesOfClassTestCases.class))
                .hasOneFailure()
                .hasStackTraceContaining("a queue must have one capacity: 1 at parameter 'queue' of"
                        + " TwoCapacitiesOfClassTestCases.before, 2 at parameter 'queue' of"
                        + " TwoCapacitiesOfClassTestCases.last");
    }

    @MultiProcess
    static class TwoCapacitiesOfClassTestCases {

        @BeforeAll
        static void before(@Capacity(1) ProcessQueue<String> queue) {}

        @Test
        void test() {}

        @AfterAll
        static void last(@Capacity(2) ProcessQueue<String> queue) {}
    }

    @Test
    void roleInBeforeEach_isRefused() {
        requireRefusal(
                RoleInBeforeEachTestCases.class,
                "test",
                "parameter 'group' of RoleInBeforeEachTestCases.before with @Role must be a parameter of the test method,"
                        + " since roles are started after @BeforeEach");
    }

    @MultiProcess
    static class RoleInBeforeEachTestCases {

        @WriterProcess
        static void write() {}

        @BeforeEach
        void before(@Role("write") ProcessGroup<Void> group) {}

        @Test
        void test() {}
    }

    // ---- roles

    @Test
    void unknownRole_isRefused() {
        requireRefusal(
                RoleTestCases.class,
                "unknownRole",
                "parameter 'group' of RoleTestCases.unknownRole must name one of the declared roles [read, write]: 'wirte'");
        requireRefusal(
                RoleTestCases.class,
                "unknownResults",
                "parameter 'results' of RoleTestCases.unknownResults must name one of the declared roles [read, write]: ''");
    }

    @Test
    void roleOrResultsOfAnotherType_areRefused() {
        requireRefusal(
                RoleTestCases.class,
                "roleOfAnotherType",
                "parameter 'role' of RoleTestCases.roleOfAnotherType with @Role must be a ProcessGroup");
        requireRefusal(
                RoleTestCases.class,
                "resultsOfAnotherType",
                "parameter 'results' of RoleTestCases.resultsOfAnotherType with @Results must be a List");
    }

    static class RoleTestCases {

        @WriterProcess
        static void write() {}

        @ReaderProcess
        static void read() {}

        @MultiProcessTest
        void unknownRole(@Role("wirte") ProcessGroup<Void> group) {}

        @MultiProcessTest
        void unknownResults(@Results("") List<Void> results) {}

        @MultiProcessTest
        void roleOfAnotherType(@Role("read") String role) {}

        @MultiProcessTest
        void resultsOfAnotherType(@Results("read") String results) {}
    }

    @Test
    void roleThatIsNotStatic_isRefused() {
        requireRefusal(
                InstanceRoleTestCases.class,
                "test",
                "the role method InstanceRoleTestCases.write must be static, since it runs in another JVM");
    }

    static class InstanceRoleTestCases {

        @WriterProcess
        void write() {}

        @MultiProcessTest
        void test() {}
    }

    @Test
    void roleWithBothAnnotations_isRefused() {
        requireRefusal(
                BothRolesTestCases.class,
                "test",
                "the role method BothRolesTestCases.both must be @WriterProcess or @ReaderProcess, not both");
    }

    static class BothRolesTestCases {

        @WriterProcess
        @ReaderProcess
        static void both() {}

        @MultiProcessTest
        void test() {}
    }

    @Test
    void roleWithABadCount_isRefused() {
        requireRefusal(
                CountTestCases.class,
                "test",
                "the role method CountTestCases.none must have a count between 1 and 64: count=0");
    }

    static class CountTestCases {

        @WriterProcess(count = 0)
        static void none() {}

        @MultiProcessTest
        void test() {}
    }

    @Test
    void roleWithAnotherParameter_isRefused() {
        requireRefusal(
                RoleParameterTestCases.class,
                "test",
                "the role method RoleParameterTestCases.write must have parameters of type ProcessQueue, QueueWriter or"
                        + " QueueReader only: String text");
    }

    static class RoleParameterTestCases {

        @WriterProcess
        static void write(String text) {}

        @MultiProcessTest
        void test() {}
    }

    @Test
    void rolesOfOneName_areRefused() {
        requireRefusal(
                OverloadedTestCases.class,
                "test",
                "the role method OverloadedTestCases.write must have a name that no other role of the class has");
    }

    static class OverloadedTestCases {

        @WriterProcess
        static void write() {}

        @WriterProcess
        static void write(QueueWriter<String> queue) {}

        @MultiProcessTest
        void test() {}
    }

    // ---- queues

    @Test
    void badCapacity_isRefused() {
        requireRefusal(
                QueueTestCases.class,
                "badCapacity",
                "the capacity of a queue must be at least 1: @Capacity(0) at parameter 'queue' of"
                        + " QueueTestCases.badCapacity");
    }

    @Test
    void twoCapacitiesOfOneQueue_areRefused() {
        requireRefusal(
                QueueTestCases.class,
                "twoCapacities",
                "a queue must have one capacity: 3 at parameter 'writer' of QueueTestCases.twoCapacities,"
                        + " 4 at parameter 'reader' of QueueTestCases.twoCapacities");
    }

    @Test
    void blankName_isRefused() {
        requireRefusal(
                QueueTestCases.class,
                "blankName",
                "the name of a queue must not be blank: @QueueName at parameter 'queue' of QueueTestCases.blankName");
    }

    @Test
    void parameters_meanQueuesByTypeAndName() {
        assertThat(run(QueueTestCases.class, "meaning")).passes();
    }

    @MultiProcess
    static class QueueTestCases {

        @Test
        void badCapacity(@Capacity(0) ProcessQueue<String> queue) {}

        @Test
        void twoCapacities(
                @QueueName("same") @Capacity(3) QueueWriter<String> writer,
                @QueueName("same") @Capacity(4) QueueReader<String> reader) {}

        @Test
        void blankName(@QueueName(" ") ProcessQueue<String> queue) {}

        @Test
        void meaning(
                @Capacity(5) ProcessQueue<String> strings,
                ProcessQueue<Integer> integers,
                @QueueName("other") ProcessQueue<String> other,
                @QueueName("other") QueueWriter<String> writer,
                @QueueName("bounded") @Capacity(7) ProcessQueue<String> bounded,
                @QueueName("bounded") @Capacity(7) ProcessQueue<String> again) {
            writer.put("to the other");
            assertThat(other).containsExactly("to the other");
            assertThat(strings).isEmpty();
            assertThat(strings.capacity()).isEqualTo(5);
            assertThat(integers.capacity()).isEqualTo(Integer.MAX_VALUE);
            assertThat(bounded.capacity()).isEqualTo(7);
            assertThat(again).isSameAs(bounded);
            assertThat(List.of(strings.name(), other.name(), bounded.name()))
                    .containsExactly("strings", "other", "bounded");
        }
    }

    @Test
    void repeatedElementTypeWithRoles_isRefused() {
        requireRefusal(
                RepeatedTypeTestCases.class,
                "test",
                "several queues of one element type must each have a @QueueName where there are role methods:"
                        + " parameter 'second' of RepeatedTypeTestCases.test");
    }

    static class RepeatedTypeTestCases {

        @WriterProcess
        static void write(QueueWriter<String> queue) {}

        @MultiProcessTest
        void test(ProcessQueue<String> first, ProcessQueue<String> second) {}
    }
}

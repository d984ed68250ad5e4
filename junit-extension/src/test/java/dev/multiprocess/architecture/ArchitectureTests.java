package dev.multiprocess.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The packages' arrows go one way, and each package shows little. */
class ArchitectureTests {

    private static final String BASE = "dev.multiprocess";
    private static final String INTERNAL = BASE + ".internal.";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("/test-classes/"))
            .importPackages(BASE);

    /** What each package may use, beside its own and the public one. */
    private static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            Map.entry(
                    "jupiter",
                    Set.of(
                            "scope",
                            "inventory",
                            "timeline",
                            "crash",
                            "cases",
                            "task",
                            "config",
                            "objects",
                            "classfile")),
            Map.entry(
                    "scope",
                    Set.of(
                            "timeline",
                            "events",
                            "inventory",
                            "run",
                            "files",
                            "process",
                            "start",
                            "reap",
                            "report",
                            "archive",
                            "jvm",
                            "call",
                            "workers",
                            "turns",
                            "checkpoint",
                            "crash",
                            "pool",
                            "child",
                            "task",
                            "config",
                            "hub",
                            "sync",
                            "segment",
                            "link",
                            "serial",
                            "wire",
                            "diagnose",
                            "os",
                            "objects",
                            "thread")),
            Map.entry(
                    "inventory",
                    Set.of(
                            "events",
                            "run",
                            "files",
                            "process",
                            "start",
                            "reap",
                            "report",
                            "jvm",
                            "call",
                            "workers",
                            "checkpoint",
                            "methods",
                            "child",
                            "task",
                            "config",
                            "hub",
                            "sync",
                            "segment",
                            "link",
                            "serial",
                            "diagnose",
                            "os",
                            "objects",
                            "thread")),
            Map.entry(
                    "run",
                    Set.of(
                            "process",
                            "start",
                            "reap",
                            "archive",
                            "hub",
                            "segment",
                            "pool",
                            "checkpoint",
                            "call",
                            "link",
                            "serial",
                            "wire",
                            "diagnose",
                            "os")),
            Map.entry("files", Set.of("reap", "archive", "config", "wire", "os")),
            Map.entry(
                    "process",
                    Set.of(
                            "events",
                            "report",
                            "jvm",
                            "config",
                            "call",
                            "link",
                            "serial",
                            "diagnose",
                            "os",
                            "objects",
                            "thread")),
            Map.entry(
                    "start",
                    Set.of("archive", "jvm", "child", "call", "link", "serial", "wire", "os", "objects", "thread")),
            Map.entry("reap", Set.of("config", "os")),
            Map.entry("report", Set.of("child", "hub", "sync", "serial", "diagnose", "objects")),
            Map.entry("archive", Set.of("jvm", "child", "wire", "os")),
            Map.entry("jvm", Set.of("child", "config", "link", "os")),
            Map.entry(
                    "child",
                    Set.of(
                            "events",
                            "task",
                            "sync",
                            "pool",
                            "checkpoint",
                            "methods",
                            "hub",
                            "segment",
                            "call",
                            "link",
                            "queue",
                            "serial",
                            "wire",
                            "diagnose",
                            "objects",
                            "thread")),
            // The default of an option depends on the user.
            Map.entry("config", Set.of("os")),
            Map.entry("hub", Set.of("queue", "sync", "serial", "slots", "wire", "bell", "objects", "memory")),
            Map.entry("sync", Set.of("segment", "memory", "bell", "diagnose", "events", "objects")),
            Map.entry(
                    "workers",
                    Set.of("process", "pool", "child", "call", "link", "serial", "objects", "task", "report", "os")),
            Map.entry("turns", Set.of("process", "checkpoint", "methods", "segment")),
            Map.entry("checkpoint", Set.of("segment", "config", "events", "objects")),
            Map.entry("pool", Set.of("call", "task", "serial", "objects")),
            Map.entry("call", Set.of("serial", "objects")),
            Map.entry("link", Set.of("call", "wire", "diagnose", "os", "thread")),
            Map.entry(
                    "queue",
                    Set.of("serial", "slots", "wire", "diagnose", "elements", "bell", "objects", "memory", "thread")),
            Map.entry("serial", Set.of("kryo", "plain", "objects")),
            Map.entry("slots", Set.of("events", "elements", "bell", "memory")),
            Map.entry("wire", Set.of("os", "thread")),
            Map.entry("diagnose", Set.of("events", "os")),
            Map.entry("events", Set.of()),
            Map.entry("timeline", Set.of("diagnose", "events")),
            Map.entry("elements", Set.of("memory")),
            Map.entry("kryo", Set.of("objects")),
            Map.entry("os", Set.of("thread")),
            Map.entry("plain", Set.of("objects")),
            Map.entry("task", Set.of("objects")),
            Map.entry("bell", Set.of()),
            Map.entry("objects", Set.of("classfile", "thread")),
            Map.entry("classfile", Set.of()),
            Map.entry("memory", Set.of()),
            Map.entry("methods", Set.of("config", "os")),
            Map.entry("segment", Set.of("memory", "wire", "objects", "os")),
            Map.entry("crash", Set.of("cases", "crashed", "process", "record", "report", "task", "os")),
            Map.entry("cases", Set.of("crashed", "record", "config")),
            Map.entry("crashed", Set.of("recorder", "checkpoint", "objects")),
            Map.entry("record", Set.of("recorder", "os")),
            Map.entry("recorder", Set.of()),
            Map.entry("thread", Set.of()));

    private static final int MOST_FILES = 20;

    /** As many classes of one package may use each other in a circle. */
    private static final int LARGEST_KNOT = 5;

    @ParameterizedTest
    @MethodSource("internalPackages")
    void internalPackage_usesOnlyThoseBelowIt(String name) {
        Set<String> forbidden = new TreeSet<>(ARROWS.keySet());
        forbidden.removeAll(ARROWS.get(name));
        forbidden.remove(name);

        noClasses()
                .that()
                .resideInAPackage(INTERNAL + name)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        forbidden.stream().map(other -> INTERNAL + other).toArray(String[]::new))
                .check(CLASSES);
    }

    static Stream<String> internalPackages() {
        return ARROWS.keySet().stream().sorted();
    }

    @Test
    void everyInternalPackage_isKnownHere() {
        Set<String> found = CLASSES.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(INTERNAL))
                .map(name -> name.substring(INTERNAL.length()))
                .collect(Collectors.toSet());

        assertThat(found).isEqualTo(ARROWS.keySet());
    }

    @Test
    void publicPackages_useNothingInternalButWhereTheyBegin() {
        noClasses()
                .that()
                .resideInAPackage(BASE)
                .and()
                .doNotHaveSimpleName("MultiProcess")
                .and()
                .doNotHaveSimpleName("MultiProcessTest")
                .and()
                // Its current().
                .doNotHaveSimpleName("Processes")
                .and()
                // Its allOrders().
                .doNotHaveSimpleName("Checkpoints")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(BASE + ".internal..")
                .check(CLASSES);
    }

    @Test
    void packages_haveNoCycles() {
        slices().matching(INTERNAL + "(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @ParameterizedTest
    @MethodSource("internalPackages")
    void internalPackage_isSmallAndHasNoKnot(String name) {
        Map<String, Set<String>> uses = new TreeMap<>();
        CLASSES.stream()
                .filter(type -> type.getPackageName().equals(INTERNAL + name))
                .forEach(type -> uses.computeIfAbsent(topLevel(type), none -> new TreeSet<>())
                        .addAll(usedTopLevels(type, INTERNAL + name)));

        assertThat(uses).hasSizeLessThanOrEqualTo(MOST_FILES);
        assertThat(largestKnot(uses)).hasSizeLessThanOrEqualTo(LARGEST_KNOT);
    }

    private static String topLevel(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTests::topLevel).orElse(type.getSimpleName());
    }

    private static Set<String> usedTopLevels(JavaClass type, String packageName) {
        return type.getDirectDependenciesFromSelf().stream()
                .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                .filter(target -> target.getPackageName().equals(packageName))
                .map(ArchitectureTests::topLevel)
                .collect(Collectors.toSet());
    }

    /** The most classes that reach each other by what they use. */
    private static Set<String> largestKnot(Map<String, Set<String>> uses) {
        Map<String, Set<String>> reached = new TreeMap<>();
        uses.keySet().forEach(type -> reached.put(type, reachedFrom(type, uses)));
        return uses.keySet().stream()
                .map(type -> reached.get(type).stream()
                        .filter(other -> reached.get(other).contains(type))
                        .collect(Collectors.toSet()))
                .max(Comparator.comparing(Set::size))
                .orElseThrow();
    }

    private static Set<String> reachedFrom(String type, Map<String, Set<String>> uses) {
        Set<String> reached = new TreeSet<>();
        Deque<String> next = new ArrayDeque<>(uses.get(type));
        while (!next.isEmpty()) {
            String one = next.pop();
            if (reached.add(one)) {
                next.addAll(uses.getOrDefault(one, Set.of()));
            }
        }
        return reached;
    }

    @Test
    void onlyTheJupiterPackage_usesJunit() {
        noClasses()
                .that(not(resideInAPackage(INTERNAL + "jupiter")))
                .and()
                .resideOutsideOfPackage(BASE)
                .and()
                // Its thenCheck().
                .doNotHaveSimpleName("CrashPlan")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.junit..")
                .check(CLASSES);
        classes()
                .that()
                .implement(Extension.class)
                .should()
                .haveSimpleNameEndingWith("Extension")
                .check(CLASSES);
    }

    @Test
    void processes_areStartedInOnePlace() {
        noClasses()
                .that()
                // The JVM of a child, and one that makes an archive for children.
                .doNotHaveFullyQualifiedName(INTERNAL + "jvm.JvmStart")
                .and()
                .doNotHaveFullyQualifiedName(INTERNAL + "archive.ArchiveMaker")
                .and()
                // Commands of the operating system.
                .doNotHaveFullyQualifiedName(INTERNAL + "os.Signals")
                .and()
                .doNotHaveFullyQualifiedName(INTERNAL + "wire.LinkPorts")
                .should()
                .callMethod(ProcessBuilder.class, "start")
                .check(CLASSES);
    }

    @Test
    void upperAndLowerCase_doNotDependOnTheLocale() {
        noClasses()
                .should()
                .callMethod(String.class, "toLowerCase")
                .orShould()
                .callMethod(String.class, "toUpperCase")
                .check(CLASSES);
    }

    @Test
    void nothing_sleepsToWait() {
        noClasses()
                .that()
                // It polls processes that are not its children, of whose end nobody can be told.
                .doNotHaveFullyQualifiedName(INTERNAL + "os.ProcessTree")
                .and()
                .doNotHaveFullyQualifiedName(INTERNAL + "reap.OrphanReaper")
                .and()
                // It polls a process that is about to stop, of which nobody can be told either.
                .doNotHaveFullyQualifiedName(INTERNAL + "os.Signals")
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .check(CLASSES);
    }

    @Test
    void publicTypes_areMarkedAndExceptionsAreNamedSo() {
        classes()
                .that()
                .resideInAPackage(BASE)
                .and()
                .arePublic()
                .and()
                .areTopLevelClasses()
                .should()
                .beAnnotatedWith(API.class)
                .check(CLASSES);
        classes()
                .that()
                .areAssignableTo(Throwable.class)
                .and()
                .resideInAPackage(BASE)
                .should()
                .haveSimpleNameEndingWith("Exception")
                .check(CLASSES);
    }

    @Test
    void internalPackages_showFewTypes() {
        Map<String, Long> shown = CLASSES.stream()
                .filter(type -> type.getPackageName().startsWith(INTERNAL))
                .filter(type -> type.isTopLevelClass()
                        && type.getModifiers().contains(JavaModifier.PUBLIC)
                        && !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));

        assertThat(shown).allSatisfy((name, count) -> assertThat(count).as(name).isLessThanOrEqualTo(16));
    }

    @Test
    void workers_areThoseOfPools() {
        noClasses()
                .that()
                .resideOutsideOfPackages(BASE + ".pool", INTERNAL + "workers")
                .and()
                .doNotHaveSimpleName("WorkerTask")
                .should()
                .haveNameMatching(".*Worker.*")
                .check(CLASSES);
    }

    @Test
    void words_areTheProjects() {
        noClasses()
                .should()
                .haveNameMatching(".*(Manager|Helper|Util|Utils|Impl|Broker|Master|Slave|Producer|Consumer).*")
                .check(CLASSES);
    }
}

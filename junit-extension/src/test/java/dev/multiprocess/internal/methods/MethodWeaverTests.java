package dev.multiprocess.internal.methods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.fail;

import com.esotericsoftware.kryo.kryo5.Kryo;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Bytes in, bytes out: what woven methods do, and that the JVM verifies them. */
@Execution(ExecutionMode.SAME_THREAD)
class MethodWeaverTests {

    private final List<String> complaints = new ArrayList<>();
    private final MethodWeaver weaver = new MethodWeaver(Hook.class.getName().replace('.', '/'), complaints::add);

    /** What woven methods call here. */
    public static final class Hook {

        public static final List<String> PASSED = new ArrayList<>();
        private static Runnable action = () -> {};

        public static void pass(String point) {
            PASSED.add(point);
            action.run();
        }
    }

    /** Code of the shapes that methods have. */
    public static class Code {

        public static String plain(String text) {
            note("body");
            return text;
        }

        public static long several(long number, double other) {
            if (number < 0) {
                return -1;
            }
            switch ((int) number) {
                case 0:
                    return (long) other;
                case 1:
                    throw new IllegalStateException("one");
                default:
                    for (int i = 0; i < 3; i++) {
                        if (number + i > 100) {
                            return i;
                        }
                    }
                    return number;
            }
        }

        /** The loop begins with the method. */
        public static int loops() {
            while (true) {
                if (Hook.PASSED.size() > 20) {
                    return Hook.PASSED.size();
                }
                note("loop");
            }
        }

        public static String catches(Object given) {
            String text = "none";
            try {
                text = given.toString();
                note("no exception");
                return text;
            } catch (NullPointerException e) {
                note("caught");
                text = "null";
            } finally {
                note("finally");
            }
            return text;
        }

        public static String throwsFromFinally() {
            try {
                return "lost";
            } finally {
                note("finally");
                plain(null).length();
            }
        }

        /** The parameter is used for something else, in another part of the method. */
        public static int reuses(Object given) {
            given = given.hashCode();
            int sum = (Integer) given;
            synchronized (Code.class) {
                sum++;
            }
            return sum;
        }

        public synchronized float ofInstance(Callable<Float> value) throws Exception {
            return value.call();
        }

        public static int recursive(int depth) {
            return depth == 0 ? 0 : 1 + recursive(depth - 1);
        }

        public static void overloaded() {
            overloaded(1);
        }

        public static void overloaded(int number) {
            note("number " + number);
        }

        public static void withLambda() {
            Runnable inner = () -> note("lambda");
            inner.run();
        }

        private static void note(String event) {
            Hook.PASSED.add(event);
        }
    }

    /** Has a bridge of the compiler. */
    public static class Ordered implements Comparable<Ordered> {

        @Override
        public int compareTo(Ordered other) {
            return 0;
        }

        @SuppressWarnings({"unchecked", "rawtypes"})
        public static int compare() {
            return ((Comparable) new Ordered()).compareTo(new Ordered());
        }
    }

    /** Methods of interfaces. */
    public interface Named {

        int SIZE = "abc".length();

        default String name() {
            return "name";
        }

        static Named make() {
            return new Named() {};
        }
    }

    @BeforeEach
    void clear() {
        Hook.PASSED.clear();
        Hook.action = () -> {};
    }

    private static byte[] file(Class<?> type) throws IOException {
        try (InputStream in = type.getResourceAsStream("/" + type.getName().replace('.', '/') + ".class")) {
            return in.readAllBytes();
        }
    }

    /** Has some classes in place of those here. */
    private static final class OwnLoader extends ClassLoader {

        private final Map<String, byte[]> own;

        OwnLoader(Map<String, byte[]> own) {
            super(MethodWeaverTests.class.getClassLoader());
            this.own = own;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            byte[] bytes = own.get(name);
            if (bytes == null) {
                return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            return known == null ? defineClass(name, bytes, 0, bytes.length) : known;
        }
    }

    private static Class<?> load(String name, byte[] bytes) throws Exception {
        Map<String, byte[]> own = new HashMap<>(Map.of(name, bytes));
        if (name.equals(Named.class.getName())) {
            own.put(Named.make().getClass().getName(), file(Named.make().getClass()));
        }
        return new OwnLoader(own).loadClass(name);
    }

    /** As points of tests are called, with the class left out. */
    private Class<?> woven(Class<?> type, String... points) throws Exception {
        List<String> names =
                Stream.of(points).map(point -> type.getName() + "#" + point).toList();
        return load(type.getName(), weaver.apply(file(type), names));
    }

    private static Object call(Class<?> type, String name, Object... arguments) throws Exception {
        Method method = Stream.of(type.getMethods())
                .filter(each -> each.getName().equals(name) && each.getParameterCount() == arguments.length)
                .findFirst()
                .orElseThrow();
        try {
            return method.invoke(null, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    private static List<String> passed() {
        return Hook.PASSED.stream()
                .map(event -> event.substring(event.indexOf('#') + 1))
                .toList();
    }

    // ---- where points are

    @Test
    void entryAndExit_areAroundTheBody() throws Exception {
        Class<?> code = woven(Code.class, "plain", "plain exit", "plain(java.lang.String)");

        assertThat(call(code, "plain", "text")).isEqualTo("text");
        assertThat(Hook.PASSED)
                .containsExactly(
                        Code.class.getName() + "#plain",
                        Code.class.getName() + "#plain(java.lang.String)",
                        "body",
                        Code.class.getName() + "#plain exit");
        assertThat(complaints).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"-5, -1", "0, 7", "5, 5", "99, 2"})
    void methodHasSeveralReturns_eachIsAnExit(long number, long result) throws Exception {
        assertThat(call(woven(Code.class, "several exit"), "several", number, 7.5))
                .isEqualTo(result);
        assertThat(passed()).containsExactly("several exit");
    }

    @Test
    void methodThrows_itsExitIsPassedOnce() throws Exception {
        Class<?> code = woven(Code.class, "several", "several exit");

        assertThatIllegalStateException()
                .isThrownBy(() -> call(code, "several", 1L, 7.5))
                .withMessage("one");
        assertThat(passed()).containsExactly("several", "several exit");
    }

    @Test
    void methodBeginsWithALoop_isEnteredOnce() throws Exception {
        call(woven(Code.class, "loops", "loops exit"), "loops");

        assertThat(passed())
                .startsWith("loops", "loop")
                .endsWith("loop", "loops exit")
                .containsOnlyOnce("loops", "loops exit");
    }

    @Test
    void methodCatchesWhatItThrows_exitIsAfterThat() throws Exception {
        Class<?> code = woven(Code.class, "catches", "catches exit");

        assertThat(call(code, "catches", "x")).isEqualTo("x");
        assertThat(passed()).containsExactly("catches", "no exception", "finally", "catches exit");
        Hook.PASSED.clear();
        assertThat(call(code, "catches", (Object) null)).isEqualTo("null");
        assertThat(passed()).containsExactly("catches", "caught", "finally", "catches exit");
    }

    @Test
    void finallyBlockThrows_exitIsAfterThat() throws Exception {
        Class<?> code = woven(Code.class, "throwsFromFinally exit");

        assertThat(catchThrown(code, "throwsFromFinally")).isInstanceOf(NullPointerException.class);
        assertThat(passed()).containsExactly("finally", "body", "throwsFromFinally exit");
    }

    private static Throwable catchThrown(Class<?> code, String method) throws Exception {
        try {
            call(code, method);
            return fail("has thrown nothing");
        } catch (RuntimeException e) {
            return e;
        }
    }

    @Test
    void methodOfAnObject_isWovenWithItsLockHeld() throws Exception {
        Class<?> code = woven(Code.class, "ofInstance", "ofInstance exit");
        Object object = code.getConstructor().newInstance();
        List<Boolean> locked = new ArrayList<>();
        Hook.action = () -> locked.add(Thread.holdsLock(object));

        Callable<Float> value = () -> 1.5f;
        assertThat(code.getMethod("ofInstance", Callable.class).invoke(object, value))
                .isEqualTo(1.5f);
        assertThat(locked).containsExactly(true, true);
        assertThat(call(woven(Code.class, "reuses exit"), "reuses", "")).isEqualTo(1);
    }

    @Test
    void everyCallOfARecursiveMethod_passes() throws Exception {
        call(woven(Code.class, "recursive", "recursive exit"), "recursive", 2);

        assertThat(passed())
                .containsExactly(
                        "recursive", "recursive", "recursive", "recursive exit", "recursive exit", "recursive exit");
    }

    @Test
    void severalMethodsHaveTheName_allOrOneOfThem() throws Exception {
        call(woven(Code.class, "overloaded"), "overloaded");
        assertThat(passed()).containsExactly("overloaded", "overloaded", "number 1");
        Hook.PASSED.clear();
        call(woven(Code.class, "overloaded(int)"), "overloaded");
        assertThat(passed()).containsExactly("overloaded(int)", "number 1");
    }

    @Test
    void methodsOfTheCompiler_haveNoPoint() throws Exception {
        call(woven(Ordered.class, "compareTo"), "compare");
        assertThat(passed()).containsExactly("compareTo");

        assertThat(weaver.apply(file(Code.class), List.of(Code.class.getName() + "#lambda$withLambda$0")))
                .isNull();
    }

    @Test
    void methodsOfAnInterface_areWoven() throws Exception {
        Class<?> named = woven(Named.class, "name", "make exit");

        Object made = call(named, "make");
        assertThat(named.getMethod("name").invoke(made)).isEqualTo("name");
        assertThat(passed()).containsExactly("make exit", "name");
    }

    @Test
    void threadStandsAtAPoint_itsStackHasTheLineOfTheMethod() throws Exception {
        List<StackTraceElement> stack = new ArrayList<>();
        Hook.action = () -> stack.add(Thread.currentThread().getStackTrace()[3]);

        call(woven(Code.class, "plain"), "plain", "text");

        int line = Stream.of(catchLine()).findFirst().orElseThrow();
        assertThat(stack.get(0).getMethodName()).isEqualTo("plain");
        assertThat(stack.get(0).getLineNumber()).isPositive().isLessThan(line);
    }

    private static int catchLine() {
        return new Throwable().getStackTrace()[0].getLineNumber();
    }

    // ---- what cannot be woven

    @Test
    void classHasNoSuchMethod_isLeftAloneAndItIsSaid() throws Exception {
        String name = Code.class.getName();

        assertThat(weaver.apply(file(Code.class), List.of(name + "#gone", name + "#plain(int) exit")))
                .isNull();
        assertThat(complaints)
                .containsExactly(
                        "multiprocess: checkpoint '" + name + "#gone' is never passed in this child, where class "
                                + name + " has no such method with code",
                        "multiprocess: checkpoint '" + name + "#plain(int) exit' is never passed in this child, where"
                                + " class " + name + " has no such method with code");
    }

    // ---- versions

    @Test
    void classIsOfAJavaThatAsmDoesNotKnow_keepsItsVersion() throws Exception {
        byte[] file = file(Code.class);
        byte version = file[7];
        file[7] = 127;

        byte[] woven = weaver.apply(file, List.of(Code.class.getName() + "#plain"));

        assertThat(woven[7]).isEqualTo((byte) 127);
        woven[7] = version;
        call(load(Code.class.getName(), woven), "plain", "text");
        assertThat(passed()).containsExactly("plain", "body");
    }

    @ParameterizedTest
    @ValueSource(ints = {Opcodes.V1_1, Opcodes.V1_4, Opcodes.V1_5, Opcodes.V1_6})
    void classIsOlderThanFrames_isWoven(int version) throws Exception {
        byte[] woven = weaver.apply(old(version), List.of("Old#count", "Old#count exit"));

        assertThat(call(load("Old", woven), "count")).isEqualTo(3);
        assertThat(passed()).containsExactly("count", "count exit");
    }

    /** A method with a loop and without frames, as compilers of that time made them. */
    private static byte[] old(int version) {
        ClassWriter type = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        type.visit(version, Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER, "Old", null, "java/lang/Object", null);
        MethodVisitor method = type.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "count", "()I", null, null);
        method.visitCode();
        method.visitInsn(Opcodes.ICONST_0);
        method.visitVarInsn(Opcodes.ISTORE, 0);
        Label again = new Label();
        method.visitLabel(again);
        method.visitIincInsn(0, 1);
        method.visitVarInsn(Opcodes.ILOAD, 0);
        method.visitInsn(Opcodes.ICONST_3);
        method.visitJumpInsn(Opcodes.IF_ICMPLT, again);
        method.visitVarInsn(Opcodes.ILOAD, 0);
        method.visitInsn(Opcodes.IRETURN);
        method.visitMaxs(0, 0);
        method.visitEnd();
        type.visitEnd();
        return type.toByteArray();
    }

    // ---- much code of others

    /** The JVM verifies a class when its methods are asked for. */
    @ParameterizedTest
    @ValueSource(classes = {Kryo.class, ClassReader.class, org.assertj.core.api.Assertions.class})
    void allMethodsOfALibrary_areWovenAndVerified(Class<?> ofLibrary) throws Exception {
        Path place = Path.of(
                ofLibrary.getProtectionDomain().getCodeSource().getLocation().toURI());
        Map<String, byte[]> woven = new TreeMap<>();
        try (JarFile jar = new JarFile(place.toFile())) {
            for (JarEntry entry : jar.stream()
                    .filter(each -> each.getName().endsWith(".class")
                            && !each.getName().startsWith("META-INF")
                            && !each.getName().equals("module-info.class"))
                    .toList()) {
                byte[] file = jar.getInputStream(entry).readAllBytes();
                String name = entry.getName().replace('/', '.').replaceAll("\\.class$", "");
                byte[] changed = weaver.apply(file, pointsOfAll(name, file));
                woven.put(name, changed == null ? file : changed);
            }
        }
        ClassLoader loader = new OwnLoader(woven);
        int verified = 0;
        for (String name : woven.keySet()) {
            if (isComplete(name)) {
                assertThatCode(() -> loader.loadClass(name).getDeclaredMethods())
                        .as(name)
                        .doesNotThrowAnyException();
                verified++;
            }
        }
        assertThat(verified).isGreaterThan(30);
    }

    /** Some classes of a library need others that are not here. */
    private static boolean isComplete(String name) {
        try {
            Class.forName(name, false, MethodWeaverTests.class.getClassLoader()).getDeclaredMethods();
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    private static List<String> pointsOfAll(String type, byte[] file) {
        TreeSet<String> names = new TreeSet<>();
        new ClassReader(file)
                .accept(
                        new org.objectweb.asm.ClassVisitor(Opcodes.ASM9) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access, String name, String descriptor, String signature, String[] thrown) {
                                if (!name.startsWith("<")) {
                                    names.add(type + "#" + name);
                                    names.add(type + "#" + name + " exit");
                                }
                                return null;
                            }
                        },
                        ClassReader.SKIP_CODE);
        return List.copyOf(names);
    }
}

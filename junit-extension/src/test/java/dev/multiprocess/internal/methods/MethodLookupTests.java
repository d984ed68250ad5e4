package dev.multiprocess.internal.methods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.multiprocess.kit.Compiler;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which methods can have checkpoints, and what is said of the others. */
class MethodLookupTests {

    private static final String HERE = MethodLookupTests.class.getName();

    private static boolean initialized;

    abstract static class Base {

        static {
            initialized = true;
        }

        void append(byte[] bytes, int count) {}

        void append(String text) {}

        void open() {}

        abstract void sync();
    }

    abstract static class Sub extends Base implements Named, Comparator<String> {

        @Override
        void sync() {
            Supplier<String> text = () -> "lambda";
            text.get();
        }

        /** With a bridge of the compiler. */
        @Override
        public int compare(String first, String second) {
            return 0;
        }
    }

    interface Named {

        int SIZE = 1;

        default String name() {
            return "name";
        }

        void rename(String name);
    }

    interface None {}

    private static void require(String text) {
        new MethodLookup(MethodLookupTests.class.getClassLoader()).require(MethodPoint.of(text, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$Base#append",
                "$Base#append(byte[],int)",
                "$Base#append(java.lang.String)",
                "$Sub#sync",
                "$Sub#compare",
                "$Named#name",
                "#require"
            })
    void methodsWithCode_canHavePointsAndAreNotLoaded(String text) {
        assertThatCode(() -> require(HERE + text)).doesNotThrowAnyException();
        assertThat(initialized).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    $Base#apend                | apend             | append(byte[],int), append(java.lang.String), open(), sync()
                    $Base#append(int)          | append(int)       | append(byte[],int), append(java.lang.String), open(), sync()
                    $Sub#lambda$sync$0         | lambda$sync$0     | compare(java.lang.String,java.lang.String), sync()
                    $None#append               | append            | none
                    """)
    void methodIsUnknown_errorSaysWhatIsThere(String text, String method, String known) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> require(HERE + text))
                .withMessage("class " + HERE + text.substring(0, text.indexOf('#')) + " has no method '" + method
                        + "' for a checkpoint: it declares " + known);
    }

    @Test
    void classHasManyMethods_errorListsFiftyOfThem() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> require("org.assertj.core.api.Assertions#none"))
                .withMessageStartingWith("class org.assertj.core.api.Assertions has no method 'none' for a checkpoint:"
                        + " it declares allOf(")
                .withMessageMatching(".* and \\d\\d+ more");
    }

    @Test
    void methodIsInherited_errorNamesTheClassThatDeclaresIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> require(HERE + "$Sub#append(byte[],int)"))
                .withMessage("class " + HERE + "$Sub inherits method 'append(byte[],int)' from " + HERE
                        + "$Base and does not declare it: the checkpoint must be at '" + HERE
                        + "$Base#append(byte[],int)'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> require(HERE + "$Sub#name"))
                .withMessageEndingWith("the checkpoint must be at '" + HERE + "$Named#name'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> require(HERE + "$Sub#hashCode"))
                .withMessage("class " + HERE + "$Sub inherits method 'hashCode' from java.lang.Object and does not"
                        + " declare it: methods of the JDK cannot have checkpoints");
    }

    @Test
    void methodHasNoCode_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> require(HERE + "$Named#rename"))
                .withMessage("a checkpoint must be at a method with code: '" + HERE
                        + "$Named#rename' is abstract; choose a class that implements it");
    }

    @Test
    void methodIsNative_isRefused(@TempDir Path directory) throws Exception {
        ClassLoader loader = Compiler.load("Outside", "class Outside { native void call(); }", directory)
                .getClassLoader();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MethodLookup(loader).require(MethodPoint.of("Outside#call", false)))
                .withMessage("a checkpoint must be at a method with code: 'Outside#call' is native");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MethodLookup(loader).require(MethodPoint.of("Outsid#call", false)))
                .withMessage("checkpoint 'Outsid#call' is at class Outsid, which is not on the class path of the tests;"
                        + " did you mean Outside?");
    }

    @ParameterizedTest
    @CsvSource({
        // In a directory, in a jar, and nested.
        "dev.multiprocess.internal.methods.MethodLookupTest, dev.multiprocess.internal.methods.MethodLookupTests",
        "org.assertj.core.api.Assertion, org.assertj.core.api.Assertions",
        "org.assertj.core.api.asertions, org.assertj.core.api.Assertions",
        "java.util.Map.Entry, java.util.Map$Entry",
        "dev.multiprocess.internal.methods.MethodLookupTests.Base, dev.multiprocess.internal.methods.MethodLookupTests$Base"
    })
    void classIsUnknown_errorNamesANearOne(String type, String near) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> require(type + "#append"))
                .withMessage("checkpoint '" + type + "#append' is at class " + type
                        + ", which is not on the class path of the tests; did you mean " + near + "?");
    }

    @Test
    void noClassIsNear_errorNamesNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> require("com.acme.Wal#append"))
                .withMessage("checkpoint 'com.acme.Wal#append' is at class com.acme.Wal, which is not on the class path"
                        + " of the tests");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java.lang.String#length",
                "java.nio.file.Files#write",
                "sun.nio.ch.FileChannelImpl#force",
                "com.sun.tools.javac.Main#main"
            })
    void classIsOfTheJdk_isRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> require(text))
                .withMessage("checkpoint '" + text + "' is at class " + text.substring(0, text.indexOf('#'))
                        + " of the JDK, whose methods cannot have checkpoints");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev.multiprocess.Checkpoints#reach",
                "dev.multiprocess.internal.child.ChildMain#main",
                "com.esotericsoftware.kryo.kryo5.Kryo#writeObject"
            })
    void classIsOfThisLibrary_isRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> require(text))
                .withMessage("checkpoint '" + text + "' is at class " + text.substring(0, text.indexOf('#'))
                        + " of this library or its serializer, whose methods cannot have checkpoints");
    }
}

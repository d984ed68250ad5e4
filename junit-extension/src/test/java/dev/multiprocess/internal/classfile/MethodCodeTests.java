package dev.multiprocess.internal.classfile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.kit.Compiler;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MethodCodeTests {

    private static final String SOURCE = """
            package shop;
            class Shop {
                final Object field = new Object();
                Shop(long first, int second) {}
                void none() {}
                void ofInstance(String text, long number, int[] array) { for (int i = 0; i < 3; i++) { int j = i; } }
                static <T> void ofClass(double wide, T generic) { String local = ""; }
                void wide(double wide, long number, Object last) {}
                Object readsField() { String text = "x"; return field == this ? text : this; }
                void writesOther(Other other) { other.field = 1; helper(); }
                void usesNothing() { new Shop(1, 2); System.out.println("x"); }
                void helper() {}
                abstract static class Abstract { abstract void bare(String text); }
                static class Other { int field; }
            }
            """;

    @TempDir
    private Path directory;

    private Class<?> shop(String... options) throws Exception {
        return Compiler.load("shop.Shop", SOURCE, directory, options);
    }

    private static Executable method(Class<?> type, String name) {
        return Stream.of(type.getDeclaredMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Optional<List<String>> names(Executable method) {
        return MethodCode.of(method).orElseThrow().parameterNames();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-g", "-g:vars"})
    void classHasNamesOfLocalVariables_parametersHaveThem(String option) throws Exception {
        Class<?> shop = shop(option);

        assertThat(names(method(shop, "none"))).contains(List.of());
        assertThat(names(method(shop, "ofInstance"))).contains(List.of("text", "number", "array"));
        assertThat(names(method(shop, "ofClass"))).contains(List.of("wide", "generic"));
        assertThat(names(method(shop, "wide"))).contains(List.of("wide", "number", "last"));
        assertThat(names(shop.getDeclaredConstructors()[0])).contains(List.of("first", "second"));
    }

    @Test
    void classHasNone_namesAreUnknown() throws Exception {
        Class<?> shop = shop("-g:none");

        assertThat(names(method(shop, "ofInstance"))).isEmpty();
        assertThat(names(method(shop, "none"))).contains(List.of());
    }

    @Test
    void methodHasNoCode_namesAreUnknown() throws Exception {
        Class<?> bare = shop("-g").getClassLoader().loadClass("shop.Shop$Abstract");

        assertThat(names(method(bare, "bare"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "readsField, the field 'field'",
        "writesOther, the method 'helper'",
        "usesNothing, ",
        "none, ",
        "ofClass, ",
    })
    void firstUse_isOfTheOwnObject(String name, String use) throws Exception {
        assertThat(MethodCode.of(method(shop("-g:none"), name)).orElseThrow().firstUse())
                .isEqualTo(Optional.ofNullable(use));
    }

    @Test
    void classOfThisJdk_isReadWhateverItsVersion() throws NoSuchMethodException {
        Method get = List.class.getMethod("of", Object[].class);

        assertThat(MethodCode.of(get)).isPresent();
    }

    @Test
    void classHasNoFile_nothingIsKnown() throws Exception {
        Runnable lambda = () -> {};

        assertThat(MethodCode.of(lambda.getClass().getMethod("run"))).isEmpty();
    }

    /** A class path may be without ASM, or have one that is much older. */
    @Test
    void libraryIsMissing_nothingIsKnown() throws Exception {
        Method anyMethod = MethodCodeTests.class.getDeclaredMethod("libraryIsMissing_nothingIsKnown");
        Method of = new WithoutAsm().loadClass(MethodCode.class.getName()).getMethod("of", Executable.class);

        assertThat(of.invoke(null, anyMethod)).isEqualTo(Optional.empty());
    }

    private static final class WithoutAsm extends ClassLoader {

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("org.objectweb.asm.")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.matches(".*\\.MethodCode(\\$.*)?")) {
                return super.loadClass(name, resolve);
            }
            try (InputStream file =
                    MethodCode.class.getResourceAsStream(name.substring(name.lastIndexOf('.') + 1) + ".class")) {
                byte[] bytes = file.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}

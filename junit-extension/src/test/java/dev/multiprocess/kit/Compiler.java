package dev.multiprocess.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles classes in ways that this build does not. */
public final class Compiler {

    private Compiler() {}

    /**
     * Compiles a class for Java 17; skips the test where there is no compiler.
     *
     * @param name with its package
     * @param source of the class
     * @param directory of class files, made if it is missing
     * @param options of javac
     */
    public static void compile(String name, String source, Path directory, String... options) throws IOException {
        JavaFileObject file =
                new SimpleJavaFileObject(
                        URI.create("string:///" + name.replace('.', '/') + ".java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assumeTrue(compiler != null, "needs a JDK");
        List<String> all = new ArrayList<>(List.of(
                "--release", "17", "-d", Files.createDirectories(directory).toString()));
        all.addAll(List.of(options));
        assertThat(compiler.getTask(null, null, null, all, null, List.of(file)).call())
                .isTrue();
    }

    /**
     * Compiles a class and loads it, with this library and JUnit on its class path.
     *
     * @param name with its package
     * @param source of the class
     * @param directory of class files, made if it is missing
     * @param options of javac
     * @return known only to a loader of its own
     */
    public static Class<?> load(String name, String source, Path directory, String... options)
            throws IOException, ClassNotFoundException {
        compile(name, source, directory, options);
        URL[] urls = {directory.toUri().toURL()};
        return Class.forName(name, false, new URLClassLoader(urls, Compiler.class.getClassLoader()));
    }
}

package dev.multiprocess.internal.methods;

import java.io.File;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Lets a child pass checkpoints where methods of certain classes begin or end, whichever loader they are of. What they pass
 * before the task of the child begins is not noticed.
 *
 * <p>The code under test sees nothing of it but one class, which is in a package of the JDK because every class loader finds
 * it there. ASM and what uses it are loaded by a loader of their own, when the first of the classes is.
 */
public final class PointAgent implements ClassFileTransformer, Consumer<String> {

    /** By name, since it is of another loader. */
    private static final String WEAVER = "dev.multiprocess.internal.methods.MethodWeaver";

    /** {@code null} before the task begins. */
    private static volatile Consumer<String> passes;

    private final Instrumentation instrumentation;
    private final String placeOfAsm;

    /** The names of the points of a class, by its internal name. */
    private final Map<String, List<String>> points;

    private volatile ClassLoader ownLoader;
    private BiFunction<byte[], List<String>, byte[]> weaver;

    private PointAgent(Instrumentation instrumentation, String placeOfAsm, Map<String, List<String>> points) {
        this.instrumentation = instrumentation;
        this.placeOfAsm = placeOfAsm;
        this.points = points;
    }

    /**
     * Called by the JVM.
     *
     * @param arguments the path of ASM and the names of the points, each encoded as in a URL, with {@code &} between them
     * @param instrumentation of the JVM
     */
    public static void premain(String arguments, Instrumentation instrumentation) {
        String[] words = arguments.split("&");
        Map<String, List<String>> points = new HashMap<>();
        for (int i = 1; i < words.length; i++) {
            String name = decoded(words[i]);
            String type = name.substring(0, name.indexOf('#')).replace('.', '/');
            List<String> names = points.get(type);
            if (names == null) {
                names = new ArrayList<>();
                points.put(type, names);
            }
            names.add(name);
        }
        instrumentation.addTransformer(new PointAgent(instrumentation, decoded(words[0]), points));
    }

    private static String decoded(String word) {
        return URLDecoder.decode(word, StandardCharsets.UTF_8);
    }

    /**
     * Notes that the task of the child begins.
     *
     * @param receiver is given the name of each point that a thread passes, on that thread; it throws nothing
     */
    public static void begin(Consumer<String> receiver) {
        passes = receiver;
    }

    /** Called by woven methods. */
    @Override
    public void accept(String point) {
        Consumer<String> receiver = passes;
        if (receiver != null) {
            receiver.accept(point);
        }
    }

    @Override
    public byte[] transform(ClassLoader loader, String type, Class<?> redefined, ProtectionDomain domain, byte[] file) {
        List<String> names = points.get(type);
        if (names == null || loader != null && loader == ownLoader) {
            return null;
        }
        try {
            return weaver().apply(file, names);
        } catch (Throwable e) {
            // The JVM would take no notice of it, whatever it is, and the test would wait in vain.
            System.err.println("multiprocess: a class of this child has no checkpoints, as it cannot be changed: "
                    .concat(type.replace('/', '.'))
                    .concat(": ")
                    .concat(e.toString()));
            return null;
        }
    }

    @SuppressWarnings("unchecked")
    private synchronized BiFunction<byte[], List<String>, byte[]> weaver()
            throws ReflectiveOperationException, MalformedURLException {
        if (weaver == null) {
            URL library = PointAgent.class.getProtectionDomain().getCodeSource().getLocation();
            URL asm = new File(placeOfAsm).toURI().toURL();
            ClassLoader own =
                    new URLClassLoader("multiprocess", new URL[] {library, asm}, ClassLoader.getPlatformClassLoader());
            ownLoader = own;
            // For its loader only, not for the code under test.
            Map<String, Set<Module>> opened = Map.of("java.lang", Set.of(own.getUnnamedModule()));
            instrumentation.redefineModule(Object.class.getModule(), Set.of(), Map.of(), opened, Set.of(), Map.of());
            weaver = (BiFunction<byte[], List<String>, byte[]>)
                    own.loadClass(WEAVER).getConstructor(Consumer.class).newInstance(this);
        }
        return weaver;
    }
}

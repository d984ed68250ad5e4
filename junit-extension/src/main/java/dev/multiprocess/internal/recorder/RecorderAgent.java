package dev.multiprocess.internal.recorder;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/** Makes the JVM call {@link Woven}, before anything of a child has run. */
public final class RecorderAgent {

    /** Name of a class that the weaver writes. */
    public static final String DEFINER = "dev.multiprocess.internal.recorder.Definer";

    private RecorderAgent() {}

    /**
     * Called by the JVM.
     *
     * @param arguments paths of the file of classes, of the directory and of the log, each encoded as in a URL, with
     *     {@code &} between them; without the last two nothing is recorded until {@link Recorder#start}
     * @param instrumentation of the JVM
     * @throws Exception if the JDK is not the one that the classes are for; then the JVM does not start
     */
    public static void premain(String arguments, Instrumentation instrumentation) throws Exception {
        String[] paths = arguments.split("&");
        for (int i = 0; i < paths.length; i++) {
            paths[i] = URLDecoder.decode(paths[i], StandardCharsets.UTF_8);
        }
        try (InputStream file = new FileInputStream(paths[0]);
                DataInputStream in = new DataInputStream(new BufferedInputStream(file, 64 * 1024))) {
            define(in, instrumentation);
            redefine(in, instrumentation);
        }
        if (paths.length > 1) {
            Recorder.start(Path.of(paths[1]), Path.of(paths[2]));
        }
    }

    /** In the boot loader, but without a jar on its path, for that would make the JVM warn and share less. */
    private static void define(DataInputStream in, Instrumentation instrumentation) throws Exception {
        Module base = Object.class.getModule();
        BiFunction<String, byte[], Class<?>> definer = definer();
        String last = null;
        for (int count = in.readInt(); count > 0; count--) {
            last = in.readUTF();
            Class<?> made = definer.apply(last, read(in));
            if (!base.canRead(made.getModule())) {
                Set<Module> reads = Set.of(made.getModule());
                instrumentation.redefineModule(base, reads, Map.of(), Map.of(), Set.of(), Map.of());
            }
        }
        Class.forName(last.replace('/', '.'), true, null);
    }

    /** It is in the jar only, for it is written by the weaver. A call by reflection for each class took twice as long. */
    @SuppressWarnings("unchecked")
    private static BiFunction<String, byte[], Class<?>> definer() throws ReflectiveOperationException {
        return (BiFunction<String, byte[], Class<?>>)
                Class.forName(DEFINER).getDeclaredConstructor().newInstance();
    }

    private static void redefine(DataInputStream in, Instrumentation instrumentation) throws Exception {
        ClassDefinition[] woven = new ClassDefinition[in.readInt()];
        for (int i = 0; i < woven.length; i++) {
            Class<?> type = Class.forName(in.readUTF().replace('/', '.'), false, null);
            woven[i] = new ClassDefinition(type, read(in));
        }
        instrumentation.redefineClasses(woven);
    }

    private static byte[] read(DataInputStream in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return bytes;
    }
}

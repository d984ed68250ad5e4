package dev.multiprocess.internal.record;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Weaves the classes of one JDK so that they call {@code Woven}. Only bodies change, as a running JVM demands. */
final class Weaver {

    /** The class that woven methods call. */
    static final String HOOKS = "dev/multiprocess/internal/recorder/Woven";

    private final Path classes;
    private final Map<String, Optional<ClassReader>> readers = new HashMap<>();
    private final Map<String, ClassShape> shapes = new HashMap<>();

    /**
     * Knows a JDK by its classes.
     *
     * @param classes the directory of the module {@code java.base}
     */
    Weaver(Path classes) {
        this.classes = classes;
    }

    /** All changed classes, by internal name. */
    Map<String, byte[]> weave() {
        Map<String, List<WovenPoint>> points = new TreeMap<>();
        for (List<WovenPoint> places : WovenPoints.all()) {
            WovenPoint point = first(places);
            List<WovenPoint> all = points.computeIfAbsent(point.type(), none -> new ArrayList<>());
            if (!all.contains(point)) {
                all.add(point);
            }
        }
        Map<String, byte[]> woven = new TreeMap<>();
        points.forEach((type, all) -> woven.put(type, weave(type, all)));
        return woven;
    }

    private WovenPoint first(List<WovenPoint> places) {
        return places.stream()
                .filter(this::isThere)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("file operations of this JDK cannot be recorded: it has no "
                                + places.get(0).type().replace('/', '.') + "."
                                + places.get(0).method()
                                + places.get(0).descriptor()));
    }

    private boolean isThere(WovenPoint point) {
        return reader(point.type()).isPresent() && shape(point.type()).has(point);
    }

    /** Returns whether the JDK has a method. */
    boolean has(String type, String method, String descriptor) {
        return reader(type).isPresent() && shape(type).method(method, descriptor) != null;
    }

    private Optional<ClassReader> reader(String type) {
        return readers.computeIfAbsent(type, name -> {
            try {
                return Optional.of(new ClassReader(Files.readAllBytes(classes.resolve(name + ".class"))));
            } catch (NoSuchFileException e) {
                return Optional.empty();
            } catch (IOException e) {
                throw new UncheckedIOException("the class " + name + " of the JDK cannot be read", e);
            }
        });
    }

    private ClassShape shape(String type) {
        return shapes.computeIfAbsent(type, name -> new ClassShape(reader(name).orElseThrow()));
    }

    private byte[] weave(String type, List<WovenPoint> points) {
        ClassReader reader = reader(type).orElseThrow();
        ClassShape shape = shape(type);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, String signature, String[] exceptions) {
                        WovenPoint point = points.stream()
                                .filter(each -> shape.isAt(each, name, descriptor))
                                .findFirst()
                                .orElse(null);
                        boolean instead = point != null && point.form() == WovenPoint.Form.INSTEAD;
                        int kept = instead ? access & ~Opcodes.ACC_NATIVE : access;
                        MethodVisitor method = super.visitMethod(kept, name, descriptor, signature, exceptions);
                        if (point == null) {
                            return method;
                        }
                        WovenMethod woven = new WovenMethod(
                                method,
                                point,
                                (access & Opcodes.ACC_STATIC) != 0,
                                descriptor,
                                shape.method(name, descriptor).locals());
                        if (instead) {
                            woven.writeInstead();
                        }
                        return woven;
                    }
                },
                ClassReader.EXPAND_FRAMES);
        return writer.toByteArray();
    }
}

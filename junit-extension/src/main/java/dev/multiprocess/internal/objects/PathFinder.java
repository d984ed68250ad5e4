package dev.multiprocess.internal.objects;

import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedList;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Finds the way from an object to a part of it, breadth first, for a message. Runs only once something was refused, so
 * that writing pays nothing for it.
 */
public final class PathFinder {

    /** Enough for every graph a reader would want the path of. */
    private static final int MAX_VISITED = 100_000;

    /** Of a longer path only the two ends are shown. */
    private static final int MAX_SEGMENTS = 40;

    private final Object culprit;
    private final Set<Object> visited = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Queue<Step> steps = new ArrayDeque<>();

    /** Paths are put together at the end: most steps lead elsewhere. */
    private record Step(Step from, String segment, Object object) {

        String path() {
            LinkedList<String> segments = new LinkedList<>();
            for (Step step = this; step != null; step = step.from()) {
                segments.addFirst(step.segment());
            }
            if (segments.size() > MAX_SEGMENTS) {
                segments.subList(MAX_SEGMENTS / 2, segments.size() - MAX_SEGMENTS / 2)
                        .clear();
                segments.add(MAX_SEGMENTS / 2, "...");
            }
            return String.join("", segments);
        }
    }

    private PathFinder(Object culprit) {
        this.culprit = culprit;
    }

    /**
     * Finds the shortest path.
     *
     * @return as {@code Order.customer.lock} or {@code ArrayList[3]}; the name of {@code root}, followed by two dots
     *     and the culprit's type, if no path is found
     */
    static String path(Object root, Object culprit) {
        String found = new PathFinder(culprit).search(root);
        return found != null ? found : name(root) + ".." + name(culprit);
    }

    /** Finds the shortest path from an object through its parts back to it; its name if there is none to be seen. */
    public static String cycle(Object object) {
        PathFinder finder = new PathFinder(object);
        Step start = new Step(null, name(object), object);
        try {
            finder.addParts(start, object);
        } catch (RuntimeException | LinkageError e) {
            // As in search.
            return name(object);
        }
        String found = finder.search();
        return found != null ? found : name(object);
    }

    /** The name of an object where a path begins. */
    static String name(Object object) {
        if (object == null) {
            return "null";
        }
        Class<?> type = object.getClass();
        if (Lambdas.isLambda(type)) {
            String owner = type.getName().substring(0, type.getName().indexOf("$$Lambda"));
            return "lambda in " + owner.substring(owner.lastIndexOf('.') + 1);
        }
        String simple = type.getSimpleName();
        return simple.isEmpty() ? type.getName().substring(type.getName().lastIndexOf('.') + 1) : simple;
    }

    private String search(Object root) {
        add(null, name(root), root);
        return search();
    }

    private String search() {
        while (!steps.isEmpty()) {
            Step step = steps.remove();
            if (step.object() == culprit) {
                return step.path();
            }
            try {
                addParts(step, step.object());
            } catch (RuntimeException | LinkageError e) {
                // Code of the user's collection or class; the path leads elsewhere or stays unknown.
                continue;
            }
        }
        return null;
    }

    private void add(Step from, String segment, Object object) {
        if (object != null && visited.size() < MAX_VISITED && visited.add(object)) {
            steps.add(new Step(from, segment, object));
        }
    }

    private void addParts(Step from, Object object) {
        if (object instanceof Object[] array) {
            for (int i = 0; i < array.length; i++) {
                add(from, "[" + i + "]", array[i]);
            }
        } else if (object instanceof Map<?, ?> map) {
            addEntries(from, map);
        } else if (object instanceof Collection<?> collection) {
            int i = 0;
            for (Object element : collection) {
                add(from, "[" + i++ + "]", element);
            }
        } else if (object instanceof Map.Entry<?, ?> entry) {
            add(from, ".key", entry.getKey());
            add(from, ".value", entry.getValue());
        } else if (object instanceof Optional<?> optional) {
            add(from, ".value", optional.orElse(null));
        } else if (object instanceof AtomicReference<?> reference) {
            add(from, ".value", reference.get());
        } else if (TypeRules.writtenAs(object.getClass()) == SerializedLambda.class) {
            addCaptured(from, Lambdas.formOf(object));
        } else if (TypeRules.writtenAs(object.getClass()) == Proxy.class) {
            InvocationHandler handler = Proxy.getInvocationHandler(object);
            add(from, ".handler", handler);
        }
        if (!Fields.isJdk(object.getClass())) {
            addFields(from, object);
        }
    }

    private void addEntries(Step from, Map<?, ?> map) {
        int i = 0;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            Object key = entry.getKey();
            boolean brief = key instanceof Number || key instanceof Enum || key instanceof String;
            add(from, "[" + (brief ? "'" + key + "'" : "value " + i) + "]", entry.getValue());
            add(from, "[key " + i + "]", key);
            i++;
        }
    }

    private void addCaptured(Step from, SerializedLambda form) {
        for (int i = 0; i < form.getCapturedArgCount(); i++) {
            add(from, ".captured[" + i + "]", form.getCapturedArg(i));
        }
    }

    private void addFields(Step from, Object object) {
        for (Field field : Fields.of(object.getClass())) {
            if (!field.getType().isPrimitive() && field.trySetAccessible()) {
                try {
                    add(from, "." + field.getName(), field.get(object));
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException("field became inaccessible: " + field, e);
                }
            }
        }
    }
}

package dev.multiprocess.internal.serial;

import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Finds the way from an object to a part of it, breadth first, for a message. Runs only once something was refused, so
 * that writing pays nothing for it.
 */
final class PathFinder {

    /** Enough for every graph a reader would want the path of. */
    private static final int MAX_VISITED = 100_000;

    private final Object culprit;
    private final Set<Object> visited = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Queue<Step> steps = new ArrayDeque<>();

    private record Step(Object object, String path) {}

    private PathFinder(Object culprit) {
        this.culprit = culprit;
    }

    /**
     * Finds the shortest path.
     *
     * @return as {@code Order.customer.lock} or {@code ArrayList[3]}; what {@code root} is called, followed by two dots
     *     and the culprit's type, if there is none to be seen
     */
    static String path(Object root, Object culprit) {
        String found = new PathFinder(culprit).search(root);
        return found != null ? found : name(root) + ".." + name(culprit);
    }

    /** What an object is called where a path begins. */
    static String name(Object object) {
        if (object == null) {
            return "null";
        }
        Class<?> type = object.getClass();
        if (TypeRules.isLambda(type)) {
            String owner = type.getName().substring(0, type.getName().indexOf("$$Lambda"));
            return "lambda in " + owner.substring(owner.lastIndexOf('.') + 1);
        }
        String simple = type.getSimpleName();
        return simple.isEmpty() ? type.getName().substring(type.getName().lastIndexOf('.') + 1) : simple;
    }

    private String search(Object root) {
        add(root, name(root));
        while (!steps.isEmpty()) {
            Step step = steps.remove();
            if (step.object() == culprit) {
                return step.path();
            }
            try {
                addParts(step.object(), step.path());
            } catch (RuntimeException | LinkageError e) {
                // Code of the user's collection or class; the path leads elsewhere or stays unknown.
                continue;
            }
        }
        return null;
    }

    private void add(Object object, String path) {
        if (object != null && visited.size() < MAX_VISITED && visited.add(object)) {
            steps.add(new Step(object, path));
        }
    }

    private void addParts(Object object, String path) {
        if (object instanceof Object[] array) {
            for (int i = 0; i < array.length; i++) {
                add(array[i], path + "[" + i + "]");
            }
        } else if (object instanceof Map<?, ?> map) {
            addEntries(map, path);
        } else if (object instanceof Collection<?> collection) {
            int i = 0;
            for (Object element : collection) {
                add(element, path + "[" + i++ + "]");
            }
        } else if (object instanceof Map.Entry<?, ?> entry) {
            add(entry.getKey(), path + ".key");
            add(entry.getValue(), path + ".value");
        } else if (object instanceof Optional<?> optional) {
            add(optional.orElse(null), path + ".value");
        } else if (object instanceof AtomicReference<?> reference) {
            add(reference.get(), path + ".value");
        } else if (TypeRules.writtenAs(object.getClass()) == SerializedLambda.class) {
            addCaptured(LambdaSerializer.formOf(object), path);
        } else if (TypeRules.writtenAs(object.getClass()) == Proxy.class) {
            InvocationHandler handler = Proxy.getInvocationHandler(object);
            add(handler, path + ".handler");
        }
        if (!Fields.isJdk(object.getClass())) {
            addFields(object, path);
        }
    }

    private void addEntries(Map<?, ?> map, String path) {
        int i = 0;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            Object key = entry.getKey();
            boolean brief = key instanceof Number || key instanceof Enum || key instanceof String;
            add(entry.getValue(), path + "[" + (brief ? "'" + key + "'" : "value " + i) + "]");
            add(key, path + "[key " + i + "]");
            i++;
        }
    }

    private void addCaptured(SerializedLambda form, String path) {
        for (int i = 0; i < form.getCapturedArgCount(); i++) {
            add(form.getCapturedArg(i), path + ".captured[" + i + "]");
        }
    }

    private void addFields(Object object, String path) {
        for (Field field : Fields.of(object.getClass())) {
            if (!field.getType().isPrimitive() && field.trySetAccessible()) {
                try {
                    add(field.get(object), path + "." + field.getName());
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException("field became inaccessible: " + field, e);
                }
            }
        }
    }
}

package dev.multiprocess.internal.record;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a loss of power leaves of the operations before a point. The rules are in the decision record; in short: bytes are
 * safe when their file was forced after them, names when one of their directories was; what is not safe may be lost alone,
 * but no name survives a change of the same name before it that is lost.
 */
final class Losses {

    /** What a file system writes at once. */
    static final int PAGE = 4096;

    private final List<Effect> before;

    /**
     * Looks at the effects before a point.
     *
     * @param count how many
     */
    Losses(Trace trace, int count) {
        this(trace.effects().subList(0, count));
    }

    private Losses(List<Effect> before) {
        this.before = before;
    }

    /** Nothing is lost, as when only the process dies. */
    Survivors none() {
        Set<Integer> names = new TreeSet<>();
        Map<Integer, List<Change>> changes = new TreeMap<>();
        for (int i = 0; i < before.size(); i++) {
            keep(i, names, changes);
        }
        return new Survivors(names, changes);
    }

    /** All is lost that was not forced. */
    Survivors all() {
        Set<Integer> names = new TreeSet<>();
        Map<Integer, List<Change>> changes = new TreeMap<>();
        BitSet safe = safe();
        for (int i = safe.nextSetBit(0); i >= 0; i = safe.nextSetBit(i + 1)) {
            keep(i, names, changes);
        }
        return new Survivors(names, changes);
    }

    /**
     * What forces that have failed were to make safe is lost, as on systems that take a page for written when they have
     * failed to write it; nothing else is. A name that is changed again later is what it was changed to then; but a
     * directory is not removed before what has left it.
     */
    Survivors ofFailedForces() {
        Set<Integer> names = new TreeSet<>();
        Map<Integer, List<Change>> changes = new TreeMap<>();
        BitSet dropped = notForced();
        keepWhatIsChangedAgain(dropped);
        Touched lost = new Touched();
        for (int i = 0; i < before.size(); i++) {
            if (before.get(i) instanceof Effect.Names effect && (dropped.get(i) || lost.isToBeEmptiedBy(effect))) {
                lost.add(effect);
            } else if (!dropped.get(i)) {
                keep(i, names, changes);
            }
        }
        return new Survivors(names, changes);
    }

    /** An effect on names is not missed if later ones that are not dropped change all of these names. */
    private void keepWhatIsChangedAgain(BitSet dropped) {
        Set<Effect.Place> changedLater = new HashSet<>();
        for (int i = before.size() - 1; i >= 0; i--) {
            if (before.get(i) instanceof Effect.Names effect) {
                List<Effect.Place> places =
                        effect.names().stream().map(Effect.Name::place).toList();
                if (dropped.get(i) && changedLater.containsAll(places)) {
                    dropped.clear(i);
                }
                if (!dropped.get(i)) {
                    changedLater.addAll(places);
                }
            }
        }
    }

    /** The indexes of effects that no force had made safe when a force of them failed. */
    private BitSet notForced() {
        BitSet dropped = new BitSet();
        for (int i = 0; i < before.size(); i++) {
            if (before.get(i) instanceof Effect.NotForced failed) {
                BitSet unsynced = new Losses(before.subList(0, i)).unsynced();
                unsynced.stream()
                        .filter(each -> isOf(failed.inode(), before.get(each)))
                        .forEach(dropped::set);
            }
        }
        return dropped;
    }

    private static boolean isOf(Inode inode, Effect effect) {
        return effect instanceof Effect.Content content && content.file() == inode
                || effect instanceof Effect.Names names
                        && names.names().stream().anyMatch(name -> name.place().directory() == inode);
    }

    private void keep(int i, Set<Integer> names, Map<Integer, List<Change>> changes) {
        if (before.get(i) instanceof Effect.Content content) {
            changes.put(i, List.of(content.change()));
        } else if (before.get(i) instanceof Effect.Names) {
            names.add(i);
        }
    }

    /** A part is lost that the seed decides. */
    Survivors random(long seed) {
        // Of java.util.Random the first answers are the same for all small seeds.
        SplittableRandom random = new SplittableRandom(seed);
        BitSet safe = safe();
        Set<Integer> names = new TreeSet<>();
        Map<Integer, List<Change>> changes = new TreeMap<>();
        Touched lost = new Touched();
        Set<Inode.OfFile> ended = new HashSet<>();
        for (int i = 0; i < before.size(); i++) {
            boolean kept = safe.get(i) || random.nextBoolean();
            if (before.get(i) instanceof Effect.Names effect) {
                if (kept && !lost.hasWhatIsNeededBy(effect)) {
                    names.add(i);
                } else {
                    lost.add(effect);
                }
            } else if (before.get(i) instanceof Effect.Content content) {
                if (safe.get(i)) {
                    changes.put(i, List.of(content.change()));
                } else if (!ended.contains(content.file())) {
                    if (content.change() instanceof Change.Write write) {
                        changes.put(i, somePages(write, random));
                    } else if (kept) {
                        changes.put(i, List.of(content.change()));
                    } else {
                        // Later sizes are not written before earlier ones, nor bytes that depend on them.
                        ended.add(content.file());
                    }
                }
            }
        }
        return new Survivors(names, changes);
    }

    /**
     * Names that some effects change. An effect needs an earlier one that changes the same name, or a name in the directory
     * that it removes.
     */
    private static final class Touched {

        private final Set<Effect.Place> places = new HashSet<>();
        private final Set<Inode.OfDirectory> directories = new HashSet<>();

        void add(Effect.Names effect) {
            effect.names().forEach(name -> {
                places.add(name.place());
                directories.add(name.place().directory());
            });
        }

        boolean hasWhatIsNeededBy(Effect.Names effect) {
            return effect.names().stream().anyMatch(name -> places.contains(name.place())) || isToBeEmptiedBy(effect);
        }

        /** Whether the effect removes a directory that a name has not left. */
        boolean isToBeEmptiedBy(Effect.Names effect) {
            return effect.emptied().filter(directories::contains).isPresent();
        }
    }

    private static List<Change> somePages(Change.Write write, SplittableRandom random) {
        List<Change> kept = new ArrayList<>();
        for (Change.Write page : write.pages(PAGE)) {
            if (random.nextBoolean()) {
                kept.add(page);
            }
        }
        return kept;
    }

    /** The indexes of effects that no loss of power takes away. */
    BitSet safe() {
        BitSet safe = new BitSet();
        // By inode, which of its effects no force has made safe.
        Map<Inode, List<Integer>> pending = new HashMap<>();
        for (int i = 0; i < before.size(); i++) {
            Effect effect = before.get(i);
            if (effect instanceof Effect.Content content) {
                pending.computeIfAbsent(content.file(), none -> new ArrayList<>())
                        .add(i);
            } else if (effect instanceof Effect.Names names) {
                for (Effect.Name name : names.names()) {
                    pending.computeIfAbsent(name.place().directory(), none -> new ArrayList<>())
                            .add(i);
                }
            } else if (effect instanceof Effect.Forced force) {
                pending.getOrDefault(force.inode(), List.of()).forEach(safe::set);
                pending.remove(force.inode());
            } else if (effect instanceof Effect.ForcedPart part) {
                List<Integer> forced = pending.getOrDefault(part.file(), List.of()).stream()
                        .filter(each -> isForced(part, (Effect.Content) before.get(each)))
                        .toList();
                forced.forEach(safe::set);
                pending.getOrDefault(part.file(), new ArrayList<>()).removeAll(forced);
            }
        }
        addWhatIsNeeded(safe);
        return safe;
    }

    private static boolean isForced(Effect.ForcedPart part, Effect.Content content) {
        return !(content.change() instanceof Change.Write write)
                || write.offset() >= part.begin() && write.end() <= part.end();
    }

    /** What is safe makes safe what it needs, which is before it. */
    private void addWhatIsNeeded(BitSet safe) {
        Set<Effect.Place> places = new HashSet<>();
        Set<Inode.OfDirectory> emptied = new HashSet<>();
        for (int i = before.size() - 1; i >= 0; i--) {
            if (before.get(i) instanceof Effect.Names effect) {
                boolean needed = effect.names().stream()
                        .map(Effect.Name::place)
                        .anyMatch(place -> places.contains(place) || emptied.contains(place.directory()));
                if (needed || safe.get(i)) {
                    safe.set(i);
                    effect.names().forEach(name -> places.add(name.place()));
                    effect.emptied().ifPresent(emptied::add);
                }
            }
        }
    }

    /** The indexes of effects that a loss of power may take away. */
    BitSet unsynced() {
        BitSet unsynced = new BitSet();
        for (int i = 0; i < before.size(); i++) {
            unsynced.set(i, before.get(i) instanceof Effect.Content || before.get(i) instanceof Effect.Names);
        }
        unsynced.andNot(safe());
        return unsynced;
    }
}

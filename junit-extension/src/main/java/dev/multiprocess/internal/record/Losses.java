package dev.multiprocess.internal.record;

import java.util.ArrayList;
import java.util.BitSet;
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
        this.before = trace.effects().subList(0, count);
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
        List<Effect.Names> lost = new ArrayList<>();
        Set<Inode.OfFile> ended = new HashSet<>();
        for (int i = 0; i < before.size(); i++) {
            boolean kept = safe.get(i) || random.nextBoolean();
            if (before.get(i) instanceof Effect.Names effect) {
                if (kept && lost.stream().noneMatch(earlier -> needs(effect, earlier))) {
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
        for (int i = 0; i < before.size(); i++) {
            if (before.get(i) instanceof Effect.Forced force) {
                force(force, i, safe);
            } else if (before.get(i) instanceof Effect.ForcedPart part) {
                force(part, i, safe);
            }
        }
        for (int i = before.size() - 1; i >= 0; i--) {
            if (safe.get(i) && before.get(i) instanceof Effect.Names effect) {
                closeOver(effect, i, safe);
            }
        }
        return safe;
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

    private void force(Effect.Forced force, int index, BitSet safe) {
        for (int i = 0; i < index; i++) {
            if (before.get(i) instanceof Effect.Content content && content.file() == force.inode()) {
                safe.set(i);
            } else if (before.get(i) instanceof Effect.Names effect
                    && effect.names().stream().anyMatch(name -> name.directory() == force.inode())) {
                safe.set(i);
            }
        }
    }

    private void force(Effect.ForcedPart part, int index, BitSet safe) {
        for (int i = 0; i < index; i++) {
            if (before.get(i) instanceof Effect.Content content && content.file() == part.file()) {
                boolean forced = !(content.change() instanceof Change.Write write)
                        || write.offset() >= part.begin() && write.end() <= part.end();
                if (forced) {
                    safe.set(i);
                }
            }
        }
    }

    /** What is safe makes safe what it needs. */
    private void closeOver(Effect.Names effect, int index, BitSet safe) {
        for (int i = 0; i < index; i++) {
            if (before.get(i) instanceof Effect.Names earlier && needs(effect, earlier)) {
                safe.set(i);
            }
        }
    }

    /** Whether an effect cannot be there without an earlier one: that of the same name, or inside of what it removes. */
    private static boolean needs(Effect.Names effect, Effect.Names earlier) {
        return earlier.names().stream()
                .anyMatch(name -> effect.names().stream().anyMatch(name::isSame)
                        || effect.emptied()
                                .filter(emptied -> emptied == name.directory())
                                .isPresent());
    }
}

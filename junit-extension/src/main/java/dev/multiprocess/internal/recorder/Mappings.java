package dev.multiprocess.internal.recorder;

import java.util.Map;
import java.util.TreeMap;

/** Which memory is mapped from files. Any thread. */
final class Mappings {

    /** A part of a file in memory; with a handle, if it is below the directory and mapped for writing. */
    record Mapping(Handle handle, long address, long size, long offset) {}

    private final TreeMap<Long, Mapping> all = new TreeMap<>();

    /** Notes new memory; what was there before is gone. */
    synchronized void mapped(Handle handle, long address, long size, long offset) {
        Map.Entry<Long, Mapping> before = all.lowerEntry(address);
        if (before != null && before.getValue().address + before.getValue().size > address) {
            all.remove(before.getKey());
        }
        all.subMap(address, address + size).clear();
        all.put(address, new Mapping(handle, address, size, offset));
    }

    /** What is mapped for writing at an address; null if nothing of the directory is. */
    Mapping writtenAt(long address) {
        Mapping mapping = at(address);
        return mapping == null || mapping.handle == null ? null : mapping;
    }

    /** Whether an address may be in a mapped file, which a write can change while it reads there. */
    boolean isMapped(long address) {
        return at(address) != null;
    }

    private synchronized Mapping at(long address) {
        Map.Entry<Long, Mapping> entry = all.floorEntry(address);
        return entry == null || entry.getValue().address + entry.getValue().size <= address ? null : entry.getValue();
    }
}

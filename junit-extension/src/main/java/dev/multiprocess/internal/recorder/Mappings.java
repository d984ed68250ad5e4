package dev.multiprocess.internal.recorder;

import java.util.Map;
import java.util.TreeMap;

/** Which memory is mapped from which file for writing. Any thread. */
final class Mappings {

    /** A part of a file below the directory in memory. */
    record Mapping(Handle handle, long address, long size, long offset) {}

    private final TreeMap<Long, Mapping> all = new TreeMap<>();

    /** Notes new memory, if it is mapped from a file below the directory; what was there before is gone. */
    synchronized void mapped(Handle handle, long address, long size, long offset) {
        Map.Entry<Long, Mapping> before = all.lowerEntry(address);
        if (before != null && before.getValue().address + before.getValue().size > address) {
            all.remove(before.getKey());
        }
        all.subMap(address, address + size).clear();
        if (handle != null) {
            all.put(address, new Mapping(handle, address, size, offset));
        }
    }

    /** What is mapped at an address; null if nothing of the directory is. */
    synchronized Mapping at(long address) {
        Map.Entry<Long, Mapping> entry = all.floorEntry(address);
        return entry == null || entry.getValue().address + entry.getValue().size <= address ? null : entry.getValue();
    }
}

package dev.multiprocess;

import java.util.Map;
import org.apiguardian.api.API;

/**
 * The ledger of a queue at one moment: {@code put = taken + givenToDead + removed + size}.
 *
 * @param put all elements that were ever put
 * @param taken elements that were given to a process by {@code take}, {@code poll}, {@code drainTo} or an iterator of
 *     {@link QueueReader}, dead processes not counted
 * @param givenToDead elements that were given to a process that has since failed or was killed
 * @param removed elements that were removed by {@code remove}, {@code removeIf} or {@code clear} and their kin
 * @param size elements in the queue
 * @param inFlight elements of a {@code put} or {@code offer} that waits for room; they are not in the queue yet
 * @param bytes serialized size of the elements in the queue
 * @param putBy elements put by each process, by its name; unmodifiable
 * @param takenBy elements given to each process, by its name, dead ones included; unmodifiable
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record QueueStatistics(
        long put,
        long taken,
        long givenToDead,
        long removed,
        int size,
        int inFlight,
        long bytes,
        Map<String, Long> putBy,
        Map<String, Long> takenBy) {}

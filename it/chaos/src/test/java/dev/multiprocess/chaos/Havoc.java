package dev.multiprocess.chaos;

import dev.multiprocess.ProcessQueue;
import dev.multiprocess.QueueStatistics;
import dev.multiprocess.chaos.RoundFolder.Role;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Kills, pauses and replaces the processes of a round at random instants: some when they have put or taken a random
 * number of elements, some at any moment, boot included, some while they are paused, some two at once.
 */
final class Havoc {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long LOOK_NANOS = 200_000;
    private static final int LONGEST_WAIT_NANOS = 1_000_000_000;

    private final Round round;
    private final RoundFolder folder;
    private final List<Place> places;
    private final List<ProcessQueue<Object>> queues;
    private final Random random;
    private int killsLeft;
    private int pauses;
    private int writersStarted;
    private int readersStarted;

    Havoc(Round round, RoundFolder folder, List<Place> places, List<ProcessQueue<Object>> queues) {
        this.round = round;
        this.folder = folder;
        this.places = places;
        this.queues = queues;
        random = new Random(round.seed());
        killsLeft = round.kills();
    }

    int pauses() {
        return pauses;
    }

    /** Returns when all kills are done; every place is taken then, and no process is paused. */
    void wreak() throws IOException {
        fill();
        while (killsLeft > 0) {
            Place place = any();
            awaitInstant(place);
            places.forEach(Place::requireAlive);
            switch (random.nextInt(8)) {
                case 0, 1 -> pause(place);
                case 2 -> letWork();
                case 3 -> killBoth(place, any());
                default -> kill(place);
            }
            queues.forEach(Havoc::requireLedgerAddsUp);
            if (random.nextInt(4) > 0) {
                fill();
            }
        }
        letWork();
    }

    /** Ends with all places taken, and no process paused. */
    private void calm() {
        fill();
        places.stream().filter(Place::isPaused).forEach(Place::resume);
    }

    private void fill() {
        for (Place place : places) {
            if (!place.isTaken()) {
                // The test JVM is writer 0.
                place.fill(place.role == Role.WRITER ? ++writersStarted : ++readersStarted);
            }
        }
    }

    private Place any() {
        List<Place> taken = new ArrayList<>(places);
        Collections.shuffle(taken, random);
        return taken.stream().filter(Place::isTaken).findFirst().orElseGet(() -> {
            fill();
            return taken.get(0);
        });
    }

    private void pause(Place place) {
        if (!place.isPaused()) {
            place.pause();
            pauses++;
        }
    }

    private void kill(Place place) {
        if (!canBeReplaced(place)) {
            return;
        }
        if (random.nextBoolean()) {
            place.shoot();
        }
        place.kill();
        killsLeft--;
    }

    private void killBoth(Place one, Place other) {
        if (killsLeft > 1 && one != other && canBeReplaced(one) && canBeReplaced(other)) {
            one.shoot();
            other.shoot();
            one.kill();
            other.kill();
            killsLeft -= 2;
        } else {
            kill(one);
        }
    }

    /** Small elements have room for the numbers of a few writers only. */
    private boolean canBeReplaced(Place place) {
        return place.role == Role.READER
                || writersStarted + round.writers() < round.elements().writers();
    }

    /** Waits until a process has put or taken a random number of elements more, or a random time has passed. */
    private void awaitInstant(Place place) throws IOException {
        long more = 1L
                << random.nextInt(Integer.numberOfTrailingZeros(round.elements().pace()) + 1);
        long longest = random.nextInt(LONGEST_WAIT_NANOS);
        long shortest = random.nextInt(1_000_000);
        if (place.isPaused()) {
            longest = shortest;
        } else if (random.nextInt(4) > 0) {
            place.current().child().awaitRunning();
        }
        long begin = System.nanoTime();
        long before = progress(place);
        while (System.nanoTime() - begin < longest && progress(place) - before < more) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        begin = System.nanoTime();
        while (System.nanoTime() - begin < shortest) {
            Thread.onSpinWait();
        }
    }

    private long progress(Place place) throws IOException {
        long total = 0;
        for (int queue = 0; queue < round.capacities().size(); queue++) {
            var journal = folder.journal(place.role, place.current().number(), queue);
            total += place.role == Role.READER
                    ? TakeJournal.count(journal)
                    : PutJournal.Totals.read(journal).returned();
        }
        return total;
    }

    /**
     * Lets all processes run for a while; something must be taken meanwhile, in a time that is far longer than that
     * needs.
     */
    private void letWork() throws IOException {
        calm();
        long longest = random.nextInt(LONGEST_WAIT_NANOS);
        long wanted = random.nextInt(round.elements().pace());
        long begin = System.nanoTime();
        long before = taken();
        long passed = 0;
        while (taken() == before || taken() - before < wanted && passed < longest) {
            places.forEach(Place::requireAlive);
            passed = System.nanoTime() - begin;
            if (passed > longest && round.elements().isScarce()) {
                return;
            }
            if (passed > PATIENCE.toNanos()) {
                throw new AssertionError("nobody has taken anything for " + PATIENCE + ":\n" + stacks());
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private static void requireLedgerAddsUp(ProcessQueue<?> queue) {
        QueueStatistics now = queue.statistics();
        boolean adds = now.put() == now.taken() + now.givenToDead() + now.removed() + now.size();
        if (!adds || now.size() > queue.capacity()) {
            throw new AssertionError("the ledger of queue " + queue.name() + " must add up, and its size be at most "
                    + queue.capacity() + ": " + now);
        }
    }

    private long taken() throws IOException {
        long total = 0;
        for (Place place : places) {
            total += place.role == Role.READER ? progress(place) : 0;
        }
        return total;
    }

    private String stacks() {
        StringBuilder text = new StringBuilder();
        for (Place place : places) {
            text.append(place.name).append('\n').append(place.current().child().threadDump());
        }
        return text.toString();
    }
}

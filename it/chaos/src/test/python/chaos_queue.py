"""What ChaosTests does to our queue, done to CPython's multiprocessing.Queue.

  chaos_queue.py [KILLS] [SEED]

Writers and readers of one queue are killed and paused at random instants, and
replaced. A round ends after six kills, or as soon as its queue is dead: nobody
takes anything for three seconds with all places taken and nobody paused. It is

  corrupted  a reader got something that nobody had put, or twice, or too late
  hung       the queue was dead, or processes did not end when told to
  lost       elements whose put had returned were never seen; what a killed
             reader may have held is not counted
  ok         none of these

Needs a system with fork; prints a table.
"""
import collections
import mmap
import multiprocessing as mp
import os
import queue
import random
import signal
import struct
import sys
import tempfile
import time

PATIENCE = 3.0
KILLS_IN_A_ROUND = 6
MOST_PROCESSES = 64
CAPACITIES = [1, 7, 100, 0]
SIZES = {
    "1 byte": (1, 1),
    "1 B - 1 KiB": (1, 1 << 10),
    "1 - 64 KiB": (1 << 10, 1 << 16),
    "64 KiB - 4 MiB": (1 << 16, 1 << 22),
    "4 - 40 MiB": (1 << 22, 40 << 20),
}
# Elements in a queue without a capacity, so that it fits into memory.
MOST_AHEAD = 256 << 20

ITEM = struct.Struct("qq")
fork = mp.get_context("fork")


class Shared:
    """Numbers that survive every process: by writer how many puts have begun
    and returned, by reader how many elements it has; and two flags."""

    def __init__(self):
        self.memory = mmap.mmap(-1, 8 * (3 * MOST_PROCESSES + 3))

    def get(self, i):
        return struct.unpack_from("q", self.memory, 8 * i)[0]

    def set(self, i, value):
        struct.pack_into("q", self.memory, 8 * i, value)

    def begun(self, n):
        return 3 * n

    def returned(self, n):
        return 3 * n + 1

    def taken(self, n):
        return 3 * n + 2

    writers_end = 3 * MOST_PROCESSES
    readers_end = 3 * MOST_PROCESSES + 1
    corrupted = 3 * MOST_PROCESSES + 2


def payload(writer, sequence, size):
    """Its length and every byte follow from who has put it."""
    rng = random.Random(writer << 32 | sequence)
    least, most = size
    length = int(least * (most / least) ** rng.random())
    return bytes([rng.randrange(256)]) * length


def write(q, shared, number, size):
    ahead = max(1, MOST_AHEAD // (size[1] + 1024))
    n = 0
    while not shared.get(shared.writers_end):
        shared.set(shared.begun(number), n + 1)
        element = (number, n, payload(number, n, size))
        try:
            q.put(element, timeout=0.05)
        except queue.Full:
            shared.set(shared.begun(number), n)
            continue
        n += 1
        shared.set(shared.returned(number), n)
        while n % ahead == 0 and not q.empty() and not shared.get(shared.writers_end):
            time.sleep(0.001)


def read(q, shared, number, size, journal):
    file = os.open(journal, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    n = 0
    while not shared.get(shared.readers_end):
        try:
            element = q.get(timeout=0.05)
            os.write(file, ITEM.pack(element[0], element[1]))
            if element[2] != payload(element[0], element[1], size):
                raise ValueError("other bytes than were put")
        except queue.Empty:
            continue
        except Exception as e:
            print("reader:", type(e).__name__, str(e)[:80], file=sys.stderr)
            shared.set(shared.corrupted, 1)
            return
        n += 1
        shared.set(shared.taken(number), n)


class Place:
    def __init__(self, is_writer):
        self.is_writer = is_writer
        self.process = None
        self.number = -1


class Round:
    def __init__(self, rng, size, kills, folder):
        self.rng = rng
        self.size = size
        self.kills_left = kills
        self.kills = 0
        self.folder = folder
        self.capacity = rng.choice(CAPACITIES)
        self.queue = fork.Queue(self.capacity)
        self.shared = Shared()
        self.places = [Place(True) for _ in range(rng.randint(1, 3))]
        self.places += [Place(False) for _ in range(rng.randint(1, 3))]
        self.started = 0
        self.killed_readers = 0
        self.writers = []
        self.readers = []

    def fill(self):
        for place in self.places:
            if place.process is None:
                place.number = self.started
                self.started += 1
                target, args = write, (self.queue, self.shared, place.number, self.size)
                if place.is_writer:
                    self.writers.append(place.number)
                else:
                    self.readers.append(place.number)
                    target, args = read, args + (self.journal(place.number),)
                place.process = fork.Process(target=target, args=args, daemon=True)
                place.process.start()

    def journal(self, number):
        return os.path.join(self.folder, str(number))

    def taken(self):
        return sum(self.shared.get(self.shared.taken(n)) for n in self.readers)

    def is_corrupted(self):
        return self.shared.get(self.shared.corrupted) != 0

    def kill(self, place):
        os.kill(place.process.pid, signal.SIGKILL)
        place.process.join()
        self.killed_readers += not place.is_writer
        place.process = None
        self.kills += 1
        self.kills_left -= 1

    def works(self):
        before = self.taken()
        begin = time.monotonic()
        while self.taken() == before and not self.is_corrupted():
            if time.monotonic() - begin > PATIENCE:
                return False
            time.sleep(0.001)
        return True

    def run(self):
        try:
            return self.verdict()
        finally:
            for place in self.places:
                if place.process is not None:
                    place.process.kill()
                    place.process.join()

    def verdict(self):
        self.fill()
        while True:
            if not self.works():
                return "hung", 0
            if self.is_corrupted():
                return "corrupted", 0
            if self.kills_left == 0:
                break
            time.sleep(self.rng.random() * 0.1)
            place = self.rng.choice(self.places)
            if self.rng.random() < 0.25:
                os.kill(place.process.pid, signal.SIGSTOP)
                time.sleep(self.rng.random() * 0.1)
                os.kill(place.process.pid, signal.SIGCONT)
            else:
                self.kill(place)
                self.fill()
        return self.account() if self.end() else ("hung", 0)

    def end(self):
        """Writers first, so that readers make room for what they put last."""
        self.shared.set(self.shared.writers_end, 1)
        ended = self.join(True)
        self.shared.set(self.shared.readers_end, 1)
        return self.join(False) and ended

    def join(self, is_writer):
        for place in self.places:
            if place.is_writer == is_writer:
                # As long as the others take, a writer may still be flushing.
                before = -1
                while place.process.is_alive() and self.taken() > before:
                    before = self.taken()
                    place.process.join(PATIENCE)
        return not any(p.process.is_alive() for p in self.places if p.is_writer == is_writer)

    def account(self):
        rest = []
        try:
            while True:
                element = self.queue.get(timeout=0.5)
                rest.append((element[0], element[1]))
        except queue.Empty:
            pass
        except Exception:
            return "corrupted", 0
        seen = collections.Counter()
        for n in self.readers:
            items = []
            if os.path.exists(self.journal(n)):
                with open(self.journal(n), "rb") as file:
                    items = list(ITEM.iter_unpack(file.read()))
            if not self.in_order(items):
                return "corrupted", 0
            seen.update(items)
        if not self.in_order(rest):
            return "corrupted", 0
        seen.update(rest)
        if self.is_corrupted() or any(count > 1 for count in seen.values()):
            return "corrupted", 0
        put = sum(self.shared.get(self.shared.returned(n)) for n in self.writers)
        sure = sum(1 for w, s in seen if s < self.shared.get(self.shared.returned(w)))
        lost = max(0, put - sure - self.killed_readers)
        return ("lost", lost) if lost else ("ok", 0)

    def in_order(self, items):
        last = {}
        for writer, sequence in items:
            if sequence <= last.get(writer, -1) or sequence >= self.shared.get(self.shared.begun(writer)):
                return False
            last[writer] = sequence
        return True


def main(kills, seed):
    print("Python", sys.version.split()[0], "multiprocessing.Queue, seed", seed, flush=True)
    rng = random.Random(seed)
    rows = {name: collections.Counter() for name in SIZES}
    killed = 0
    lost = 0
    deadly = []  # by dead queue, the number of the kill that it did not survive
    while killed < kills:
        name = list(SIZES)[sum(sum(r.values()) for r in rows.values()) % len(SIZES)]
        with tempfile.TemporaryDirectory() as folder:
            round_ = Round(rng, SIZES[name], min(KILLS_IN_A_ROUND, kills - killed), folder)
            verdict, lost_here = round_.run()
        killed += round_.kills
        lost += lost_here
        rows[name][verdict] += 1
        if verdict in ("hung", "corrupted"):
            deadly.append(round_.kills)
        if round_.kills == 0:
            raise SystemExit("a queue was " + verdict + " before anything was killed")
    verdicts = ["ok", "lost", "hung", "corrupted"]
    print("| elements |", " | ".join(verdicts), "|")
    print("| --- |" + " ---: |" * len(verdicts))
    for name, row in rows.items():
        print("|", name, "|", " | ".join(str(row[v]) for v in verdicts), "|")
    total = sum(rows.values(), collections.Counter())
    print("| rounds |", " | ".join(str(total[v]) for v in verdicts), "|")
    first = f"{deadly.count(1)} of {len(deadly)} dead queues by their first kill; " if deadly else ""
    print(f"{killed} kills; {first}{lost} elements lost in rounds that did not hang", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50,
         int(sys.argv[2]) if len(sys.argv) > 2 else time.time_ns() % 1_000_000)

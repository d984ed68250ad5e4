"""One measurement of CPython's multiprocessing per call; prints one number.

  throughput KIND WRITERS READERS MESSAGES PAYLOAD    messages per second
  round-trip MESSAGES WARM_UP                         microseconds, median
  first-line METHOD STARTS WARM_UP                    milliseconds, median

KIND is Queue or Pipe, PAYLOAD is int or 1KiB, METHOD is a start method.
Imports nothing but multiprocessing: a spawned child imports this file too, and
what it imports is part of the time to its first line.
"""
import multiprocessing as mp
import sys
import time

# One clock for the whole machine on Linux: values of two processes may be
# subtracted.
NS = time.monotonic_ns

PAYLOADS = {"int": 7, "1KiB": b"x" * 1024}


def median(xs):
    xs = sorted(xs)
    n = len(xs)
    return xs[n // 2] if n % 2 else (xs[n // 2 - 1] + xs[n // 2]) / 2.0


# ------------------------------------------------------- child-side functions
def queue_writer(q, n, payload, barrier):
    barrier.wait()
    for _ in range(n):
        q.put(payload)


def queue_reader(q, barrier, w):
    barrier.wait()
    begin = NS()
    n = 0
    get = q.get
    while True:
        x = get()
        if x is None:
            break
        n += 1
    w.send((n, NS(), begin))


def pipe_writer(conn, n, payload, barrier):
    barrier.wait()
    for _ in range(n):
        conn.send(payload)
    conn.send(None)


def pipe_reader(conn, barrier, w):
    barrier.wait()
    begin = NS()
    n = 0
    while True:
        x = conn.recv()
        if x is None:
            break
        n += 1
    w.send((n, NS(), begin))


def echo(q1, q2):
    while True:
        x = q1.get()
        q2.put(x)
        if x is None:
            return


def first_line_child(w):
    w.send(NS())
    w.close()


# ---------------------------------------------------------------- measurements
def queue_throughput(writers, readers, messages, payload):
    ctx = mp.get_context("fork")
    q = ctx.Queue()
    bar = ctx.Barrier(writers + readers + 1)
    per = messages // writers
    ends, ps = [], []
    for _ in range(readers):
        r, w = ctx.Pipe(duplex=False)
        p = ctx.Process(target=queue_reader, args=(q, bar, w))
        p.start()
        ends.append(r)
        ps.append(p)
    ws = [ctx.Process(target=queue_writer, args=(q, per, payload, bar))
          for _ in range(writers)]
    for p in ws:
        p.start()
    bar.wait()
    t0 = NS()
    for p in ws:
        p.join()              # a writer ends only when its feeder has flushed
    for _ in range(readers):
        q.put(None)
    got = [r.recv() for r in ends]
    for p in ps:
        p.join()
    assert sum(g[0] for g in got) == per * writers
    # This process may run again only when the readers are far, or done.
    t0 = min([t0] + [g[2] for g in got])
    return per * writers / ((max(g[1] for g in got) - t0) / 1e9)


def pipe_throughput(messages, payload):
    ctx = mp.get_context("fork")
    r, w = ctx.Pipe(duplex=False)
    rr, rw = ctx.Pipe(duplex=False)
    bar = ctx.Barrier(3)
    a = ctx.Process(target=pipe_reader, args=(r, bar, rw))
    b = ctx.Process(target=pipe_writer, args=(w, messages, payload, bar))
    a.start()
    b.start()
    bar.wait()
    t0 = NS()
    got = rr.recv()
    a.join()
    b.join()
    assert got[0] == messages
    return messages / ((got[1] - min(t0, got[2])) / 1e9)


def round_trip(messages, warm_up):
    ctx = mp.get_context("fork")
    q1, q2 = ctx.Queue(), ctx.Queue()
    p = ctx.Process(target=echo, args=(q1, q2))
    p.start()
    xs = []
    for i in range(messages + warm_up):
        t0 = NS()
        q1.put(7)
        q2.get()
        if i >= warm_up:
            xs.append((NS() - t0) / 1e3)
    q1.put(None)
    q2.get()
    p.join()
    return median(xs)


def one_start(ctx, moment):
    r, w = ctx.Pipe(duplex=False)
    p = ctx.Process(target=first_line_child, args=(w,))
    t0 = NS()
    p.start()
    t = r.recv()
    p.join()
    joined = NS()
    r.close()
    w.close()
    return ((t if moment == "first-line" else joined) - t0) / 1e6


def start(method, moment, starts, warm_up):
    ctx = mp.get_context(method)
    for _ in range(warm_up):
        one_start(ctx, moment)
    return median([one_start(ctx, moment) for _ in range(starts)])


def idle(ready, never):
    ready.put(1)
    never.get()


def pss(pid):
    with open("/proc/%d/smaps_rollup" % pid) as lines:
        for line in lines:
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024.0
    raise OSError("no line Pss for process %d" % pid)


def idle_memory(method, together):
    ctx = mp.get_context(method)
    ready, never = ctx.Queue(), ctx.Queue()
    ps = [ctx.Process(target=idle, args=(ready, never)) for _ in range(together)]
    for p in ps:
        p.start()
    for _ in ps:
        ready.get()
    mebibytes = median([pss(p.pid) for p in ps])
    for _ in ps:
        never.put(0)
    for p in ps:
        p.join()
    return mebibytes


def main(what, *args):
    if what == "throughput":
        kind, payload = args[0], PAYLOADS[args[4]]
        writers, readers, messages = map(int, args[1:4])
        if kind == "Queue":
            return queue_throughput(writers, readers, messages, payload)
        assert (writers, readers) == (1, 1), "a pipe has two ends"
        return pipe_throughput(messages, payload)
    if what == "round-trip":
        return round_trip(*map(int, args))
    if what == "idle-memory":
        return idle_memory(args[0], int(args[1]))
    return start(args[0], args[1], *map(int, args[2:]))


if __name__ == "__main__":
    print(main(*sys.argv[1:]))

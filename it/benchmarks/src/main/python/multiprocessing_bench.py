"""One measurement of CPython's multiprocessing per call; prints one line.

  throughput KIND WRITERS READERS MESSAGES PAYLOAD CAPACITY QUEUES
      messages per second, microseconds of processor time per message
  round-trip MESSAGES WARM_UP     microseconds: median, 99th percentile
  waiting-memory ELEMENTS         MiB
  idle-cpu MILLISECONDS           milliseconds of processor time
  start METHOD MOMENT STARTS WARM_UP    milliseconds, median
  idle-memory METHOD TOGETHER     MiB, median
  pool POOL WORK STEPS            microseconds (SUBMIT) or milliseconds (START), median;
                                  tasks a second (MAP_1, MAP_100)
  manager-call STEPS              microseconds, median
  sync WORK STEPS                 microseconds, average

KIND is Queue, Pipe or SharedMemory, PAYLOAD is int, record, 1KiB and so on,
CAPACITY 0 is none, METHOD is a start method, MOMENT is first-line,
first-record or joined, POOL is executor or pool.
Imports little: a spawned child imports this file too, and what it imports is
part of the time to its first line.
"""
import multiprocessing as mp
import sys
import time

# One clock for the whole machine on Linux: values of two processes may be
# subtracted.
NS = time.monotonic_ns

WORKERS = 4

RECORD = {"id": 12345, "name": "user-12345", "ok": True,
          "scores": [0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5],
          "tags": ["alpha", "beta", "gamma"]}
SIZES = {"1KiB": 1 << 10, "64KiB": 64 << 10, "1MiB": 1 << 20,
         "16MiB": 16 << 20}


def payload_of(name):
    if name == "int":
        return 7
    return RECORD if name == "record" else b"x" * SIZES[name]



def median(xs):
    xs = sorted(xs)
    n = len(xs)
    return xs[n // 2] if n % 2 else (xs[n // 2 - 1] + xs[n // 2]) / 2.0


# ------------------------------------------------------- child-side functions
def queue_writer(qs, n, payload, barrier):
    barrier.wait()
    if len(qs) == 1:
        put = qs[0].put
        for _ in range(n):
            put(payload)
    else:
        for i in range(n):
            qs[i % len(qs)].put(payload)


def queue_reader(qs, barrier, w):
    barrier.wait()
    begin = NS()
    n = 0
    if len(qs) == 1:
        get = qs[0].get
        while get() is not None:
            n += 1
    else:
        while qs[n % len(qs)].get() is not None:
            n += 1
    w.send((n, NS(), begin))


def shared_writer(name, free, full, n, payload, barrier):
    from multiprocessing import shared_memory
    shm = shared_memory.SharedMemory(name)
    size = len(payload)
    barrier.wait()
    for _ in range(n):
        slot = free.get()
        shm.buf[slot * size:(slot + 1) * size] = payload
        full.put(slot)
    full.put(None)
    shm.close()


def shared_reader(name, free, full, size, barrier, w):
    from multiprocessing import shared_memory
    shm = shared_memory.SharedMemory(name)
    barrier.wait()
    begin = NS()
    n = 0
    while True:
        slot = full.get()
        if slot is None:
            break
        x = bytes(shm.buf[slot * size:(slot + 1) * size])
        free.put(slot)
        n += 1
    w.send((n, NS(), begin))
    shm.close()


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


def first_record_child(q):
    q.put(RECORD)


# ---------------------------------------------------------------- measurements
def cpu_of_ended_children():
    import resource
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def rates(messages, seconds):
    return messages / seconds, cpu_of_ended_children() * 1e6 / messages


def queue_throughput(writers, readers, messages, payload, capacity, queues):
    ctx = mp.get_context("fork")
    qs = [ctx.Queue(capacity) for _ in range(queues)]
    bar = ctx.Barrier(writers + readers + 1)
    per = messages // writers
    ends, ps = [], []
    for _ in range(readers):
        r, w = ctx.Pipe(duplex=False)
        p = ctx.Process(target=queue_reader, args=(qs, bar, w))
        p.start()
        ends.append(r)
        ps.append(p)
    ws = [ctx.Process(target=queue_writer, args=(qs, per, payload, bar))
          for _ in range(writers)]
    for p in ws:
        p.start()
    bar.wait()
    t0 = NS()
    for p in ws:
        p.join()              # a writer ends only when its feeder has flushed
    for _ in range(readers):
        qs[per % queues].put(None)
    got = [r.recv() for r in ends]
    for p in ps:
        p.join()
    assert sum(g[0] for g in got) == per * writers
    # This process may run again only when the readers are far, or done.
    t0 = min([t0] + [g[2] for g in got])
    return rates(per * writers, (max(g[1] for g in got) - t0) / 1e9)


def pair_throughput(ctx, reader, writer, bar, rr, messages):
    a = ctx.Process(target=reader[0], args=reader[1:])
    b = ctx.Process(target=writer[0], args=writer[1:])
    a.start()
    b.start()
    bar.wait()
    t0 = NS()
    got = rr.recv()
    a.join()
    b.join()
    assert got[0] == messages
    return rates(messages, (got[1] - min(t0, got[2])) / 1e9)


def pipe_throughput(messages, payload):
    ctx = mp.get_context("fork")
    r, w = ctx.Pipe(duplex=False)
    rr, rw = ctx.Pipe(duplex=False)
    bar = ctx.Barrier(3)
    return pair_throughput(ctx, (pipe_reader, r, bar, rw),
                           (pipe_writer, w, messages, payload, bar),
                           bar, rr, messages)


def shared_throughput(messages, payload, slots=8):
    from multiprocessing import shared_memory
    ctx = mp.get_context("fork")
    size = len(payload)
    shm = shared_memory.SharedMemory(create=True, size=size * slots)
    try:
        free, full = ctx.SimpleQueue(), ctx.SimpleQueue()
        for i in range(slots):
            free.put(i)
        rr, rw = ctx.Pipe(duplex=False)
        bar = ctx.Barrier(3)
        return pair_throughput(
            ctx, (shared_reader, shm.name, free, full, size, bar, rw),
            (shared_writer, shm.name, free, full, messages, payload, bar),
            bar, rr, messages)
    finally:
        shm.close()
        shm.unlink()


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
    xs.sort()
    return median(xs), xs[max(0, -(-99 * len(xs) // 100) - 1)]


def one_start_until_record(ctx):
    q = ctx.Queue()
    p = ctx.Process(target=first_record_child, args=(q,))
    t0 = NS()
    p.start()
    q.get()
    t = NS()
    p.join()
    q.close()
    return (t - t0) / 1e6


def one_start(ctx, moment):
    if moment == "first-record":
        return one_start_until_record(ctx)
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
    return (median([one_start(ctx, moment) for _ in range(starts)]),)


def idle(ready, never):
    ready.put(1)
    never.get()


def mebibytes(label, file):
    with open(file) as lines:
        for line in lines:
            if line.startswith(label):
                return int(line.split()[1]) / 1024.0
    raise OSError("no line %s in %s" % (label, file))


def pss(pid):
    return mebibytes("Pss:", "/proc/%d/smaps_rollup" % pid)


def own_and_shared(pid):
    return (mebibytes("Pss_Anon:", "/proc/%d/smaps_rollup" % pid)
            + mebibytes("Shmem:", "/proc/meminfo"))


def put_many(q, n, orders, reports):
    reports.send(1)
    orders.recv()
    for _ in range(n):
        q.put(7)
    reports.send(1)
    orders.recv()
    q.cancel_join_thread()


def waiting_memory(elements):
    ctx = mp.get_context("fork")
    q = ctx.Queue()
    orders, order = ctx.Pipe(duplex=False)
    report, reports = ctx.Pipe(duplex=False)
    p = ctx.Process(target=put_many, args=(q, elements, orders, reports))
    p.start()
    report.recv()
    before = own_and_shared(p.pid)
    order.send(1)
    report.recv()
    after = own_and_shared(p.pid)
    order.send(1)
    p.join()
    return (after - before,)


def idle_memory(method, together):
    ctx = mp.get_context(method)
    ready, never = ctx.Queue(), ctx.Queue()
    ps = [ctx.Process(target=idle, args=(ready, never)) for _ in range(together)]
    for p in ps:
        p.start()
    for _ in ps:
        ready.get()
    memory = median([pss(p.pid) for p in ps])
    for _ in ps:
        never.put(0)
    for p in ps:
        p.join()
    return (memory,)


def cpu_millis(pid):
    with open("/proc/%d/stat" % pid) as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * 10.0


def idle_cpu(millis):
    import os
    ctx = mp.get_context("fork")
    ready, never = ctx.Queue(), ctx.Queue()
    p = ctx.Process(target=idle, args=(ready, never))
    p.start()
    ready.get()
    time.sleep(1)
    before = cpu_millis(p.pid) + cpu_millis(os.getpid())
    time.sleep(millis / 1000.0)
    spent = cpu_millis(p.pid) + cpu_millis(os.getpid()) - before
    never.put(0)
    p.join()
    return (spent,)


def increment(n):
    return n + 1


def new_pool(kind):
    context = mp.get_context("fork")
    if kind == "executor":
        from concurrent.futures import ProcessPoolExecutor
        return ProcessPoolExecutor(WORKERS, mp_context=context)
    return context.Pool(WORKERS)


def submit_to_result(kind, pool, n):
    if kind == "executor":
        return pool.submit(increment, n).result()
    return pool.apply_async(increment, (n,)).get()


def pool_work(kind, work, steps):
    if work == "START":
        millis = []
        for i in range(max(3, steps // 200)):
            begin = time.perf_counter()
            with new_pool(kind) as pool:
                submit_to_result(kind, pool, i)
                millis.append((time.perf_counter() - begin) * 1e3)
        return (median(millis),)
    with new_pool(kind) as pool:
        for i in range(WORKERS * 10):
            submit_to_result(kind, pool, i)
        if work == "SUBMIT":
            micros = []
            for i in range(steps):
                begin = time.perf_counter()
                submit_to_result(kind, pool, i)
                micros.append((time.perf_counter() - begin) * 1e6)
            return (median(micros),)
        chunk = 100 if work == "MAP_100" else 1
        items = range(steps * 5 * chunk)
        begin = time.perf_counter()
        if kind == "executor":
            done = sum(1 for _ in pool.map(increment, items, chunksize=chunk))
        else:
            done = len(pool.map(increment, items, chunksize=chunk))
        return (done / (time.perf_counter() - begin),)


def manager_call(steps):
    with mp.Manager() as manager:
        shared = manager.dict(a=1)
        micros = []
        for _ in range(steps):
            begin = time.perf_counter()
            shared.get("a")
            micros.append((time.perf_counter() - begin) * 1e6)
        return (median(micros),)


def lock_steps(lock, steps):
    for _ in range(steps):
        lock.acquire()
        lock.release()


def increment_steps(number, steps):
    for _ in range(steps):
        with number.get_lock():
            number.value += 1


def barrier_steps(barrier, steps):
    for _ in range(steps):
        barrier.wait()


def timed(start, ended, work, thing, steps):
    start.wait()
    begin = NS()
    work(thing, steps)
    ended.put((begin, NS()))


def sync(work, steps):
    context = mp.get_context("fork")
    work, thing, processes = {
        "LOCK": (lock_steps, context.Lock(), 1),
        "LOCK_OF_TWO": (lock_steps, context.Lock(), 2),
        "SEMAPHORE": (lock_steps, context.Semaphore(2), 1),
        "BARRIER": (barrier_steps, context.Barrier(2), 2),
        "INCREMENT": (increment_steps, context.Value("q", 0), 1),
    }[work]
    start, ended = context.Barrier(processes), context.Queue()
    children = [context.Process(target=timed,
                                args=(start, ended, work, thing, steps))
                for _ in range(processes)]
    for child in children:
        child.start()
    times = [ended.get() for _ in children]
    for child in children:
        child.join()
    micros = (max(t[1] for t in times) - min(t[0] for t in times)) / 1e3
    # Both meet in each step at a barrier, and each locks in each step.
    return (micros / steps / (1 if work is barrier_steps else processes),)


def main(what, *args):
    if what == "sync":
        return sync(args[0], int(args[1]))
    if what == "pool":
        return pool_work(args[0], args[1], int(args[2]))
    if what == "manager-call":
        return manager_call(int(args[0]))
    if what == "throughput":
        kind, payload = args[0], payload_of(args[4])
        writers, readers, messages = map(int, args[1:4])
        if kind == "Queue":
            return queue_throughput(writers, readers, messages, payload,
                                    int(args[5]), int(args[6]))
        assert (writers, readers) == (1, 1), "it has two ends"
        if kind == "Pipe":
            return pipe_throughput(messages, payload)
        return shared_throughput(messages, payload)
    if what == "round-trip":
        return round_trip(*map(int, args))
    if what == "waiting-memory":
        return waiting_memory(int(args[0]))
    if what == "idle-cpu":
        return idle_cpu(int(args[0]))
    if what == "idle-memory":
        return idle_memory(args[0], int(args[1]))
    return start(args[0], args[1], *map(int, args[2:]))


if __name__ == "__main__":
    print(*main(*sys.argv[1:]))

#!/usr/bin/env python3
"""What the matrix of the bench tool does not measure: memory per idle session as a slope, logins once a server is warm
(its database included), and the time from start to the first login.

  more.py idle  [--runs 3] [--from 2000] [--to 18000] [--tls]
  more.py login [--runs 3] [--warm 10000] [--tls]
  more.py start [--runs 7]

BENCH_HOME is the bench tool's directory (peers' scripts), XLOAD the load generator. Runs are interleaved: one of each
peer, then the next of each; the figure is the median, with the least and the greatest in brackets.
"""
import argparse, json, os, statistics, subprocess, sys, tempfile, time

HERE = os.path.dirname(os.path.abspath(__file__))
BENCH = os.environ["BENCH_HOME"]
XLOAD = os.environ["XLOAD"]
# name: script, port, setup without archive, setup on PostgreSQL
PEERS = {
    "ejabberd": (BENCH + "/ejabberd.sh", 17222, "mnesia", "pg"),
    "prosody": (BENCH + "/prosody.sh", 27222, "internal", "pg"),
    "hermod": (HERE + "/hermod.sh", 37222, "memory", "pg"),
}


def sh(*command):
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode:
        sys.exit("%s: %s" % (" ".join(command), done.stderr))
    return done.stdout


def start(peer, setup):
    script, _, memory, pg = PEERS[peer]
    subprocess.run([script, "stop"], capture_output=True)
    pid = sh(script, "start", memory if setup == "memory" else pg).split()[-1]
    time.sleep(2)
    return pid


def stop(peer):
    sh(PEERS[peer][0], "stop")


def xload(peer, pids, *arguments):
    with tempfile.NamedTemporaryFile() as out:
        command = [XLOAD, *arguments, "-m", "scram-sha-1", "-p", str(PEERS[peer][1]), "--quiet", "--json", out.name,
                   "--pid", ",".join("%s=%s" % pair for pair in pids.items())]
        subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL)
        return json.load(open(out.name))


def tls(options):
    return ["-t", "starttls"] if options.tls else []


def idle(peer, options):
    resident = {}
    for sessions in (options.start, options.to):
        pid = start(peer, "memory")
        answer = xload(peer, {peer: pid}, "idle", "-n", str(sessions), "-c", "32", "--hold", str(options.hold), *tls(options))
        if answer["online_at_end"] != sessions:
            sys.exit("%s: %s of %d sessions" % (peer, answer["online_at_end"], sessions))
        resident[sessions] = answer["rss_after_mb_" + peer] * 1024
        stop(peer)
    return {"KB per session": (resident[options.to] - resident[options.start]) / (options.to - options.start),
            "MB with %d" % options.to: resident[options.to] / 1024}


def login(peer, options):
    pid = start(peer, "pg")
    pids = {peer: pid, "pg": sh(BENCH + "/pg.sh", "pid").split()[0]}
    for _ in range(options.warm // 2000):
        xload(peer, pids, "login", "-n", "2000", "-c", "32", "--logout", *tls(options))
    answer = xload(peer, pids, "login", "-n", "4000", "-c", "32", "--logout", *tls(options))
    stop(peer)
    server, database = answer["cpu_ms_per_1000_logins_" + peer] / 1000, answer["cpu_ms_per_1000_logins_pg"] / 1000
    return {"ms CPU of the server": server, "ms CPU of PostgreSQL": database, "ms together": server + database,
            "logins/s": answer["logins_per_s"], "p99 ms": answer["login_p99_ms"]}


def first_login(peer, _):
    script, port, memory, _ = PEERS[peer]
    subprocess.run([script, "stop"], capture_output=True)
    began = time.monotonic()
    starting = subprocess.Popen([script, "start", memory], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    while True:
        answer = subprocess.run([XLOAD, "login", "-n", "1", "-m", "scram-sha-1", "-p", str(port), "--timeout", "2", "--quiet"],
                                capture_output=True, stdin=subprocess.DEVNULL)
        if answer.returncode == 0:
            break
        time.sleep(0.02)
    took = time.monotonic() - began
    starting.wait()
    stop(peer)
    return {"s to the first login": took}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["idle", "login", "start"])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--from", dest="start", type=int, default=2000)
    parser.add_argument("--to", type=int, default=18000)
    parser.add_argument("--hold", type=int, default=30)
    parser.add_argument("--warm", type=int, default=10000)
    parser.add_argument("--tls", action="store_true")
    parser.add_argument("--peers", default=",".join(PEERS))
    options = parser.parse_args()
    measure = {"idle": idle, "login": login, "start": first_login}[options.what]
    figures = {}
    for run in range(options.runs):
        for peer in options.peers.split(","):
            for name, value in measure(peer, options).items():
                figures.setdefault((peer, name), []).append(value)
                print("run %d %s: %s %.2f" % (run + 1, peer, name, value), file=sys.stderr, flush=True)
    names = list(dict.fromkeys(name for _, name in figures))
    print("| peer | %s |\n|---|%s" % (" | ".join(names), "---|" * len(names)))
    for peer in options.peers.split(","):
        cells = [figures[(peer, name)] for name in names]
        print("| %s | %s |" % (peer, " | ".join("%.2f (%.2f–%.2f)" % (statistics.median(c), min(c), max(c)) for c in cells)))


main()

"""Signals, broken terminals, and keys at the byte level."""
import os
import signal
import termios
import time

from faults import fault, need

# Signals that end a program where nothing else was said; the last ones are real-time signals.
ASKING = [
    signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGUSR1, signal.SIGUSR2, signal.SIGALRM, signal.SIGVTALRM,
    signal.SIGPROF, signal.SIGXCPU, signal.SIGXFSZ, signal.SIGPIPE, signal.SIGIO, signal.SIGPWR, 16, signal.SIGRTMIN,
    signal.SIGRTMAX,
]
# Those that a fault of the program raises.
FAULTY = [
    signal.SIGSEGV, signal.SIGBUS, signal.SIGILL, signal.SIGTRAP, signal.SIGFPE, signal.SIGABRT, signal.SIGQUIT,
    signal.SIGSYS,
]
# Takes a second, within the steps that a program may take.
LONG = "var a = [Int](); for i in 0..<200000 { a.append(i) }"


def opened(attack, *arguments, **options):
    book = attack.book(*arguments, **options).shows("more")
    book.read(0.1, 1.0)
    book.is_taken()
    return book


@fault("a signal that asks it to end, of every kind", "the terminal is given back, and it dies by that signal")
def asked_to_end(attack):
    for number in ASKING:
        book = opened(attack)
        book.signal(number)
        book.ends_by(number)
        book.is_given_back()


@fault("a signal of a fault, of every kind", "the terminal is given back, and it dies by that signal")
def faulty(attack):
    for number in FAULTY:
        book = opened(attack)
        book.signal(number)
        book.ends_by(number)
        book.is_given_back()


@fault("stopped from outside, its modes and its size changed, continued", "given back meanwhile, whole again after")
def stopped(attack):
    for number in (signal.SIGTSTP, signal.SIGSTOP):
        book = opened(attack, "--no-save")
        book.signal(number)
        limit = time.time() + 3
        while not book.is_stopped():
            need(time.time() < limit, f"not stopped by {number}")
            book.read(0.02, 0.05)
        book.drain()
        if number == signal.SIGTSTP:
            book.is_given_back()
        # A shell has its own modes for its line.
        termios.tcsetattr(book.fd, termios.TCSANOW, book.first_modes)
        book.resize(72, 20, tell=False)
        book.signal(signal.SIGCONT)
        book.shows("Four keys", "more")
        book.drain()
        book.is_taken()
        book.type("q")
        book.ends_by(0)
        book.is_given_back()


@fault("ended while it is stopped", "it dies by that signal, the terminal given back once")
def ended_while_stopped(attack):
    book = opened(attack)
    book.signal(signal.SIGTSTP)
    limit = time.time() + 3
    while not book.is_stopped() and time.time() < limit:
        book.read(0.02, 0.05)
    book.signal(signal.SIGTERM)
    book.signal(signal.SIGCONT)
    book.ends_by(signal.SIGTERM)
    book.is_given_back()


@fault("SIGTERM and SIGHUP while lines of the console compute for eight seconds",
       "it ends within two seconds, the terminal given back")
def ended_while_computing(attack):
    for number in (signal.SIGTERM, signal.SIGHUP):
        book = opened(attack)
        book.type(":")
        book.read(0.05, 0.5)
        book.type((LONG + "\r") * 8)
        book.read(0.2, 0.4)
        book.signal(number)
        book.ends_by(number, seconds=2.5)
        book.is_given_back()


@fault("SIGTERM when the terminal takes nothing any more", "it ends within two seconds")
def ended_while_the_terminal_is_stuck(attack):
    book = opened(attack)
    # Each paints the screen again, and nobody reads it.
    for _ in range(60):
        book.type(b"\x0c")
        time.sleep(0.02)
    book.signal(signal.SIGTERM)
    limit = time.time() + 2.5
    while book.status is None and time.time() < limit:
        pid, status = os.waitpid(book.pid, os.WNOHANG)
        if pid:
            book.status = status
        time.sleep(0.02)
    need(book.status is not None, "still runs after 2.5 s")
    need(os.WTERMSIG(book.status) == signal.SIGTERM, f"status {book.status}")


@fault("kill -9, then `cnn-tutor restore`", "modes, mouse, pasting, cursor and screen are a shell's again")
def restored(attack):
    book = attack.book(shell='eval "$BOOK"; "$PROGRAM" restore; exec sleep 30').shows("Four keys")
    book.read(0.1, 1.0)
    book.is_taken()
    os.kill(book.child(), signal.SIGKILL)
    limit = time.time() + 3
    while not termios.tcgetattr(book.fd)[3] & termios.ECHO and time.time() < limit:
        book.read(0.02, 0.05)
    book.drain()
    book.is_given_back()


@fault("opened in the terminal that kill -9 left", "it begins from a shell's modes and gives those back")
def opened_in_broken(attack):
    book = attack.book(
        shell='eval "$BOOK"; eval "$BOOK" --no-mouse; echo LEFT; exec sleep 30').shows("Four keys")
    book.read(0.1, 1.0)
    os.kill(book.child(), signal.SIGKILL)
    book.shows("Four keys")
    book.read(0.1, 1.0)
    need(1000 not in book.modes_on(), "the mouse was left on")
    book.type("q")
    book.shows("LEFT")
    book.is_given_back()


@fault("`cnn-tutor restore` without a terminal", "a sentence, status 1")
def restored_nothing(attack):
    from subprocess import run, PIPE
    result = run(["setsid", "-w", attack.program, "restore"], stdin=-3, stdout=PIPE, stderr=PIPE)
    need(result.returncode == 1, f"status {result.returncode}")
    need(b"no terminal" in result.stderr and not result.stdout, f"it said {result.stderr!r}")


@fault("a paste that never ends", "Ctrl-C, Esc and two seconds of silence end it, and keys are keys again")
def endless_paste(attack):
    for way_out, pause in ((b"\x03", 0), (b"\x1b", 0.4), (b"", 2.3)):
        book = opened(attack, "--no-save")
        book.type(b"\x1b[200~text that is pasted")
        book.read(0.1, 0.2)
        if way_out:
            book.type(way_out)
        time.sleep(pause)
        if way_out != b"\x03":
            book.type("q")
        book.ends_by(0, seconds=1.0)
        book.is_given_back()


@fault("a sequence whose pieces come 150 ms apart", "it is one key, nothing of it is typed")
def slow_sequence(attack):
    book = opened(attack, "--no-save")
    # Esc would close the console, and `D` stand behind the `b`.
    book.type(":")
    book.type("zq")
    book.read(0.1, 0.5)
    for piece in (b"\x1b[", b"1;", b"5", b"D"):
        book.type(piece)
        time.sleep(0.15)
    book.type("y")
    book.read(0.1, 0.5)
    book.type("\r")
    book.shows("zyq")


@fault("numbers in mouse reports and sequences that no terminal has", "nothing happens")
def hostile_numbers(attack):
    book = opened(attack, "--no-save")
    for sequence in (b"\x1b[<0;-9223372036854775808;1M", b"\x1b[<0;1;-9223372036854775808M",
                     b"\x1b[<99999999999999999999;1;1M", b"\x1b[" + b"9" * 60 + b"~", b"\x1b[M\x00\x00\x00"):
        book.type(sequence)
        book.read(0.05, 0.2)
    book.type("q")
    book.ends_by(0)


@fault("20,000 characters and 67,000 into a prompt, the console, a cell and a search, pasted without saying so",
       "the time is that of a paste, and grows with their number")
def long_typing(attack):
    for keys in (b"\t5", b":", b"\t\te", b"/"):
        times = [typing_time(attack, keys, count) for count in (20_000, 67_000)]
        need(times[0] < 2.0 and times[1] < 6 * max(times[0], 0.25), f"{times} s after {keys!r}")


def typing_time(attack, keys, count):
    """Seconds from the first of so many characters until the last is on the screen, in the field that keys open."""
    book = opened(attack, "1.2", "--no-save")
    for key in keys:
        book.type(bytes([key]))
        book.read(0.05, 0.5)
    begin = time.perf_counter()
    left = (b"conv2d(x, k) + 1 " * (count // 17 + 1))[:count]
    while left:
        try:
            left = left[os.write(book.fd, left[:1024]):]
        except BlockingIOError:
            pass
        book.read(0.001, 0.001)
    # Ctrl-L comes behind them all and paints everything, the title too.
    book.type(b"\x0c")
    book.shows("Sliding", seconds=60.0)
    seconds = time.perf_counter() - begin
    book.signal(signal.SIGKILL)
    book.ends_by(signal.SIGKILL)
    return seconds

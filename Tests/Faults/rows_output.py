"""Text that leaves the program: nothing that a terminal obeys, nothing lost in silence, nothing changed."""
import os
import pty
import signal
import struct
import subprocess

from faults import fault, need, raw

ESCAPE = "\x1b]0;owned\x07\x1b[31m\u009b2J\u202e\u200b\ufeff\U000e0041\n\t\r\x7f"
LONG = "y" * 100_000


def hostile(attack, text):
    """Every command with every option and argument that takes text, given this one."""
    course = attack.path("course")
    if not os.path.isdir(course):
        page = (f"# Title {ESCAPE[:-4]} end\n\n[a](x{ESCAPE[:20]}) `{ESCAPE[:20]}` $\\{ESCAPE[:20]}$\n\n"
                f"```{ESCAPE[:20]}\n```\n\n```predict\n\"{ESCAPE[:20]}\": 1\n\"\\e[31m\\u202e\": 2\n```\n\n"
                f"```cell {ESCAPE[:8]}\nlet x = {ESCAPE[:20]}\n```\n\n&#x1b;[31m&#x202e;\n")
        attack.file(f"course/01-a{ESCAPE}b/01-p.md", page)
        attack.file(f"course/02-b/01-p{ESCAPE}.md", page)
        attack.file(f"course/02-b/x{ESCAPE}.md", page)
        attack.file(f"course/03-{ESCAPE}", "a file")
    array = attack.file("a\x1b[31m\u202e.npy", b"\x93NUMPY\1\0" + struct.pack("<H", 40) + b"{'\x1b[31m\xe2\x80\xae': 1}".ljust(40))
    state = ["--state", attack.path("state")]
    yield from ([text], ["page", text], ["page", "1.1", "--width", text], ["page", "1.1", f"--chapters={text}"])
    yield from (["--color", text], [f"--color={text}"], ["--theme", text], ["--threads", text], [f"--{text[:200]}"])
    yield from ([text, *state], ["contents", text], ["contents", "--chapters", text], ["lint", "--chapters", text])
    yield from (["eval", text], ["eval", f"\"{text}\" 5"], ["eval", f"print({text})"], ["eval", f"picture(\"{text}\")"])
    yield from (["eval", "--set", text, "1"], ["eval", "--set", f"{text}=x", "1"], ["eval", "--set", f"x={text}", "x"])
    yield from (["eval", "--save", f"{text}=x", "1"], ["eval", "--save", f"x={text}/y", "let x = 1"])
    yield from (["eval", "--type", text, "1"], ["eval", f"{text}.swift"], ["eval", "--set", f"x={array}", "x"])
    yield from (["reset", text], ["reset", text, *state], ["reset", "1", "--state", text], ["quiz", text])
    yield from (["manual", text], ["install", text], ["install", "--prefix", f"/dev/null/{text}"], ["help", text])
    for command in ("lint", "contents", "page 1.1", "page 2.1", "page 1 2 3", ""):
        yield [*command.split(), *([] if command else ["1.1", "--no-save"]), "--chapters", course]


@fault("every command and option with text that a terminal obeys, or with 100,000 characters", "nothing raw, no echo beyond 200")
def escapes(attack):
    for text in (ESCAPE.replace("\0", ""), LONG):
        for arguments in hostile(attack, text):
            result = attack.run(*arguments).is_well()
            need(len(result.err) < 3_000 and LONG[:400].encode() not in result.err, f"a long echo: {result}")
    env = {"XDG_STATE_HOME": "/dev/null/" + ESCAPE, "LANG": ESCAPE, "TERM": ESCAPE}
    for arguments in (["page", "1.1"], ["quiz"], ["reset", "all"], []):
        attack.run(*arguments, env=env).is_well()


COMMANDS = ["--help", "help eval", "--version", "--generate-completion-script bash", "contents", "page 1.1", "", "manual",
            "eval print(1)", "eval ones(2)", "quiz", "lint --chapters course"]


@fault("standard output full, closed, or a pipe that nobody reads, for every command", "a sentence and 1")
def pipes(attack):
    attack.file("course/01-a/chapter.md", "# A\n")
    attack.file("course/01-a/01-b.md", "# B\n\nText.\n\n## In the code\n\n- `Sources/none`\n")

    def outcomes(command):
        arguments = [attack.program] + (command.split(" ", 1) if command.startswith("eval") else command.split())
        options = dict(stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=attack.folder, timeout=10,
                       env={"PATH": os.environ["PATH"], "HOME": attack.folder, "LANG": "C.UTF-8"})
        with open("/dev/full", "wb") as full:
            yield "full", subprocess.run(arguments, stdout=full, **options)
        yield "closed", subprocess.run(arguments, preexec_fn=lambda: os.close(1), **options)
        for name, action in (("broken", signal.SIG_DFL), ("broken, SIGPIPE ignored", signal.SIG_IGN)):
            reader, writer = os.pipe()
            os.close(reader)
            yield name, subprocess.run(arguments, stdout=writer, restore_signals=False,
                                       preexec_fn=lambda: signal.signal(signal.SIGPIPE, action), **options)
            os.close(writer)

    for command in COMMANDS:
        for name, end in outcomes(command):
            need(end.returncode == 1, f"{command} into what is {name} ended with {end.returncode}: {end.stderr!r}")
            need(end.stderr.count(b"\n") == 1 and b"tandard output" in end.stderr, f"{command}, {name}: {end.stderr!r}")


@fault("a closed standard output, and a record that is opened next", "nothing is printed into the record")
def closed_output(attack):
    for arguments in (["quiz"], ["reset", "all"], []):
        subprocess.run([attack.program, *arguments, "--state", attack.path("state")], stdin=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, preexec_fn=lambda: os.close(1), timeout=10)
        with open(attack.path("state/progress.sqlite"), "rb") as file:
            need(file.read(15) == b"SQLite format 3", f"the record was overwritten by {arguments}")


@fault("what a program prints, into a pipe and onto a terminal", "byte for byte; control characters shown on a terminal")
def printing(attack):
    program = 'print("a  b\\n\\tc \\u{1b}", terminator: ""); print("x" + String(repeating: "word ", count: 99))'
    program = program.replace("\\u{1b}", "\x1b[31m")
    expected = b"a  b\n\tc \x1b[31mx" + b"word " * 99 + b"\n"
    result = attack.eval(program)
    need(result.status == 0 and result.out == expected, f"not byte for byte: {result.out!r}")
    result = attack.eval('for i in 0..<2000 { print(i) }')
    need(result.out.count(b"\n") == 2000, f"lines are missing: {result}")
    pid, terminal = pty.fork()
    if pid == 0:
        os.execve(attack.program, [attack.program, "eval", program], {"LANG": "C.UTF-8", "TERM": "xterm"})
    shown = b""
    try:
        while piece := os.read(terminal, 4096):
            shown += piece
    except OSError:
        pass
    os.waitpid(pid, 0)
    need("␛[31m".encode() in shown and not raw(shown.replace(b"\r\n", b"\n")), f"on a terminal: {shown!r}")


@fault("standard input that is closed, a folder, endless, or no answer", "a sentence, or the end")
def inputs(attack):
    for arguments in (["eval", "-"], ["quiz"]):
        for stdin in ("/tmp", "/dev/zero", "/dev/null", None):
            with open("/dev/null") as null:
                source = os.open(stdin, os.O_RDONLY) if stdin else null.fileno()
                end = subprocess.run([attack.program, *arguments], stdin=source, capture_output=True, timeout=10,
                                     preexec_fn=None if stdin else lambda: os.close(0),
                                     env={"HOME": attack.folder, "LANG": "C.UTF-8"})
            need(end.returncode in (0, 1), f"{arguments} from {stdin}: {end}")
    yes = subprocess.Popen(["yes", ""], stdout=subprocess.PIPE)
    end = subprocess.run([attack.program, "quiz"], stdin=yes.stdout, capture_output=True, timeout=10,
                         env={"HOME": attack.folder, "LANG": "C.UTF-8"})
    yes.kill()
    yes.wait()
    need(end.returncode == 0 and len(end.stdout) < 10_000, f"the quiz goes on for ever: {end.returncode}")


@fault("the quiz left after its first mark, by every way out", "the mark is kept")
def quiz_ways_out(attack):
    import sqlite3
    import time
    for name, way in (("q", b"q\n"), ("end of input", b""), ("Control-C", signal.SIGINT), ("kill -9", signal.SIGKILL)):
        state = attack.path("state " + name)
        quiz = subprocess.Popen([attack.program, "quiz", "--state", state], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                env={"HOME": attack.folder, "LANG": "C.UTF-8"})
        quiz.stdin.write(b"maybe\n\nx y\ny\n")
        quiz.stdin.flush()
        shown, limit = b"", time.time() + 10
        while shown.count(b"y or n: ") < 3 and time.time() < limit:
            shown += os.read(quiz.stdout.fileno(), 4096)
        if isinstance(way, bytes):
            quiz.stdin.write(way)
            quiz.stdin.close()
        else:
            quiz.send_signal(way)
        quiz.wait(10)
        quiz.stdout.close()
        rows = sqlite3.connect(state + "/progress.sqlite").execute("select count(*) from entry where kind = 'marked'")
        need(rows.fetchone()[0] == 1, f"the mark is lost by {name}: {shown!r}")


@fault("a locale that asks for UTF-8 and is not installed", "UTF-8 all the same")
def locale(attack):
    for env, is_ascii in (({"LANG": "xx_YY.UTF-8"}, False), ({"LC_ALL": "xx_YY.utf8@euro", "LANG": "C"}, False),
                          ({"LANG": "C"}, True), ({"LANG": "xx_YY.ISO-8859-1"}, True)):
        result = attack.run("page", "1.2", env={"LANG": "", "LC_ALL": "", **env})
        need(result.out.isascii() == is_ascii, f"{env}: {result.out[:200]!r}")


@fault("an installed program, moved", "it runs on its own chapters, and deletes nothing that it has not put there")
def installed(attack):
    import shutil
    prefix, moved = attack.path("prefix"), attack.path("moved")
    for _ in range(2):
        need(attack.run("install", "--prefix", prefix, seconds=30).status == 0, "install failed")
    shutil.move(prefix, moved)
    page = os.path.join(moved, "share/cnn-tutor/Chapters/01-convolution/01-pictures-are-tensors.md")
    folder = os.path.dirname(page)
    page = os.path.join(folder, sorted(os.listdir(folder))[0])
    with open(page) as file:
        text = file.read()
    with open(page, "w") as file:
        file.write("# Moved with its chapters" + text[text.index("\n"):])
    listed = subprocess.run([moved + "/bin/cnn-tutor", "contents"], capture_output=True, timeout=10, env={"HOME": "/"})
    need(b"1.0  Moved with its chapters" in listed.stdout, f"not its own chapters: {listed}")
    attack.file("moved/share/cnn-tutor/mine.txt", "mine")
    attack.run("install", "--prefix", moved, seconds=30).says("mine.txt", "move the folder away")
    need(os.path.exists(moved + "/share/cnn-tutor/mine.txt"), "a foreign file was deleted")

#define _XOPEN_SOURCE_EXTENDED 1
#include "CTerminal.h"

#include <sys/resource.h>
#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include "direct_terminfo.h"

// Mouse, pasting, cursor, colours and the alternate screen, all back to normal. Written by the crash handler, where
// nothing else may be called; terminals ignore what they do not know.
static const char restore_bytes[] =
    "\033[?1000l\033[?1006l\033[?2004l\033[0m\033[?1l\033>\033[?25h\033[?1049l\r";

static struct termios saved_modes;
static bool is_open = false;
static bool has_saved_modes = false;
static bool mouse_on = false;
static int pipe_ends[2] = {-1, -1};
static volatile sig_atomic_t ending_signal = 0;
static SCREEN *screen = NULL;

// MARK: - Standard error

// While the screen is the book's, what is written to standard error goes to a file without a name; its end is printed
// when the terminal is given back, after a trap as well.
static int outer_stderr = -1;
static int aside = -1;

static void set_stderr_aside(void) {
  char path[] = "/tmp/cnn-tutor-XXXXXX";
  aside = mkstemp(path);
  if (aside < 0) return;
  unlink(path);
  fcntl(aside, F_SETFD, FD_CLOEXEC);
  outer_stderr = dup(STDERR_FILENO);
  dup2(aside, STDERR_FILENO);
}

static void give_stderr_back(void) {
  if (aside < 0) return;
  dup2(outer_stderr, STDERR_FILENO);
  char text[4096];
  off_t end = lseek(aside, 0, SEEK_END);
  lseek(aside, end > (off_t)sizeof text ? end - (off_t)sizeof text : 0, SEEK_SET);
  ssize_t count = read(aside, text, sizeof text);
  if (count > 0) {
    ssize_t written = write(STDERR_FILENO, text, (size_t)count);
    (void)written;
  }
  close(aside);
  close(outer_stderr);
  aside = -1;
}

// MARK: - Signals

// A signal that the loop should see: its number goes through the pipe that the loop sleeps on.
static void note_signal(int number) {
  int saved = errno;
  unsigned char byte = (unsigned char)number;
  if (number == SIGTERM || number == SIGHUP || number == SIGINT) ending_signal = number;
  ssize_t written = write(pipe_ends[1], &byte, 1);
  (void)written;
  errno = saved;
}

// A trap in the program: the terminal is given back, then the program dies by the same signal, so that the report of
// the Swift runtime lands on a screen where it can be read.
static void crash(int number) {
  if (is_open) {
    ssize_t written = write(STDOUT_FILENO, restore_bytes, sizeof restore_bytes - 1);
    (void)written;
    if (has_saved_modes) tcsetattr(STDIN_FILENO, TCSANOW, &saved_modes);
    give_stderr_back();
  }
  signal(number, SIG_DFL);
  raise(number);
}

static void handle(int number, void (*handler)(int), int flags) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = handler;
  action.sa_flags = flags;
  sigemptyset(&action.sa_mask);
  sigaction(number, &action, NULL);
}

static void install_handlers(void) {
  if (pipe_ends[0] < 0) {
    if (pipe(pipe_ends) != 0) return;
    for (int i = 0; i < 2; i++) {
      fcntl(pipe_ends[i], F_SETFL, O_NONBLOCK);
      fcntl(pipe_ends[i], F_SETFD, FD_CLOEXEC);
    }
    // A stack overflow leaves no stack to handle it on.
    static char spare[65536];
    stack_t stack = {.ss_sp = spare, .ss_size = sizeof spare, .ss_flags = 0};
    sigaltstack(&stack, NULL);
  }
  const int noted[] = {SIGTERM, SIGHUP, SIGINT, SIGWINCH, SIGCONT};
  for (size_t i = 0; i < sizeof noted / sizeof *noted; i++) handle(noted[i], note_signal, SA_RESTART);
  const int fatal[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT, SIGQUIT};
  for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++) handle(fatal[i], crash, SA_ONSTACK | SA_RESETHAND | SA_NODEFER);
  signal(SIGPIPE, SIG_IGN);
}

// MARK: - Opening and closing

static void enter_modes(void) {
  raw();
  noecho();
  nonl();
  // Keys are decoded by the tutor itself: ncurses swallows bytes after broken UTF-8 and knows few of the forms that
  // terminals send.
  keypad(stdscr, FALSE);
  nodelay(stdscr, TRUE);
  leaveok(stdscr, FALSE);
  putp("\033[?2004h");
  fflush(stdout);
  if (mouse_on) cterminal_mouse(true);
}

bool cterminal_open(bool direct, const char **fallback) {
  *fallback = NULL;
  if (tcgetattr(STDIN_FILENO, &saved_modes) == 0) has_saved_modes = true;
#ifdef __GLIBC__
  // A knob that is turned needs the same megabytes again and again, and fresh pages from the system would cost a quarter of
  // its time. They go back when the reader rests: cterminal_give_back_memory.
  mallopt(M_MMAP_THRESHOLD, 8 * 1024 * 1024);
  mallopt(M_TRIM_THRESHOLD, 16 * 1024 * 1024);
#endif
  // Exported sizes would freeze the screen at them.
  unsetenv("LINES");
  unsetenv("COLUMNS");
  if (direct) {
    // ncurses reads a description from this variable; children must not inherit it.
    char *outer = getenv("TERMINFO") ? strdup(getenv("TERMINFO")) : NULL;
    setenv("TERMINFO", direct_terminfo, 1);
    screen = newterm("cnnt-direct", stdout, stdin);
    if (outer) setenv("TERMINFO", outer, 1); else unsetenv("TERMINFO");
    free(outer);
  }
  if (!screen) screen = newterm(NULL, stdout, stdin);
  const char *common[] = {"xterm-256color", "xterm", "vt100"};
  for (int i = 0; !screen && i < 3; i++) {
    screen = newterm(common[i], stdout, stdin);
    if (screen) *fallback = common[i];
  }
  if (!screen) return false;
  is_open = true;
  if (has_colors()) {
    start_color();
    use_default_colors();
  }
  // After newterm, whose own handlers would hide which signal it was.
  install_handlers();
  set_stderr_aside();
  enter_modes();
  return true;
}

static void leave_modes(void) {
  if (mouse_on) {
    putp("\033[?1000l\033[?1006l");
  }
  putp("\033[?2004l");
  curs_set(1);
  endwin();
  fflush(stdout);
}

void cterminal_close(void) {
  if (!is_open) return;
  leave_modes();
  give_stderr_back();
  is_open = false;
}

void cterminal_reopen(void) {
  set_stderr_aside();
  refresh();
  enter_modes();
  is_open = true;
  clearok(curscr, TRUE);
}

void cterminal_suspend(void) {
  cterminal_close();
  // SIGTSTP is dropped for a process group without a shell behind it; SIGSTOP never is.
  kill(0, SIGSTOP);
  install_handlers();
  cterminal_reopen();
}

int cterminal_signal(void) { return ending_signal; }

void cterminal_die(int number) {
  signal(number, SIG_DFL);
  raise(number);
}

// MARK: - Drawing

int cterminal_colors(void) { return has_colors() ? tigetnum("colors") : 0; }

void cterminal_size(int *width, int *height) {
  struct winsize size;
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 && size.ws_row > 0) {
    if (size.ws_row != LINES || size.ws_col != COLS) resizeterm(size.ws_row, size.ws_col);
  }
  *width = COLS;
  *height = LINES;
}

void cterminal_draw(int row, int column, const uint32_t *scalars, int count, int foreground, int background,
                    unsigned attributes) {
  attr_t look = 0;
  if (attributes & CTERMINAL_BOLD) look |= WA_BOLD;
  if (attributes & CTERMINAL_ITALIC) look |= WA_ITALIC;
  if (attributes & CTERMINAL_UNDERLINED) look |= WA_UNDERLINE;
  if (attributes & CTERMINAL_REVERSED) look |= WA_REVERSE;
  // alloc_pair finds a pair that is there already, and recycles the oldest when all are taken.
  int pair = foreground < 0 && background < 0 ? 0 : alloc_pair(foreground, background);
  if (pair < 0) pair = 0;
  for (int i = 0; i < count; i++) {
    wchar_t text[2] = {(wchar_t)scalars[i], 0};
    cchar_t glyph;
    // Pair numbers above 32,767 go through the last argument only.
    if (setcchar(&glyph, text, look, (short)(pair > 32767 ? 32767 : pair), &pair) == OK) {
      mvadd_wch(row, column + i, &glyph);
    }
  }
}

void cterminal_cursor(int row, int column, bool visible) {
  curs_set(visible ? 1 : 0);
  if (visible) move(row, column);
}

void cterminal_refresh(void) { refresh(); }

void cterminal_repaint(void) { clearok(curscr, TRUE); }

void cterminal_mouse(bool on) {
  mouse_on = on;
  putp(on ? "\033[?1000h\033[?1006h" : "\033[?1000l\033[?1006l");
  fflush(stdout);
}

// MARK: - Waiting

int cterminal_wait(int milliseconds) {
  struct pollfd sources[2] = {{.fd = STDIN_FILENO, .events = POLLIN}, {.fd = pipe_ends[0], .events = POLLIN}};
  int ready = poll(sources, 2, milliseconds);
  if (ready == 0) return CTERMINAL_TIMEOUT;
  int result = 0;
  if (ready > 0 && sources[0].revents & POLLIN) result |= CTERMINAL_INPUT;
  if (ready > 0 && sources[0].revents & (POLLHUP | POLLERR | POLLNVAL) && !(sources[0].revents & POLLIN)) {
    result |= CTERMINAL_HANGUP;
  }
  unsigned char numbers[64];
  ssize_t count = read(pipe_ends[0], numbers, sizeof numbers);
  for (ssize_t i = 0; i < count; i++) {
    if (numbers[i] == SIGWINCH) result |= CTERMINAL_RESIZED;
    if (numbers[i] == SIGCONT) result |= CTERMINAL_CONTINUED;
    if (numbers[i] == 0) result |= CTERMINAL_WOKEN;
    if (numbers[i] == SIGTERM || numbers[i] == SIGHUP || numbers[i] == SIGINT) result |= CTERMINAL_TERMINATED;
  }
  return result;
}

void cterminal_wake(void) {
  // A full pipe will wake the loop as well.
  const unsigned char byte = 0;
  ssize_t written = write(pipe_ends[1], &byte, 1);
  (void)written;
}

void cterminal_give_way(void) {
#ifdef __linux__
  // Linux takes this as the priority of one thread, not of the process.
  setpriority(PRIO_PROCESS, 0, 10);
#endif
}

void cterminal_give_back_memory(void) {
#ifdef __GLIBC__
  malloc_trim(256 * 1024);
#endif
}

int cterminal_read(uint8_t *bytes, int capacity) {
  ssize_t count;
  do count = read(STDIN_FILENO, bytes, (size_t)capacity); while (count < 0 && errno == EINTR);
  return count < 0 ? 0 : (int)count;
}

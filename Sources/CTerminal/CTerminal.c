#define _XOPEN_SOURCE_EXTENDED 1
#include "CTerminal.h"

#include <sys/resource.h>
#include <curses.h>
#include <errno.h>
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
#include <unistd.h>
#include <wchar.h>

#include "direct_terminfo.h"
#include "internal.h"

static bool mouse_on = false;
static SCREEN *screen = NULL;

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
  // A tutor that was killed may have left the mouse on.
  cterminal_mouse(mouse_on);
}

static bool take(bool direct, const char **fallback) {
  // Before newterm, which takes what it finds for what it should give back.
  save_modes();
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

bool cterminal_open(bool direct, const char **fallback) {
  *fallback = NULL;
  // Until the handlers stand, a signal would end the tutor with the terminal half taken.
  sigset_t all, before;
  sigfillset(&all);
  // In the background, taking the terminal stops the tutor until it is in front.
  sigdelset(&all, SIGTTOU);
  sigprocmask(SIG_SETMASK, &all, &before);
  bool is_taken = take(direct, fallback);
  sigprocmask(SIG_SETMASK, &before, NULL);
  return is_taken;
}

static void leave_modes(void) {
  if (mouse_on) {
    putp("\033[?1002l\033[?1006l");
  }
  putp("\033[?2004l");
  curs_set(1);
  endwin();
  fflush(stdout);
}

void cterminal_close(void) {
  if (!is_open) return;
  if (in_background()) {
    restore_at_once();
  } else {
    leave_modes();
    give_stderr_back();
  }
  is_open = false;
}

// Takes the terminal over again. Its size may be another one by now, and what it shows is anything.
static void take_again(void) {
  set_stderr_aside();
  is_open = true;
  int width, height;
  cterminal_size(&width, &height);
  refresh();
  enter_modes();
  clearok(curscr, TRUE);
  was_continued = false;
}

// Gives the terminal back and stops, this process or with it all that was started in one line of a shell. SIGTSTP is
// dropped for a process group without a shell behind it; SIGSTOP never is.
static void stop(bool group) {
  cterminal_close();
  kill(group ? 0 : getpid(), SIGSTOP);
  asked_to_stop = false;
  // Ended while it was stopped: the terminal is not taken again, it may be the shell's.
  if (ending_signal) return;
  install_handlers();
  take_again();
}

void cterminal_suspend(void) { stop(true); }

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
  if (!is_open) return;
  curs_set(visible ? 1 : 0);
  if (visible) move(row, column);
}

void cterminal_refresh(void) {
  if (is_open) refresh();
}

void cterminal_repaint(void) { clearok(curscr, TRUE); }

void cterminal_mouse(bool on) {
  mouse_on = on;
  // 1002 reports what 1000 does, and moves while a button is down.
  putp(on ? "\033[?1002h\033[?1006h" : "\033[?1002l\033[?1006l");
  fflush(stdout);
}

void cterminal_copy(const char *base64) {
  if (!is_open) return;
  printf("\033]52;c;%s\a", base64);
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
    if (numbers[i] == 0) result |= CTERMINAL_WOKEN;
  }
  if (asked_to_stop && !ending_signal) {
    stop(false);
    result |= CTERMINAL_CONTINUED;
  }
  if (ending_signal) {
    // The loop has heard.
    alarm(0);
    return result | CTERMINAL_TERMINATED;
  }
  if (was_continued) {
    // Stopped by something that cannot be noticed, and whoever had the terminal meanwhile left it otherwise.
    leave_modes();
    take_again();
    result |= CTERMINAL_CONTINUED;
  }
  return result;
}

void cterminal_wake(void) {
  // A full pipe will wake the loop as well.
  wake_loop(0);
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

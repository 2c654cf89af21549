#include "CTerminal.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include "internal.h"

// Mouse, focus reports, pasting, cursor, colours and the alternate screen, all back to normal. Written by the crash
// handler, where nothing else may be called; terminals ignore what they do not know.
static const char restore_bytes[] =
    "\033[?1000l\033[?1002l\033[?1003l\033[?1006l\033[?1015l\033[?1004l\033[?2004l\033[0m\033[?1l\033>\033[?7h\033[?25h"
    "\033[?1049l\r";

// The modes to give back.
static struct termios saved_modes;
static bool has_saved_modes = false;

bool in_background(void) {
  pid_t group = tcgetpgrp(STDIN_FILENO);
  return group >= 0 && group != getpgrp();
}

// MARK: - Standard error

static int outer_stderr = -1;
static int aside = -1;

void set_stderr_aside(void) {
  char path[] = "/tmp/cnn-tutor-XXXXXX";
  aside = mkstemp(path);
  if (aside < 0) return;
  unlink(path);
  fcntl(aside, F_SETFD, FD_CLOEXEC);
  outer_stderr = dup(STDERR_FILENO);
  dup2(aside, STDERR_FILENO);
}

void give_stderr_back(void) {
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

// MARK: - Modes

void restore_at_once(void) {
  signal(SIGTTOU, SIG_IGN);
  // A terminal that takes nothing any more must not keep the program from its end.
  int flags = fcntl(STDOUT_FILENO, F_GETFL);
  if (flags >= 0) fcntl(STDOUT_FILENO, F_SETFL, flags | O_NONBLOCK);
  ssize_t written = write(STDOUT_FILENO, restore_bytes, sizeof restore_bytes - 1);
  (void)written;
  if (flags >= 0) fcntl(STDOUT_FILENO, F_SETFL, flags);
  if (has_saved_modes && !in_background()) tcsetattr(STDIN_FILENO, TCSANOW, &saved_modes);
  give_stderr_back();
}

// Whether these are the modes of a program that had the terminal for itself and was killed: shells start programs in
// lines, with their output processed.
static bool is_left_behind(const struct termios *modes) {
  return !(modes->c_lflag & ICANON) || !(modes->c_oflag & OPOST);
}

static void make_sane(struct termios *modes) {
  modes->c_iflag |= ICRNL | IXON;
  modes->c_iflag &= ~(tcflag_t)(IGNCR | INLCR);
  modes->c_oflag |= OPOST | ONLCR;
  modes->c_lflag |= ISIG | ICANON | IEXTEN | ECHO | ECHOE | ECHOK;
}

void save_modes(void) {
  if (tcgetattr(STDIN_FILENO, &saved_modes) != 0) return;
  has_saved_modes = true;
  if (!is_left_behind(&saved_modes)) return;
  make_sane(&saved_modes);
  tcsetattr(STDIN_FILENO, TCSANOW, &saved_modes);
}

bool cterminal_restore(void) {
  int terminal = open("/dev/tty", O_RDWR | O_NOCTTY);
  if (terminal < 0 && isatty(STDOUT_FILENO)) terminal = dup(STDOUT_FILENO);
  if (terminal < 0) return false;
  struct termios modes;
  bool is_restored = tcgetattr(terminal, &modes) == 0;
  if (is_restored) {
    make_sane(&modes);
    is_restored = tcsetattr(terminal, TCSANOW, &modes) == 0 &&
                  write(terminal, restore_bytes, sizeof restore_bytes - 1) == (ssize_t)sizeof restore_bytes - 1;
  }
  close(terminal);
  return is_restored;
}

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "CTerminal.h"
#include "internal.h"

volatile sig_atomic_t is_open = false;
volatile sig_atomic_t ending_signal = 0;
volatile sig_atomic_t asked_to_stop = false;
volatile sig_atomic_t was_continued = false;
int pipe_ends[2] = {-1, -1};

// A trap in the program: the terminal is given back, then the program dies by the same signal, so that the report of
// the Swift runtime lands on a screen where it can be read.
static void crash(int number) {
  if (is_open) restore_at_once();
  is_open = false;
  signal(number, SIG_DFL);
  raise(number);
}

void wake_loop(unsigned char byte) {
  int saved = errno;
  ssize_t written = write(pipe_ends[1], &byte, 1);
  (void)written;
  errno = saved;
}

// A signal that ends the program: the loop hears of it, keeps the place and leaves. A loop that does not hear within a
// second, because something on its thread takes long, must not keep the reader's terminal.
static void end_soon(int number) {
  if (ending_signal && number == SIGALRM) crash(ending_signal);
  if (!ending_signal) {
    ending_signal = number;
    alarm(1);
  }
  wake_loop((unsigned char)number);
}

// What the system also sends to a program whose write fails, which then has an error to answer: only from somebody else
// it is a wish.
static void end_if_sent(int number, siginfo_t *info, void *context) {
  (void)context;
  if (info->si_pid != getpid()) end_soon(number);
}

static void note_stop(int number) {
  asked_to_stop = true;
  wake_loop((unsigned char)number);
}

static void note_continued(int number) {
  was_continued = true;
  wake_loop((unsigned char)number);
}

static void note_resized(int number) { wake_loop((unsigned char)number); }

static void handle(int number, void (*handler)(int), int flags) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = handler;
  action.sa_flags = flags;
  sigemptyset(&action.sa_mask);
  sigaction(number, &action, NULL);
}

void install_handlers(void) {
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
  // As long as the terminal is the tutor's, touching it from the background stops the tutor until it is in front again.
  signal(SIGTTOU, SIG_DFL);
  handle(SIGWINCH, note_resized, SA_RESTART);
  handle(SIGCONT, note_continued, SA_RESTART);
  handle(SIGTSTP, note_stop, SA_RESTART);
  // Everything whose default is to end a program, so that none of them leaves a terminal without echo.
  const int ending[] = {SIGTERM, SIGHUP, SIGINT, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGXCPU,
#ifdef SIGIO
                        SIGIO,
#endif
#ifdef SIGPWR
                        SIGPWR,
#endif
#ifdef SIGSTKFLT
                        SIGSTKFLT,
#endif
  };
  for (size_t i = 0; i < sizeof ending / sizeof *ending; i++) handle(ending[i], end_soon, SA_RESTART);
#ifdef SIGRTMIN
  for (int number = SIGRTMIN; number <= SIGRTMAX; number++) handle(number, end_soon, SA_RESTART);
#endif
  const int failing[] = {SIGPIPE, SIGXFSZ};
  for (size_t i = 0; i < sizeof failing / sizeof *failing; i++) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = end_if_sent;
    action.sa_flags = SA_RESTART | SA_SIGINFO;
    sigemptyset(&action.sa_mask);
    sigaction(failing[i], &action, NULL);
  }
  const int fatal[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT, SIGQUIT, SIGSYS};
  for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++) handle(fatal[i], crash, SA_ONSTACK | SA_RESETHAND | SA_NODEFER);
}

int cterminal_signal(void) { return ending_signal; }

void cterminal_die(int number) {
  signal(number, SIG_DFL);
  raise(number);
}

// What the files of this target share.
#ifndef CTERMINAL_INTERNAL_H
#define CTERMINAL_INTERNAL_H

#include <signal.h>
#include <stdbool.h>

// Whether the terminal is the tutor's.
extern volatile sig_atomic_t is_open;
// The signal that asked the tutor to end, or 0; whether somebody asked it to stop; whether it went on after it was stopped.
extern volatile sig_atomic_t ending_signal;
extern volatile sig_atomic_t asked_to_stop;
extern volatile sig_atomic_t was_continued;
// The pipe that the loop sleeps on, its reading end first.
extern int pipe_ends[2];

// Lets the loop see a byte: a signal's number, or 0.
void wake_loop(unsigned char byte);

// Takes every signal that would end or stop the tutor with the terminal still its own.
void install_handlers(void);

// Whether the terminal is somebody else's now: a shell's that put the tutor in the background.
bool in_background(void);

// Notes the terminal's modes as those to give back, made sane first where a killed program left them behind.
void save_modes(void);

// Writes what gives the terminal back, by nothing but calls that a signal handler may make. In the background the modes
// are the shell's: they stay.
void restore_at_once(void);

// While the screen is the book's, what is written to standard error goes to a file without a name; its end is printed
// when the terminal is given back, after a trap as well.
void set_stderr_aside(void);
void give_stderr_back(void);

#endif

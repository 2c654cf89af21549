// What the tutor needs of ncurses and of the terminal, in functions that Swift can call: curses.h has macros, variadic
// functions and global variables that it cannot.
#ifndef CTERMINAL_H
#define CTERMINAL_H

#include <stdbool.h>
#include <stdint.h>

// How glyphs are drawn beside their colours.
enum {
  CTERMINAL_BOLD = 1,
  CTERMINAL_ITALIC = 2,
  CTERMINAL_UNDERLINED = 4,
  CTERMINAL_REVERSED = 8,
};

// Takes over the terminal: the alternate screen, no echo, every key at once. With `direct` the terminal is told
// 24-bit colours. Falls back to commoner terminal types when $TERM is unknown; `fallback` then receives the type taken.
// Returns false when no type works.
bool cterminal_open(bool direct, const char **fallback);

// Gives the terminal back as it was; sane, where it was found as a killed program had left it.
void cterminal_close(void);

// Puts a terminal right that a killed tutor left behind, without having opened it. Returns false when there is none.
bool cterminal_restore(void);

// The number of colours that the terminal type has: 0, 8, 256, 0x1000000.
int cterminal_colors(void);

// The size of the terminal now, asked of the system; ncurses is told when it changed.
void cterminal_size(int *width, int *height);

// Draws glyphs, one column wide each, from a place rightwards, in one look. Colours are numbers of the terminal's, -1 for
// its own.
void cterminal_draw(int row, int column, const uint32_t *scalars, int count, int foreground, int background,
                    unsigned attributes);

// Puts the cursor somewhere, or hides it.
void cterminal_cursor(int row, int column, bool visible);

// Sends what changed to the terminal.
void cterminal_refresh(void);

// Forgets what the terminal shows: the next refresh paints everything.
void cterminal_repaint(void);

// Turns reports of clicks and the wheel on or off.
void cterminal_mouse(bool on);

// Offers text in base64 to the terminal's clipboard (OSC 52 of xterm's control sequences). No terminal says whether it took
// it.
void cterminal_copy(const char *base64);

// Why `cterminal_wait` came back.
enum {
  CTERMINAL_INPUT = 1,
  CTERMINAL_RESIZED = 2,
  CTERMINAL_TERMINATED = 4,
  CTERMINAL_CONTINUED = 8,
  CTERMINAL_TIMEOUT = 16,
  CTERMINAL_HANGUP = 32,
  CTERMINAL_WOKEN = 64,
};

// Sleeps until there is input, a signal or the end of `milliseconds`; -1 waits for ever. When somebody stops the tutor it
// is here that the terminal is given back, and taken again before CTERMINAL_CONTINUED is told: all must be painted then.
int cterminal_wait(int milliseconds);

// Lets `cterminal_wait` come back, from any thread.
void cterminal_wake(void);

// Lowers the priority of the thread that calls, and of those that it starts, where the system can do that.
void cterminal_give_way(void);

// Gives memory that is not needed just now back to the system, where the C library holds on to it.
void cterminal_give_back_memory(void);

// Reads what has come in, at most `capacity` bytes; 0 at the end of input.
int cterminal_read(uint8_t *bytes, int capacity);

// The signal that asked the tutor to end, or 0.
int cterminal_signal(void);

// Dies by a signal, so that whoever started the tutor sees which.
void cterminal_die(int signal);

// Gives the terminal back and stops, with all that was started in one line of a shell, until `fg`; then takes it again.
void cterminal_suspend(void);

#endif

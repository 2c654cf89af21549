// A facade of libpng: what jumps out of C on an error stays in C. Samples come as they are stored; colours, gamma and
// transparency are Swift's business.

#ifndef CPNG_H
#define CPNG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct cpng_reader cpng_reader;

typedef struct {
  uint32_t width, height;
  /// Bits a sample, 8 or 16: fewer are spread over 8, so that white is 255.
  int depth;
  /// 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA; palettes and transparent colours are resolved.
  int channels;
  bool is_interlaced;
  /// The exponent that the file says its samples are stored with, mostly near 0.4545; 0 where it says nothing.
  double gamma;
} cpng_header;

/// Reads all that stands before the pixels. The bytes must stay until `cpng_close`.
///
/// Returns NULL where that fails, with a reason of at most 99 bytes.
cpng_reader *cpng_open(
    const uint8_t *bytes, size_t count, cpng_header *header, char reason[100]);

/// Reads the next row; in an interlaced picture, of the seven small ones after each other.
///
/// `row` has room for width · channels · depth / 8 bytes. Returns false where that fails; `cpng_reason` says why.
bool cpng_read_row(cpng_reader *reader, uint8_t *row);

const char *cpng_reason(const cpng_reader *reader);

void cpng_close(cpng_reader *reader);

#endif

#include "CPNG.h"

#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct cpng_reader {
  png_structp png;
  png_infop info;
  const uint8_t *next;
  size_t left;
  char reason[100];
};

static void fail(png_structp png, png_const_charp reason) {
  cpng_reader *reader = png_get_error_ptr(png);
  snprintf(reader->reason, sizeof reader->reason, "%s", reason);
  longjmp(png_jmpbuf(png), 1);
}

static void ignore(png_structp png, png_const_charp warning) {
  (void)png;
  (void)warning;
}

static void read_bytes(png_structp png, png_bytep target, size_t count) {
  cpng_reader *reader = png_get_io_ptr(png);
  if (count > reader->left) png_error(png, "it ends too early");
  memcpy(target, reader->next, count);
  reader->next += count;
  reader->left -= count;
}

/// All that may jump; NULL after it did.
static bool read_header(cpng_reader *reader, cpng_header *header) {
  png_structp png = reader->png;
  png_infop info = reader->info;
  if (setjmp(png_jmpbuf(png))) return false;
  png_set_read_fn(png, reader, read_bytes);
  // Of what may stand beside the pixels, texts and profiles can be bombs of their own.
  static const png_byte wanted[] = "gAMA\0sRGB\0tRNS";
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_AS_DEFAULT, wanted, 3);
  png_read_info(png, info);
  png_set_expand(png);
  png_read_update_info(png, info);
  header->width = png_get_image_width(png, info);
  header->height = png_get_image_height(png, info);
  header->depth = png_get_bit_depth(png, info);
  header->channels = png_get_channels(png, info);
  header->is_interlaced = png_get_interlace_type(png, info) != PNG_INTERLACE_NONE;
  header->gamma = 0;
  if (!png_get_valid(png, info, PNG_INFO_sRGB)) png_get_gAMA(png, info, &header->gamma);
  return true;
}

cpng_reader *cpng_open(
    const uint8_t *bytes, size_t count, cpng_header *header, char reason[100]) {
  cpng_reader *reader = calloc(1, sizeof *reader);
  if (reader) {
    reader->next = bytes;
    reader->left = count;
    reader->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, reader, fail, ignore);
    reader->info = reader->png ? png_create_info_struct(reader->png) : NULL;
    if (reader->info && read_header(reader, header)) return reader;
  }
  bool told = reader && reader->reason[0];
  snprintf(reason, 100, "%s", told ? reader->reason : "there is no memory for libpng");
  cpng_close(reader);
  return NULL;
}

bool cpng_read_row(cpng_reader *reader, uint8_t *row) {
  if (setjmp(png_jmpbuf(reader->png))) return false;
  png_read_row(reader->png, row, NULL);
  return true;
}

const char *cpng_reason(const cpng_reader *reader) { return reader->reason; }

void cpng_close(cpng_reader *reader) {
  if (!reader) return;
  png_destroy_read_struct(&reader->png, &reader->info, NULL);
  free(reader);
}

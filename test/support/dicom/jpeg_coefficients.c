/*
 * Compares two JPEG files coefficient by coefficient with jpeg_read_coefficients of libjpeg.
 *
 * Usage: jpeg_coefficients BEFORE AFTER [k]LEFT,TOP,RIGHT,BOTTOM...
 * The rectangles are redacted in this order, or kept if they begin with k. Blocks without a redacted
 * pixel must be identical; all others must be flat, with the same DC coefficient in a component.
 * Prints the numbers of both. Exit code 1 if a block is wrong.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <jpeglib.h>

static struct jpeg_decompress_struct before, after;
static struct jpeg_error_mgr errors;

static jvirt_barray_ptr *open_file(struct jpeg_decompress_struct *file, const char *path) {
  FILE *stream = fopen(path, "rb");
  if (!stream) exit(2);
  file->err = jpeg_std_error(&errors);
  jpeg_create_decompress(file);
  jpeg_stdio_src(file, stream);
  jpeg_read_header(file, TRUE);
  return jpeg_read_coefficients(file);
}

static unsigned char *redacted_pixels(int count, char **arguments, int columns, int rows) {
  unsigned char *pixels = calloc((size_t)columns * rows, 1);
  for (int at = 3; at < count; at++) {
    int l, t, r, b, is_kept = arguments[at][0] == 'k';
    if (sscanf(arguments[at] + is_kept, "%d,%d,%d,%d", &l, &t, &r, &b) != 4) exit(2);
    for (int y = t; y < b && y < rows; y++)
      for (int x = l; x < r && x < columns; x++) pixels[(size_t)y * columns + x] = !is_kept;
  }
  return pixels;
}

int main(int count, char **arguments) {
  jvirt_barray_ptr *left = open_file(&before, arguments[1]);
  jvirt_barray_ptr *right = open_file(&after, arguments[2]);
  long equal = 0, flat = 0, wrong = 0;
  int columns = before.image_width, rows = before.image_height;
  unsigned char *pixels = redacted_pixels(count, arguments, columns, rows);
  if (before.num_components != after.num_components) return 1;
  for (int c = 0; c < before.num_components; c++) {
    jpeg_component_info *one = &before.comp_info[c], *other = &after.comp_info[c];
    if (one->width_in_blocks != other->width_in_blocks) return 1;
    if (one->height_in_blocks != other->height_in_blocks) return 1;
    if (memcmp(one->quant_table->quantval, other->quant_table->quantval, 128)) return 1;
    double across = 8.0 * before.max_h_samp_factor / one->h_samp_factor;
    double down = 8.0 * before.max_v_samp_factor / one->v_samp_factor;
    int dc = 0, has_dc = 0;
    for (JDIMENSION y = 0; y < one->height_in_blocks; y++) {
      JBLOCKROW a = before.mem->access_virt_barray((j_common_ptr)&before, left[c], y, 1, FALSE)[0];
      JBLOCKROW b = after.mem->access_virt_barray((j_common_ptr)&after, right[c], y, 1, FALSE)[0];
      for (JDIMENSION x = 0; x < one->width_in_blocks; x++) {
        int touched = 0;
        for (int py = y * down; py < (y + 1) * down && py < rows; py++)
          for (int px = x * across; px < (x + 1) * across && px < columns; px++)
            touched |= pixels[(size_t)py * columns + px];
        if (!touched) {
          if (memcmp(a[x], b[x], sizeof(JBLOCK))) wrong++; else equal++;
          continue;
        }
        if (!has_dc) { dc = b[x][0]; has_dc = 1; }
        int isFlat = b[x][0] == dc;
        for (int k = 1; k < 64; k++) if (b[x][k] != 0) isFlat = 0;
        if (isFlat) flat++; else wrong++;
      }
    }
  }
  printf("%ld equal, %ld flat, %ld wrong, %ld warnings\n", equal, flat, wrong,
         before.err->num_warnings + after.err->num_warnings);
  return wrong > 0 || after.err->num_warnings > 0;
}

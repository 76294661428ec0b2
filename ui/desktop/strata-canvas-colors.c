/* strata-canvas-colors.c — the colours of the canvas in each look.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#define RGBA(r, g, b, a)                                                       \
  {                                                                            \
    r / 255.0f, g / 255.0f, b / 255.0f, a                                      \
  }

/* clang-format off */
static const StrataCanvasColors colors[STRATA_N_LOOKS] = {
  [STRATA_LOOK_LIGHT] = {
    .ground    = RGBA (240, 241, 243, 1),
    .dots      = RGBA (0, 0, 0, 0.10f),
    .card      = RGBA (255, 255, 255, 1),
    .text      = RGBA (0, 0, 0, 0.85f),
    .dim       = RGBA (0, 0, 0, 0.58f),
    .border    = RGBA (0, 0, 0, 0.14f),
    .box       = RGBA (0, 0, 0, 0.06f),
    .accent    = RGBA (28, 113, 216, 1),
    .on_accent = RGBA (255, 255, 255, 1),
    .fault     = RGBA (192, 28, 40, 1),
    .line      = 1,
  },
  [STRATA_LOOK_DARK] = {
    .ground    = RGBA (36, 36, 36, 1),
    .dots      = RGBA (255, 255, 255, 0.09f),
    .card      = RGBA (56, 56, 56, 1),
    .text      = RGBA (255, 255, 255, 0.95f),
    .dim       = RGBA (255, 255, 255, 0.62f),
    .border    = RGBA (255, 255, 255, 0.14f),
    .box       = RGBA (255, 255, 255, 0.09f),
    .accent    = RGBA (120, 174, 237, 1),
    .on_accent = RGBA (0, 0, 0, 0.9f),
    .fault     = RGBA (255, 123, 99, 1),
    .line      = 1,
  },
  [STRATA_LOOK_LIGHT_CONTRAST] = {
    .ground    = RGBA (255, 255, 255, 1),
    .dots      = RGBA (0, 0, 0, 0.2f),
    .card      = RGBA (255, 255, 255, 1),
    .text      = RGBA (0, 0, 0, 1),
    .dim       = RGBA (0, 0, 0, 1),
    .border    = RGBA (0, 0, 0, 1),
    .box       = RGBA (230, 230, 230, 1),
    .accent    = RGBA (26, 95, 180, 1),
    .on_accent = RGBA (255, 255, 255, 1),
    .fault     = RGBA (165, 29, 45, 1),
    .line      = 2,
  },
  [STRATA_LOOK_DARK_CONTRAST] = {
    .ground    = RGBA (0, 0, 0, 1),
    .dots      = RGBA (255, 255, 255, 0.25f),
    .card      = RGBA (0, 0, 0, 1),
    .text      = RGBA (255, 255, 255, 1),
    .dim       = RGBA (255, 255, 255, 1),
    .border    = RGBA (255, 255, 255, 1),
    .box       = RGBA (50, 50, 50, 1),
    .accent    = RGBA (153, 193, 241, 1),
    .on_accent = RGBA (0, 0, 0, 1),
    .fault     = RGBA (255, 140, 120, 1),
    .line      = 2,
  },
};
/* clang-format on */

const StrataCanvasColors *
strata_canvas_get_colors (StrataCanvas *self)
{
  return &colors[self->look];
}

/* Frames and notes. The names stand in files. */

typedef struct
{
  const char *name;
  GdkRGBA light;
  GdkRGBA dark;
} Tint;

/* clang-format off */
static const Tint tints[] = {
  { "blue",   RGBA (28, 113, 216, 1), RGBA (120, 174, 237, 1) },
  { "green",  RGBA (38, 162, 105, 1), RGBA (143, 240, 164, 1) },
  { "yellow", RGBA (200, 136, 0, 1),  RGBA (248, 228, 92, 1) },
  { "orange", RGBA (198, 70, 0, 1),   RGBA (255, 190, 111, 1) },
  { "red",    RGBA (192, 28, 40, 1),  RGBA (246, 97, 81, 1) },
  { "purple", RGBA (129, 61, 156, 1), RGBA (220, 138, 221, 1) },
};
/* clang-format on */

/* Without one, or with one that this version does not know, it is grey. */
void
strata_canvas_get_tint (StrataCanvas *self,
                        const char *name,
                        GdkRGBA *inside,
                        GdkRGBA *border)
{
  const StrataCanvasColors *own = strata_canvas_get_colors (self);
  gboolean dark =
      self->look == STRATA_LOOK_DARK || self->look == STRATA_LOOK_DARK_CONTRAST;
  gboolean contrast = own->line > 1;
  gboolean grey = TRUE;

  *border = own->dim;
  for (guint i = 0; i < G_N_ELEMENTS (tints); i++)
    if (g_strcmp0 (tints[i].name, name) == 0)
      {
        *border = dark ? tints[i].dark : tints[i].light;
        grey = FALSE;
      }
  *inside = *border;
  /* Grey is as far from the ground as the colours are with twice as much. */
  inside->alpha = contrast ? 0 : grey ? 0.05f : 0.1f;
  if (!contrast)
    border->alpha = 0.6f;
}

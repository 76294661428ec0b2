/* strata-canvas-private.h — what the parts of the canvas share.
 *
 * Places come in two kinds: those of the graph, where cards have theirs, and
 * those of the widget. A place of the widget is one of the graph times the zoom
 * plus the offset.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-canvas.h"
#include "strata-card-layout.h"
#include "strata-card-peer.h"
#include "strata-kind-match.h"
#include "strata-port-mark.h"
#include "strata-tensor-slice.h"
#include "strata-wire-path.h"

G_BEGIN_DECLS

#define STRATA_CANVAS_NEAR 0.5       /* zoom from which cards show their ports */
#define STRATA_CANVAS_FAR 0.25       /* zoom below which wires are straight */
#define STRATA_CANVAS_PORT_RADIUS 12 /* of a hit, on the widget */
#define STRATA_CANVAS_THRESHOLD 4    /* of a drag, on the widget */
#define STRATA_CANVAS_GRID 24        /* in the graph */
#define STRATA_CANVAS_NO_HASH G_GUINT64_CONSTANT (14695981039346656037)

/* A card as a picture. */
typedef struct
{
  GskRenderNode   *picture; /* of pixels, at its origin; NULL for none */
  GskRenderNode   *node;    /* that it shows */
  graphene_rect_t  box;     /* in the card's own coordinates */
  double           scale;   /* pixels, by those coordinates */
} StrataRaster;

typedef struct
{
  StrataCard       *card;
  double            x;
  double            y;
  StrataCardLayout *layout;   /* NULL until it is wanted */
  guint64           n_layout; /* of all layouts, 0 for none */
  gboolean          stale;    /* the layout is of before a change */
  GskRenderNode    *node;     /* at the origin, 100 %; NULL until it is wanted */
  GskRenderNode    *far_node; /* without ports and text */
  StrataRaster      raster;
  GPtrArray        *pictures; /* GdkTexture, of the tensor below */
  StrataTensor     *pictured;
  gint64            pictured_how;
  gboolean          selected;
  gboolean          carried; /* by the last drag: more than what is selected */
  double            glide_x; /* from its place to where it was before */
  double            glide_y;
  GtkWidget        *peer;     /* StrataCardPeer, or NULL */
  gboolean          peer_stale;
} StrataCanvasCard;

/* Of a wire, as its card was laid out. */
typedef struct
{
  graphene_point_t anchor; /* in the card's own coordinates */
  guint64          n_layout;
} StrataWireEnd;

typedef struct
{
  StrataWire    *wire;
  StrataCanvasCard *source;
  StrataCanvasCard *target;
  StrataWireEnd  from;
  StrataWireEnd  to;
  GArray        *path;  /* on the widget, at a zoom; NULL until it is wanted */
  double         zoom;
  StrataPortType type;
  double         width;
  double         alpha;
  GskRenderNode *label; /* around the origin */
  char          *text;
  float          label_width;
  gboolean       labelled;
  StrataPlace    label_place; /* from the start */
} StrataCanvasWire;

/* One that is seen from afar, on the widget. */
typedef struct
{
  StrataPlace    from;
  StrataPlace    to;
  StrataPortType type;
} StrataCanvasLine;

/* What is drawn of cards and wires: all, or what a drag leaves where it is, or
 * what goes with it. */
typedef enum
{
  STRATA_LOT_ALL,
  STRATA_LOT_RESTING,
  STRATA_LOT_CARRIED,
} StrataCanvasLot;

typedef enum
{
  STRATA_HIT_NOTHING,
  STRATA_HIT_CARD,
  STRATA_HIT_VALUE,
  STRATA_HIT_MORE,
  STRATA_HIT_PORT,
  STRATA_HIT_WIRE,
  STRATA_HIT_POINT,
  STRATA_HIT_REMARK,
} StrataHitKind;

/* Of a frame or a note, by which it is resized. */
typedef enum
{
  STRATA_EDGE_LEFT   = 1 << 0,
  STRATA_EDGE_RIGHT  = 1 << 1,
  STRATA_EDGE_TOP    = 1 << 2,
  STRATA_EDGE_BOTTOM = 1 << 3,
} StrataEdges;

/* Borrowed from the canvas, until the graph changes. */
typedef struct
{
  StrataHitKind     kind;
  StrataCanvasCard *card;
  StrataPort       *port;
  StrataWire       *wire;
  guint             point; /* of the wire */
  StrataRemark     *remark;
  StrataEdges       edges;
} StrataHit;

/* One that a wire is led through. */
typedef struct
{
  StrataWire       *wire;
  guint             index;
} StrataCanvasPoint;

typedef enum
{
  STRATA_DRAG_NOTHING,
  STRATA_DRAG_VIEW,
  STRATA_DRAG_BAND,
  STRATA_DRAG_CARDS,
  STRATA_DRAG_WIRE,
  STRATA_DRAG_KNIFE, /* cuts the wires that it crosses */
  STRATA_DRAG_LEAD,  /* leads them through a point */
  STRATA_DRAG_REMARK,
  STRATA_DRAG_LASSO,
} StrataDragKind;

/* A line that cards snap to; none where it has no length. */
typedef struct
{
  double at;
  double from;
  double to;
} StrataGuide;

typedef struct
{
  StrataDragKind   kind;
  gboolean         moved; /* far enough */
  gboolean         sticky; /* a wire from a click, until the next one */
  guint            button;
  GdkModifierType  state;
  GdkModifierType  state_now;
  double           press_x; /* on the widget */
  double           press_y;
  double           start_x; /* where what was pressed on is now */
  double           start_y;
  double           x;
  double           y;
  double           grab_x; /* what was pressed on, in the graph */
  double           grab_y;
  double           view_x; /* offset at the start */
  double           view_y;
  StrataCard      *held;   /* the one that cards are carried by */
  double           dx;     /* of the cards, in the graph */
  double           dy;
  StrataGuide      guides[2]; /* upright, level */
  StrataRemark    *remark; /* that is held */
  StrataEdges      edges;  /* of it, none to carry it */
  graphene_rect_t  box;    /* of it, while it is resized */
  GPtrArray       *remarks; /* StrataRemark, that are carried */
  GArray          *points; /* graphene_point_t of a lasso, in the graph */
  GHashTable      *before; /* cards that a band adds to */
  StrataPort      *from;   /* fixed end of the wire, or of the first */
  GPtrArray       *detached; /* StrataWire, taken off; NULL for none */
  GPtrArray       *joins;  /* StrataJoin, of cards that are taken out */
  GArray          *stroke; /* StrataPlace, of the graph; of a knife */
  double           swing_x; /* of a hand that shakes */
  int              swing_way;
  guint            n_swings;
  gint64           swing_time;
  StrataPort      *over;   /* where the wire would go, or be refused */
  char            *reason; /* of the refusal */
  char            *warning; /* what will be wrong where it goes */
  GHashTable      *fits;   /* StrataPort to StrataFit */
} StrataDrag;

/* Two wires that become one where the cards between them go. */
typedef struct
{
  StrataWire      *in;
  StrataWire      *out;
} StrataJoin;

/* Whether a port takes what is being wired. */
typedef struct
{
  char            *refusal; /* NULL where it does */
  char            *warning; /* or NULL */
} StrataFit;

/* What is shown of what cards cost. */
typedef enum
{
  STRATA_COSTS_OFF,
  STRATA_COSTS_MACS,
  STRATA_COSTS_PARAMETERS,
  STRATA_COSTS_TIME,
  STRATA_N_COSTS,
} StrataCosts;

/* What the node of the ground shows. */
typedef struct
{
  int              width;
  int              height;
  double           x;    /* of a dot */
  double           y;
  double           step; /* to the next one, 0 without any */
  StrataLook       look;
} StrataGround;

struct _StrataCanvas
{
  GtkWidget       parent_instance;

  StrataDocument *document;
  StrataGraph    *graph;  /* the document's */
  StrataExplainer *explainer; /* or NULL */
  GPtrArray      *marked; /* ids of the cards that have marks */
  GPtrArray      *cards;  /* StrataCanvasCard, the topmost last */
  GHashTable     *places; /* StrataCard to StrataCanvasCard */
  GHashTable     *wires;  /* StrataWire to StrataCanvasWire */
  GPtrArray      *wire_list; /* the same, in the order of the graph */
  gboolean        wires_listed;
  guint64         wires_structure; /* of the graph, that was listed */
  guint64         n_layouts; /* of all cards so far */
  GskRenderNode  *strokes; /* of the wires at rest */
  guint64         strokes_hash;
  GskRenderNode  *backdrop; /* what rests in a drag; NULL for none */
  cairo_surface_t *backdrop_picture; /* that it paints */
  guint64         backdrop_hash;
  gint64          backdrop_due;  /* when it gets what it lacks, or 0 */
  guint64         n_touches; /* of cards, so far */
  GskRenderNode  *ground_node;
  StrataGround    ground;
  GArray         *path;   /* of the wire that is being looked at */
  StrataWire     *selected_wire;
  GArray         *points; /* StrataCanvasPoint, that are selected */
  StrataWire     *hovered;
  gboolean        tracing; /* also the paths of the selected cards */
  gboolean        dims;    /* what is not on the path */
  GHashTable     *traced_wires;
  GHashTable     *traced_cards;
  GHashTable     *selected_remarks; /* StrataRemark */
  GHashTable     *remark_nodes; /* StrataRemark to GskRenderNode */
  StrataWire     *insertion; /* into which something would be dropped now */
  double          zoom;
  double          offset_x;
  double          offset_y;
  gboolean        fit_due; /* at each size, until somebody looks elsewhere */
  gboolean        snap;    /* cards that are dragged */
  gboolean        wheel_scrolls; /* and does not zoom */
  gboolean        is_picture;  /* nothing but the graph is drawn */
  GHashTable     *pictured;    /* StrataCard, StrataRemark; NULL for all */
  StrataCosts     costs;
  double          cost_all;  /* of all cards */
  double          cost_most; /* of one */
  double          pointer_x;
  double          pointer_y;
  gboolean        pointer_inside;
  gboolean        space; /* is held down */
  StrataLook      look;
  gint64          raster_start; /* of the first one in a frame, or 0 */
  gboolean        raster_due;   /* there was no time for all */
  StrataDrag      drag;
  double          pinch; /* zoom at its start */
  GCancellable   *tidying;
  gpointer        glide; /* AdwAnimation of cards that were moved */
  double          glide_left; /* of its way, from 1 to 0 */
  StrataPort     *editor_port;
  guint           panning; /* at an edge, while something is dragged */
  GtkWidget      *editor;  /* over a value */
  GtkWidget      *popover; /* beside one */
  GtkWidget      *menu;    /* or help, where it was asked for */
  GPtrArray      *retired; /* editors that are to go */
  guint           retiring;
  graphene_rect_t edited;  /* its box, in the graph */
  StrataPort     *focus_port; /* the last one that keys were on */
  guint           settling;   /* source: peers are to be made */
  gint64          view_changed; /* when; microseconds */
  int             peers_width;  /* of the canvas, when they were placed */
  int             peers_height;
};

/* strata-canvas.c */
StrataCanvasCard *strata_canvas_find       (StrataCanvas     *self,
                                            StrataCard       *card);
gboolean          strata_canvas_has_card   (StrataCanvas     *self,
                                            StrataCard       *card);
StrataCardLayout *strata_canvas_lay_out    (StrataCanvas     *self,
                                            StrataCanvasCard *card);
void  strata_canvas_forget_nodes           (StrataCanvasCard *card);
/* What is shown is laid out anew if need be; what is not, once it is. */
void  strata_canvas_refresh                (StrataCanvas     *self,
                                            StrataCanvasCard *card);
void  strata_canvas_touch                  (StrataCanvas     *self,
                                            StrataCanvasCard *card);
void  strata_canvas_touch_all              (StrataCanvas     *self);
void  strata_canvas_get_place              (StrataCanvas     *self,
                                            StrataCanvasCard *card,
                                            double           *x,
                                            double           *y);
void  strata_canvas_emit_selection         (StrataCanvas     *self);
void  strata_canvas_emit_number            (StrataCanvas     *self,
                                            const char       *card,
                                            const gint64     *index,
                                            gsize             n);
void  strata_canvas_emit_hint              (StrataCanvas     *self,
                                            const char       *sentence);
void  strata_canvas_emit_add               (StrataCanvas     *self,
                                            double            x,
                                            double            y);
void  strata_canvas_emit_swap              (StrataCanvas     *self,
                                            double            x,
                                            double            y);
void  strata_canvas_emit_viewer            (StrataCanvas     *self);
void  strata_canvas_emit_dropped           (StrataCanvas     *self,
                                            StrataPort       *from,
                                            double            x,
                                            double            y);

/* strata-canvas-selection.c */
void  strata_canvas_select                 (StrataCanvas     *self,
                                            StrataCanvasCard *card,
                                            gboolean          selected);
void  strata_canvas_select_none            (StrataCanvas     *self);
void  strata_canvas_select_all             (StrataCanvas     *self);
void  strata_canvas_select_wire            (StrataCanvas     *self,
                                            StrataWire       *wire);
void  strata_canvas_select_cards           (StrataCanvas     *self,
                                            GPtrArray        *cards);
void  strata_canvas_select_beside          (StrataCanvas     *self,
                                            int               dx,
                                            int               dy);
void  strata_canvas_selection_changed      (StrataCanvas     *self);
void  strata_canvas_raise                  (StrataCanvas     *self,
                                            StrataCanvasCard *card);

/* strata-canvas-commands.c */
void  strata_canvas_move_cards             (StrataCanvas     *self,
                                            GPtrArray        *cards,
                                            double            dx,
                                            double            dy);
void  strata_canvas_delete                 (StrataCanvas     *self);

/* strata-canvas-clipboard.c */
void  strata_canvas_copy                   (StrataCanvas     *self);
void  strata_canvas_paste                  (StrataCanvas     *self);
void  strata_canvas_duplicate              (StrataCanvas     *self);
/* With the wires from what is not copied. */
void  strata_canvas_paste_wired            (StrataCanvas     *self);
void  strata_canvas_duplicate_wired        (StrataCanvas     *self);

/* strata-canvas-view.c */
void  strata_canvas_keep_inside            (StrataCanvas     *self,
                                            GdkRectangle     *place);
void  strata_canvas_zoom_at                (StrataCanvas     *self,
                                            double            zoom,
                                            double            x,
                                            double            y);
void  strata_canvas_pan                    (StrataCanvas     *self,
                                            double            x,
                                            double            y);
void  strata_canvas_fit                    (StrataCanvas     *self,
                                            gboolean          selected);
gboolean strata_canvas_get_selected_bounds (StrataCanvas     *self,
                                            graphene_rect_t  *bounds);
gboolean strata_canvas_get_bounds          (StrataCanvas     *self,
                                            gboolean          selected,
                                            graphene_rect_t  *bounds);

/* strata-canvas-hit.c */
void  strata_canvas_hit                    (StrataCanvas     *self,
                                            double            x,
                                            double            y,
                                            StrataHit        *hit);
/* Without the wires. */
void  strata_canvas_hit_cards              (StrataCanvas     *self,
                                            double            x,
                                            double            y,
                                            StrataHit        *hit);
/* What a tooltip says there; NULL for nothing. */
char *strata_canvas_dup_tip                (StrataCanvas     *self,
                                            double            x,
                                            double            y);
StrataPort *strata_canvas_port_near        (StrataCanvas     *self,
                                            double            x,
                                            double            y);
void  strata_canvas_get_port_place         (StrataCanvas     *self,
                                            StrataCard       *card,
                                            const char       *port,
                                            gboolean          output,
                                            double           *x,
                                            double           *y);
void  strata_canvas_set_up_tooltips        (GtkWidgetClass   *klass);

/* strata-canvas-peers.c */
/* Peers come a little after what they stand over, unless they are needed. */
void  strata_canvas_queue_peers            (StrataCanvas     *self);
void  strata_canvas_settle_peers           (StrataCanvas     *self);
void  strata_canvas_place_peers            (StrataCanvas     *self);
StrataCardPeer *strata_canvas_need_peer    (StrataCanvas     *self,
                                            StrataCanvasCard *card);
void  strata_canvas_drop_peer              (StrataCanvasCard *card);

/* strata-canvas-focus.c */
void  strata_canvas_set_up_focus           (GtkWidgetClass   *klass);
gboolean strata_canvas_has_focus_in        (GtkWidget        *widget);
StrataCanvasCard *strata_canvas_find_current (StrataCanvas   *self);
StrataPortPeer *strata_canvas_get_port_peer (StrataCanvas    *self);
void  strata_canvas_show_card              (StrataCanvas     *self,
                                            StrataCanvasCard *card);
void  strata_canvas_focus_card             (StrataCanvas     *self,
                                            StrataCanvasCard *card);
void  strata_canvas_focus_port_peer        (StrataCanvas     *self,
                                            StrataPortPeer   *peer);
/* FALSE if the card shows no such port. */
gboolean strata_canvas_focus_port          (StrataCanvas     *self,
                                            StrataPort       *port);
void  strata_canvas_return_focus           (StrataCanvas     *self);
void  strata_canvas_follow_selection       (StrataCanvas     *self);
void  strata_canvas_draw_focus             (StrataCanvas     *self,
                                            GtkSnapshot      *snapshot);

/* strata-canvas-keys.c */
void  strata_canvas_open                   (StrataCanvas     *self);
void  strata_canvas_activate_port          (StrataCanvas     *self,
                                            gboolean          prefer_wires);
void  strata_canvas_show_properties        (StrataCanvas     *self);
void  strata_canvas_list_wires_here        (StrataCanvas     *self);
gboolean strata_canvas_unplug              (StrataCanvas     *self);

/* strata-canvas-popovers.c */
void  strata_canvas_list_wires             (StrataCanvas     *self,
                                            StrataPort       *port);
void  strata_canvas_rename                 (StrataCanvas     *self);

/* strata-canvas-offers.c */
/* StrataWireOffer, for a wire from or to a port. */
GListModel *strata_canvas_list_offers      (StrataCanvas     *self,
                                            StrataPort       *from);

/* strata-canvas-free.c */
/* Moves a box to the nearest place where no card is. */
void  strata_canvas_find_free_box          (StrataCanvas     *self,
                                            graphene_rect_t  *box);
void  strata_canvas_find_place_beside      (StrataCanvas     *self,
                                            const char       *type,
                                            StrataPort       *port,
                                            double           *x,
                                            double           *y);

/* strata-canvas-colors.c */
typedef struct
{
  GdkRGBA ground;
  GdkRGBA dots;
  GdkRGBA card;
  GdkRGBA text;
  GdkRGBA dim;
  GdkRGBA border;
  GdkRGBA box;
  GdkRGBA accent;
  GdkRGBA on_accent;
  GdkRGBA fault;
  float   line; /* width of borders */
} StrataCanvasColors;

const StrataCanvasColors *strata_canvas_get_colors (StrataCanvas *self);
/* Of a frame or a note, by the name of its colour. */
void  strata_canvas_get_tint               (StrataCanvas     *self,
                                            const char       *name,
                                            GdkRGBA          *inside,
                                            GdkRGBA          *border);

/* strata-canvas-paint.c */
typedef enum
{
  STRATA_TEXT_BOLD   = 1 << 0,
  STRATA_TEXT_SMALL  = 1 << 1,
  STRATA_TEXT_RIGHT  = 1 << 2,
  STRATA_TEXT_CENTRE = 1 << 3,
  STRATA_TEXT_TOP    = 1 << 4, /* instead of in the middle of the height */
} StrataTextFlags;

float strata_canvas_paint_text             (StrataCanvas     *self,
                                            GtkSnapshot      *snapshot,
                                            const char       *text,
                                            const graphene_rect_t *room,
                                            StrataTextFlags   flags,
                                            const GdkRGBA    *color);
void  strata_canvas_paint_box              (GtkSnapshot      *snapshot,
                                            const graphene_rect_t *box,
                                            float             radius,
                                            const GdkRGBA    *inside,
                                            const GdkRGBA    *border,
                                            float             width);
void  strata_canvas_paint_mark             (GtkSnapshot      *snapshot,
                                            float             x,
                                            float             y,
                                            StrataPortType    type,
                                            StrataMarkFlags   flags,
                                            StrataLook        look);

/* strata-canvas-card.c */
GskRenderNode *strata_canvas_make_card     (StrataCanvas     *self,
                                            StrataCanvasCard *card);
GskRenderNode *strata_canvas_make_far_card (StrataCanvas     *self,
                                            StrataCanvasCard *card);

/* strata-canvas-preview.c: NULL for none. */
StrataTensor *strata_canvas_get_preview    (StrataCanvas     *self,
                                            StrataCanvasCard *card);
void  strata_canvas_toggle_preview         (StrataCanvas     *self);
GPtrArray *strata_canvas_get_pictures      (StrataCanvas     *self,
                                            StrataCanvasCard *card);

/* What the pictures show that were painted last. */
typedef struct
{
  const char        *port;
  StrataTensorLayout layout;
  gint64             channel; /* of the first picture */
  gboolean           colored; /* one picture of three channels */
} StrataCanvasPreview;

gboolean strata_canvas_read_preview        (StrataCanvas     *self,
                                            StrataCanvasCard *card,
                                            StrataCanvasPreview *preview);

/* strata-canvas-card.c */
/* Where one of its pictures stands on the card. */
void  strata_canvas_place_picture          (StrataCanvasCard *card,
                                            guint             picture,
                                            graphene_rect_t  *box);

/* strata-canvas-sights.c */
void  strata_canvas_paint_sight            (StrataCanvas     *self,
                                            StrataCanvasCard *card,
                                            GtkSnapshot      *snapshot,
                                            guint             picture,
                                            const graphene_rect_t *box);
gboolean strata_canvas_pick_number         (StrataCanvas     *self,
                                            double            x,
                                            double            y);

/* strata-canvas-wire-list.c */
GPtrArray *strata_canvas_get_wires         (StrataCanvas     *self);
StrataCanvasWire *strata_canvas_find_wire  (StrataCanvas     *self,
                                            StrataWire       *wire);
void  strata_canvas_forget_wires           (StrataCanvas     *self);
void  strata_canvas_find_ends              (StrataCanvas     *self,
                                            StrataCanvasWire *wire,
                                            StrataPlace      *from,
                                            StrataPlace      *to);
void  strata_canvas_set_up_wires           (StrataCanvas     *self);

/* strata-canvas-route.c */
void  strata_canvas_get_ends               (StrataCanvas     *self,
                                            StrataWire       *wire,
                                            StrataPlace      *from,
                                            StrataPlace      *to);
/* Of a card, on the widget. */
void  strata_canvas_get_box                (StrataCanvas     *self,
                                            StrataCanvasCard *card,
                                            graphene_rect_t  *box);
void  strata_canvas_route                  (StrataCanvas     *self,
                                            StrataWire       *wire,
                                            GArray           *path);
gboolean strata_canvas_may_touch_wire      (StrataCanvas     *self,
                                            StrataCanvasWire *wire,
                                            const graphene_rect_t *area);
StrataWire *strata_canvas_wire_at          (StrataCanvas     *self,
                                            double            x,
                                            double            y);
/* At which part of its way it is nearest to a place. */
double strata_canvas_find_along            (StrataCanvas     *self,
                                            StrataWire       *wire,
                                            double            x,
                                            double            y);
gboolean strata_canvas_find_room           (StrataCanvas     *self,
                                            GArray           *path,
                                            double            width,
                                            double            height,
                                            StrataPlace      *place);

/* strata-canvas-cells.c */
GskRenderNode *strata_canvas_make_cells    (StrataCanvas     *self,
                                            GPtrArray        *wires,
                                            int               size);
GskRenderNode *strata_canvas_make_line_cells (StrataCanvas   *self,
                                            GArray           *lines,
                                            int               size);

/* strata-canvas-strokes.c */
guint64 strata_canvas_mix                  (guint64           hash,
                                            gconstpointer     data,
                                            gsize             size);
GskRenderNode *strata_canvas_move_node     (GskRenderNode    *node,
                                            float             x,
                                            float             y);
void  strata_canvas_stroke                 (cairo_t          *cr,
                                            GArray           *path,
                                            StrataPortType    type,
                                            double            width,
                                            const GdkRGBA    *color,
                                            const GdkRGBA    *ground);
double strata_canvas_get_stroke_margin     (const StrataCanvasWire *wire);
void  strata_canvas_stroke_wire            (StrataCanvas     *self,
                                            cairo_t          *cr,
                                            const StrataCanvasWire *wire);
void  strata_canvas_draw_strokes           (StrataCanvas     *self,
                                            GtkSnapshot      *snapshot,
                                            GPtrArray        *wires);

/* strata-canvas-lines.c */
void  strata_canvas_stroke_lines           (StrataCanvas     *self,
                                            cairo_t          *cr,
                                            GArray           *lines);
void  strata_canvas_draw_lines             (StrataCanvas     *self,
                                            GtkSnapshot      *snapshot,
                                            StrataCanvasLot   lot);

/* strata-canvas-backdrop.c */
gboolean strata_canvas_draw_backdrop       (StrataCanvas     *self,
                                            GtkSnapshot      *snapshot);
void  strata_canvas_forget_backdrop        (StrataCanvas     *self);

/* strata-canvas-wires.c */
void  strata_canvas_draw_wires             (StrataCanvas     *self,
                                            GtkSnapshot      *snapshot);
void  strata_canvas_draw_drag              (StrataCanvas     *self,
                                            GtkSnapshot      *snapshot);
void  strata_canvas_draw_joins             (StrataCanvas     *self,
                                            GtkSnapshot      *snapshot);

/* strata-canvas-ground.c */
void  strata_canvas_draw_ground            (StrataCanvas     *self,
                                            GtkSnapshot      *snapshot);
void  strata_canvas_forget_ground          (StrataCanvas     *self);

/* strata-canvas-draw.c */
void  strata_canvas_snapshot               (GtkWidget        *widget,
                                            GtkSnapshot      *snapshot);
void  strata_canvas_draw_cards             (StrataCanvas     *self,
                                            GtkSnapshot      *snapshot,
                                            StrataCanvasLot   lot);
/* How a card looks at this zoom. The first gives what there is already. */
GskRenderNode **strata_canvas_peek_node    (StrataCanvas     *self,
                                            StrataCanvasCard *card);
GskRenderNode *strata_canvas_get_node      (StrataCanvas     *self,
                                            StrataCanvasCard *card);

/* strata-canvas-raster.c */
void  strata_canvas_begin_rasters          (StrataCanvas     *self);
void  strata_canvas_end_rasters            (StrataCanvas     *self);
/* In the next frame. */
void  strata_canvas_draw_again             (StrataCanvas     *self);
gboolean strata_canvas_draw_raster         (StrataCanvas     *self,
                                            GtkSnapshot      *snapshot,
                                            StrataCanvasCard *card);
void  strata_canvas_forget_raster          (StrataCanvasCard *card);

/* strata-canvas-wiring.c */
void  strata_canvas_begin_wire             (StrataCanvas     *self,
                                            StrataPort       *port);
/* Takes an end off: that at the output, or that at the input. */
void  strata_canvas_begin_rewire           (StrataCanvas     *self,
                                            StrataWire       *wire,
                                            gboolean          output);
void  strata_canvas_move_wire              (StrataCanvas     *self);
/* Lets go of what the graph has no more. */
void  strata_canvas_check_wire             (StrataCanvas     *self);
/* @drag is over. */
void  strata_canvas_end_wire               (StrataCanvas     *self,
                                            const StrataDrag *drag);
gboolean strata_canvas_is_taken_off        (StrataCanvas     *self,
                                            StrataWire       *wire);
void  strata_canvas_clear_port             (StrataCanvas     *self,
                                            StrataPort       *port);
gboolean strata_canvas_connect             (StrataCanvas     *self,
                                            StrataPort       *from,
                                            StrataPort       *to,
                                            GError          **error);

/* strata-canvas-fit.c */
gboolean strata_canvas_fits                (StrataCanvas     *self,
                                            StrataPort       *from,
                                            StrataPort       *to,
                                            GError          **error);
/* What a port says to the wires that are being drawn. */
const StrataFit *strata_canvas_get_fit     (StrataCanvas     *self,
                                            StrataPort       *port);
/* The first free port of a card that takes them, folded away or not. */
StrataPort *strata_canvas_find_free        (StrataCanvas     *self,
                                            StrataCard       *card);
void  strata_canvas_forget_fits            (StrataCanvas     *self);

/* strata-canvas-probe.c */
/* What the target would say to what comes out of the source; NULL for nothing.
 * @hopeless: no sizes of that many axes would do. */
char *strata_canvas_probe                  (StrataCanvas     *self,
                                            StrataPort       *source,
                                            StrataPort       *target,
                                            gboolean         *hopeless);

/* strata-canvas-heal.c */
GPtrArray *strata_canvas_find_joins        (GPtrArray        *cards);
GPtrArray *strata_canvas_find_outer_wires  (GPtrArray        *cards);
void  strata_canvas_apply_joins            (StrataCanvas     *self,
                                            GPtrArray        *joins);
void  strata_canvas_remove_wires           (StrataCanvas     *self,
                                            GPtrArray        *wires);
void  strata_canvas_delete_and_heal        (StrataCanvas     *self);
void  strata_canvas_take_out               (StrataCanvas     *self);

/* strata-canvas-insert.c */
/* The wire that some cards fit into and that goes through a box, of the
 * widget. */
StrataWire *strata_canvas_find_insertion   (StrataCanvas     *self,
                                            GPtrArray        *cards,
                                            const graphene_rect_t *box);
void  strata_canvas_set_insertion          (StrataCanvas     *self,
                                            StrataWire       *wire);
gboolean strata_canvas_insert              (StrataCanvas     *self,
                                            GPtrArray        *cards,
                                            const graphene_rect_t *box,
                                            StrataWire       *wire);
/* Shows where a card of a type would be dropped; NULL for nowhere. */
void  strata_canvas_aim                    (StrataCanvas     *self,
                                            const char       *type,
                                            double            x,
                                            double            y);

/* strata-canvas-carry.c */
void  strata_canvas_carry                  (StrataCanvas     *self);
void  strata_canvas_check_carry            (StrataCanvas     *self);
void  strata_canvas_drop_cards             (StrataCanvas     *self,
                                            const StrataDrag *drag);

/* strata-canvas-points.c */
GArray *strata_canvas_points_new           (void);
void  strata_canvas_point_clear            (gpointer          point);
gboolean strata_canvas_is_point_selected   (StrataCanvas     *self,
                                            StrataWire       *wire,
                                            guint             index);
void  strata_canvas_select_point           (StrataCanvas     *self,
                                            StrataWire       *wire,
                                            guint             index,
                                            gboolean          selected);
void  strata_canvas_select_points_in       (StrataCanvas     *self,
                                            double            x0,
                                            double            y0,
                                            double            x1,
                                            double            y1,
                                            gboolean          adding);
void  strata_canvas_check_points           (StrataCanvas     *self);
/* On the widget. */
void  strata_canvas_get_point_place        (StrataCanvas     *self,
                                            StrataWire       *wire,
                                            guint             index,
                                            StrataPlace      *place);
StrataWire *strata_canvas_point_at         (StrataCanvas     *self,
                                            double            x,
                                            double            y,
                                            guint            *index);
void  strata_canvas_draw_points            (StrataCanvas     *self,
                                            GtkSnapshot      *snapshot,
                                            StrataWire       *wire,
                                            const GdkRGBA    *color);
/* Parts of a step. */
void  strata_canvas_move_points            (StrataCanvas     *self,
                                            double            dx,
                                            double            dy);
void  strata_canvas_delete_points          (StrataCanvas     *self);
/* At a part of the way of a wire. */
gboolean strata_canvas_add_point           (StrataCanvas     *self,
                                            StrataWire       *wire,
                                            double            along);
void  strata_canvas_add_point_here         (StrataCanvas     *self);

/* strata-canvas-knife.c */
void  strata_canvas_extend_stroke          (StrataCanvas     *self);
void  strata_canvas_cut                    (StrataCanvas     *self,
                                            const StrataDrag *drag);
void  strata_canvas_lead                   (StrataCanvas     *self,
                                            const StrataDrag *drag);
void  strata_canvas_draw_stroke            (StrataCanvas     *self,
                                            GtkSnapshot      *snapshot);

/* strata-canvas-trace.c */
void  strata_canvas_update_trace           (StrataCanvas     *self);
void  strata_canvas_hover                  (StrataCanvas     *self,
                                            StrataWire       *wire);
gboolean strata_canvas_is_traced           (StrataCanvas     *self,
                                            StrataWire       *wire);
gboolean strata_canvas_is_wire_dimmed      (StrataCanvas     *self,
                                            StrataWire       *wire);
gboolean strata_canvas_is_card_dimmed      (StrataCanvas     *self,
                                            StrataCard       *card);
void  strata_canvas_draw_trace             (StrataCanvas     *self,
                                            GtkSnapshot      *snapshot);
void  strata_canvas_toggle_tracing         (StrataCanvas     *self);
void  strata_canvas_select_upstream        (StrataCanvas     *self);
void  strata_canvas_select_downstream      (StrataCanvas     *self);

/* strata-canvas-swap.c */
void  strata_canvas_request_swap           (StrataCanvas     *self);

/* strata-canvas-edge.c */
void  strata_canvas_watch_edges            (StrataCanvas     *self);

/* strata-canvas-gestures.c */
void  strata_canvas_set_up_gestures        (StrataCanvas     *self);
/* On the widget. */
void  strata_canvas_press                  (StrataCanvas     *self,
                                            guint             button,
                                            GdkModifierType   state,
                                            double            x,
                                            double            y);
/* Whether it is a drag by now. */
gboolean strata_canvas_pull                (StrataCanvas     *self,
                                            double            dx,
                                            double            dy);
void  strata_canvas_release                (StrataCanvas     *self);
void  strata_canvas_cancel_drag            (StrataCanvas     *self);
void  strata_canvas_follow_pointer         (StrataCanvas     *self,
                                            double            x,
                                            double            y);
/* Looks anew at what is under the pointer, because that has moved. */
void  strata_canvas_follow_view            (StrataCanvas     *self);

/* strata-canvas-scrolling.c */
void  strata_canvas_set_up_scrolling       (StrataCanvas     *self);

/* strata-canvas-actions.c */
void  strata_canvas_set_up_actions         (GtkWidgetClass   *klass);
void  strata_canvas_set_up_keys            (StrataCanvas     *self);

/* strata-canvas-edit.c */
gboolean strata_canvas_edit                (StrataCanvas     *self,
                                            StrataPort       *port);
void  strata_canvas_stop_editing           (StrataCanvas     *self);
/* Takes over what was typed, if it is right. FALSE while it is not. */
gboolean strata_canvas_commit              (StrataCanvas     *self);
/* Opens it beside a place of the graph; it goes when it is closed. */
void  strata_canvas_pop_up                 (StrataCanvas     *self,
                                            GtkWidget        *popover,
                                            StrataPort       *port,
                                            const graphene_rect_t *place);
void  strata_canvas_place_editor           (StrataCanvas     *self);
/* Lets go of a child a little later, when GTK has done with it. */
void  strata_canvas_retire                 (StrataCanvas     *self,
                                            GtkWidget        *widget);

/* strata-canvas-states.c */
gboolean strata_canvas_is_unfolded         (StrataCanvasCard *card);
gboolean strata_canvas_is_collapsed        (StrataCanvasCard *card);
void  strata_canvas_unfold                 (StrataCanvas     *self,
                                            StrataCanvasCard *card,
                                            gboolean          unfolded);
void  strata_canvas_toggle_folding         (StrataCanvas     *self);
void  strata_canvas_toggle_collapsed       (StrataCanvas     *self);

/* strata-canvas-remarks.c */
void  strata_canvas_set_up_remarks         (StrataCanvas     *self);
void  strata_canvas_follow_remarks         (StrataCanvas     *self);
void  strata_canvas_check_remarks          (StrataCanvas     *self);
void  strata_canvas_forget_remarks         (StrataCanvas     *self);
gboolean strata_canvas_is_remark_selected  (StrataCanvas     *self,
                                            StrataRemark     *remark);
void  strata_canvas_select_remark          (StrataCanvas     *self,
                                            StrataRemark     *remark,
                                            gboolean          selected);
void  strata_canvas_select_remarks         (StrataCanvas     *self,
                                            gboolean          selected);
GPtrArray *strata_canvas_list_selected_remarks (StrataCanvas *self);
void  strata_canvas_get_remark_box         (StrataCanvas     *self,
                                            StrataRemark     *remark,
                                            graphene_rect_t  *box);
void  strata_canvas_hit_remarks            (StrataCanvas     *self,
                                            double            x,
                                            double            y,
                                            StrataHit        *hit);
void  strata_canvas_band_remarks           (StrataCanvas     *self,
                                            const graphene_rect_t *band);
void  strata_canvas_pick_up                (StrataCanvas     *self);
void  strata_canvas_put_down               (StrataCanvas     *self,
                                            GPtrArray        *remarks,
                                            double            dx,
                                            double            dy);
void  strata_canvas_press_remark           (StrataCanvas     *self,
                                            const StrataHit  *hit);
void  strata_canvas_pull_remark            (StrataCanvas     *self);
/* @drag is over. */
void  strata_canvas_drop_remark            (StrataCanvas     *self,
                                            const StrataDrag *drag);
void  strata_canvas_draw_remarks           (StrataCanvas     *self,
                                            GtkSnapshot      *snapshot);

/* strata-canvas-remark-edit.c */
void  strata_canvas_edit_remark            (StrataCanvas     *self,
                                            StrataRemark     *remark);
void  strata_canvas_add_frame              (StrataCanvas     *self);
void  strata_canvas_add_note               (StrataCanvas     *self);
gboolean strata_canvas_rename_remark       (StrataCanvas     *self);
void  strata_canvas_set_up_remark_actions  (GtkWidgetClass   *klass);

/* strata-canvas-lasso.c */
void  strata_canvas_begin_lasso            (StrataCanvas     *self);
void  strata_canvas_pull_lasso             (StrataCanvas     *self);
void  strata_canvas_draw_lasso             (StrataCanvas     *self,
                                            GtkSnapshot      *snapshot);

/* strata-canvas-bypass.c */
void  strata_canvas_toggle_bypass          (StrataCanvas     *self);
void  strata_canvas_paint_bypass           (StrataCanvas     *self,
                                            GtkSnapshot      *snapshot,
                                            const StrataCardLayout *layout);

/* strata-canvas-repair.c */
gboolean strata_canvas_is_at_fault         (StrataCanvas     *self,
                                            StrataPort       *port);
void  strata_canvas_show_fault             (StrataCanvas     *self);
/* Whether @hit is where a card tells its fault; @y is on the widget. */
gboolean strata_canvas_hit_fault           (StrataCanvas     *self,
                                            const StrataHit  *hit,
                                            double            y);

/* strata-canvas-snap.c */
/* Carries cards to where they stop; Shift lets them go anywhere. */
void  strata_canvas_snap                   (StrataCanvas     *self);
void  strata_canvas_draw_guides            (StrataCanvas     *self,
                                            GtkSnapshot      *snapshot);

/* strata-canvas-glide.c */
void  strata_canvas_glide_card             (StrataCanvas     *self,
                                            StrataCanvasCard *card,
                                            double            x,
                                            double            y);
void  strata_canvas_glide                  (StrataCanvas     *self);
void  strata_canvas_stop_gliding           (StrataCanvas     *self);

/* strata-canvas-arrange.c */
void  strata_canvas_set_up_arrange_actions (GtkWidgetClass   *klass);

/* strata-canvas-costs.c */
void  strata_canvas_toggle_costs           (StrataCanvas     *self);
void  strata_canvas_add_up_costs           (StrataCanvas     *self);
/* "13.8 k · 20 %", or NULL where nothing is shown. */
char *strata_canvas_describe_cost          (StrataCanvas     *self,
                                            StrataCard       *card);
void  strata_canvas_draw_cost              (StrataCanvas     *self,
                                            GtkSnapshot      *snapshot,
                                            StrataCanvasCard *card);
void  strata_canvas_draw_legend            (StrataCanvas     *self,
                                            GtkSnapshot      *snapshot);

/* strata-canvas-tidy.c */
void  strata_canvas_tidy                   (StrataCanvas     *self);
void  strata_canvas_stop_tidying           (StrataCanvas     *self);

/* strata-canvas-tidy-frames.c: before cards are moved, and afterwards. */
GPtrArray *strata_canvas_hold_frames       (StrataCanvas     *self);
void  strata_canvas_wrap_frames            (StrataCanvas     *self,
                                            GPtrArray        *frames);

/* strata-canvas-menu.c */
void  strata_canvas_set_up_menu            (StrataCanvas     *self);
void  strata_canvas_open_menu              (StrataCanvas     *self,
                                            double            x,
                                            double            y);
void  strata_canvas_open_menu_here         (StrataCanvas     *self);
void  strata_canvas_close_menu             (StrataCanvas     *self);
/* In the place of the menu. */
void  strata_canvas_open_popover           (StrataCanvas     *self,
                                            GtkWidget        *popover,
                                            double            x,
                                            double            y);
/* strata-canvas-help.c */
/* Of a port, or without one of the selected card. */
void  strata_canvas_show_help              (StrataCanvas     *self,
                                            StrataPort       *port);

/* strata-canvas-ports.c: for the port that is pointed at. */
#define STRATA_CANVAS_HELP        "canvas.help(('','',false))"
#define STRATA_CANVAS_CLEAR_WIRES "canvas.clear-wires(('','',false))"
#define STRATA_CANVAS_RESET_VALUE "canvas.reset-value(('','',false))"

void  strata_canvas_set_up_port_actions    (GtkWidgetClass   *klass);

G_END_DECLS

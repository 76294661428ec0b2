/* strata-command.c — all that the editor can be told to do: the one table.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-command.h"

#include <glib/gi18n.h>

#define MENU STRATA_COMMAND_IN_MENU
#define CANVAS STRATA_COMMAND_ON_CANVAS

/* Commands of a group stand together. */
static const StrataCommand commands[] = {
  { "app.new", N_ ("File"), N_ ("New Window"), "<Control>n", MENU },
  { "win.open", N_ ("File"), N_ ("Open…"), "<Control>o", MENU },
  { "app.examples", N_ ("File"), N_ ("Examples…"), "", 0 },
  { "win.save", N_ ("File"), N_ ("Save"), "<Control>s", MENU },
  { "win.save-as", N_ ("File"), N_ ("Save As…"), "<Shift><Control>s", MENU },
  { "win.export", N_ ("File"), N_ ("Export Picture…"), "<Shift><Control>e", 0 },
  { "win.reload", N_ ("File"), N_ ("Reload From Disk"), "", 0 },
  { "win.trust", N_ ("File"), N_ ("Trust This Graph…"), "", 0 },
  { "win.save-tensor", N_ ("File"), N_ ("Save Tensor As…"), "", MENU },
  { "win.close", N_ ("File"), N_ ("Close Window"), "<Control>w", MENU },
  { "app.quit", N_ ("File"), N_ ("Quit"), "<Control>q", MENU },

  { "win.undo", N_ ("Edit"), N_ ("Undo"), "<Control>z", 0 },
  { "win.redo", N_ ("Edit"), N_ ("Redo"), "<Shift><Control>z <Control>y", 0 },
  { "canvas.cut", N_ ("Edit"), N_ ("Cut"), "<Control>x", CANVAS },
  { "canvas.copy", N_ ("Edit"), N_ ("Copy"), "<Control>c", CANVAS },
  { "canvas.paste", N_ ("Edit"), N_ ("Paste"), "<Control>v", CANVAS },
  { "canvas.paste-wired", N_ ("Edit"), N_ ("Paste With Wires"),
    "<Shift><Control>v", CANVAS },
  { "canvas.duplicate", N_ ("Edit"), N_ ("Duplicate"), "<Control>d", CANVAS },
  { "canvas.duplicate-wired", N_ ("Edit"), N_ ("Duplicate With Wires"),
    "<Shift><Control>d", CANVAS },
  { "canvas.delete", N_ ("Edit"), N_ ("Delete"), "Delete KP_Delete BackSpace",
    CANVAS },
  { "canvas.open", N_ ("Edit"), N_ ("Edit Value or Wires"),
    "Return KP_Enter ISO_Enter", CANVAS },
  { "canvas.wire", N_ ("Edit"), N_ ("Wire to…"), "w", CANVAS },
  { "canvas.rename", N_ ("Edit"), N_ ("Rename…"), "F2", CANVAS },
  { "canvas.properties", N_ ("Edit"), N_ ("Properties"),
    "<Alt>Return <Alt>KP_Enter", CANVAS },
  { "canvas.delete-heal", N_ ("Edit"), N_ ("Delete and Reconnect"),
    "<Control>Delete <Control>KP_Delete", CANVAS },
  { "canvas.take-out", N_ ("Edit"), N_ ("Take Out of Wires"), "", CANVAS },
  { "canvas.swap", N_ ("Edit"), N_ ("Change Type…"), "<Shift>s", CANVAS },
  { "canvas.add-point", N_ ("Edit"), N_ ("Add Point to Wire"), "", CANVAS },
  { "canvas.bypass", N_ ("Edit"), N_ ("Bypass"), "<Control>b m", CANVAS },
  { "canvas.add", N_ ("Edit"), N_ ("Add Card…"), "<Shift>a Insert", CANVAS },

  { "win.graph", N_ ("Select"), N_ ("Go to the Graph"), "F6", 0 },
  { "win.find", N_ ("Select"), N_ ("Find in the Graph"), "<Control>f", 0 },
  { "canvas.select-all", N_ ("Select"), N_ ("Select All"), "<Control>a",
    CANVAS },
  { "canvas.select-none", N_ ("Select"), N_ ("Select None"),
    "<Shift><Control>a", CANVAS },
  { "canvas.select-upstream", N_ ("Select"), N_ ("Select What Leads Here"),
    "<Control>bracketleft", CANVAS },
  { "canvas.select-downstream", N_ ("Select"), N_ ("Select What Follows"),
    "<Control>bracketright", CANVAS },
  { "canvas.cancel", N_ ("Select"), N_ ("Cancel"), "Escape", CANVAS },
  { "canvas.step((-1,0))", N_ ("Select"), N_ ("Card to the Left"),
    "Left KP_Left", CANVAS },
  { "canvas.step((1,0))", N_ ("Select"), N_ ("Card to the Right"),
    "Right KP_Right", CANVAS },
  { "canvas.step((0,-1))", N_ ("Select"), N_ ("Card Above"), "Up KP_Up",
    CANVAS },
  { "canvas.step((0,1))", N_ ("Select"), N_ ("Card Below"), "Down KP_Down",
    CANVAS },

  { "canvas.move((-24,0))", N_ ("Arrange"), N_ ("Move to the Left"),
    "<Control>Left <Control>KP_Left", CANVAS },
  { "canvas.move((24,0))", N_ ("Arrange"), N_ ("Move to the Right"),
    "<Control>Right <Control>KP_Right", CANVAS },
  { "canvas.move((0,-24))", N_ ("Arrange"), N_ ("Move Up"),
    "<Control>Up <Control>KP_Up", CANVAS },
  { "canvas.move((0,24))", N_ ("Arrange"), N_ ("Move Down"),
    "<Control>Down <Control>KP_Down", CANVAS },
  { "canvas.move((-1,0))", N_ ("Arrange"), N_ ("Move a Little to the Left"),
    "<Shift><Control>Left <Shift><Control>KP_Left", CANVAS },
  { "canvas.move((1,0))", N_ ("Arrange"), N_ ("Move a Little to the Right"),
    "<Shift><Control>Right <Shift><Control>KP_Right", CANVAS },
  { "canvas.move((0,-1))", N_ ("Arrange"), N_ ("Move a Little Up"),
    "<Shift><Control>Up <Shift><Control>KP_Up", CANVAS },
  { "canvas.move((0,1))", N_ ("Arrange"), N_ ("Move a Little Down"),
    "<Shift><Control>Down <Shift><Control>KP_Down", CANVAS },
  { "canvas.align('left')", N_ ("Arrange"), N_ ("Align Left Edges"),
    "<Shift>Left <Shift>KP_Left", CANVAS },
  { "canvas.align('right')", N_ ("Arrange"), N_ ("Align Right Edges"),
    "<Shift>Right <Shift>KP_Right", CANVAS },
  { "canvas.align('top')", N_ ("Arrange"), N_ ("Align Top Edges"),
    "<Shift>Up <Shift>KP_Up", CANVAS },
  { "canvas.align('bottom')", N_ ("Arrange"), N_ ("Align Bottom Edges"),
    "<Shift>Down <Shift>KP_Down", CANVAS },
  { "canvas.align('centre')", N_ ("Arrange"), N_ ("Align Centres"), "",
    CANVAS },
  { "canvas.align('middle')", N_ ("Arrange"), N_ ("Align Middles"), "",
    CANVAS },
  { "canvas.distribute('horizontally')", N_ ("Arrange"),
    N_ ("Distribute Horizontally"), "", CANVAS },
  { "canvas.distribute('vertically')", N_ ("Arrange"),
    N_ ("Distribute Vertically"), "", CANVAS },
  { "canvas.tidy", N_ ("Arrange"), N_ ("Tidy Up"), "<Control>l", CANVAS },
  { "canvas.straighten", N_ ("Arrange"), N_ ("Straighten Wires"), "q", CANVAS },

  { "canvas.frame", N_ ("Arrange"), N_ ("Frame Selected Cards"), "<Control>j c",
    CANVAS },
  { "canvas.note", N_ ("Arrange"), N_ ("Add Note"), "n", CANVAS },

  { "canvas.color('blue')", N_ ("Colour"), N_ ("Blue"), "", CANVAS },
  { "canvas.color('green')", N_ ("Colour"), N_ ("Green"), "", CANVAS },
  { "canvas.color('yellow')", N_ ("Colour"), N_ ("Yellow"), "", CANVAS },
  { "canvas.color('orange')", N_ ("Colour"), N_ ("Orange"), "", CANVAS },
  { "canvas.color('red')", N_ ("Colour"), N_ ("Red"), "", CANVAS },
  { "canvas.color('purple')", N_ ("Colour"), N_ ("Purple"), "", CANVAS },
  { "canvas.color('')", N_ ("Colour"), N_ ("No Colour"), "", CANVAS },

  { "canvas.show-slot(1)", N_ ("Slots"), N_ ("Show Slot 1"), "1", CANVAS },
  { "canvas.show-slot(2)", N_ ("Slots"), N_ ("Show Slot 2"), "2", CANVAS },
  { "canvas.show-slot(3)", N_ ("Slots"), N_ ("Show Slot 3"), "3", CANVAS },
  { "canvas.show-slot(4)", N_ ("Slots"), N_ ("Show Slot 4"), "4", CANVAS },
  { "canvas.show-slot(5)", N_ ("Slots"), N_ ("Show Slot 5"), "5", CANVAS },
  { "canvas.show-slot(6)", N_ ("Slots"), N_ ("Show Slot 6"), "6", CANVAS },
  { "canvas.show-slot(7)", N_ ("Slots"), N_ ("Show Slot 7"), "7", CANVAS },
  { "canvas.show-slot(8)", N_ ("Slots"), N_ ("Show Slot 8"), "8", CANVAS },
  { "canvas.show-slot(9)", N_ ("Slots"), N_ ("Show Slot 9"), "9", CANVAS },
  { "canvas.set-slot(1)", N_ ("Slots"), N_ ("Set Slot 1"), "<Control>1",
    CANVAS },
  { "canvas.set-slot(2)", N_ ("Slots"), N_ ("Set Slot 2"), "<Control>2",
    CANVAS },
  { "canvas.set-slot(3)", N_ ("Slots"), N_ ("Set Slot 3"), "<Control>3",
    CANVAS },
  { "canvas.set-slot(4)", N_ ("Slots"), N_ ("Set Slot 4"), "<Control>4",
    CANVAS },
  { "canvas.set-slot(5)", N_ ("Slots"), N_ ("Set Slot 5"), "<Control>5",
    CANVAS },
  { "canvas.set-slot(6)", N_ ("Slots"), N_ ("Set Slot 6"), "<Control>6",
    CANVAS },
  { "canvas.set-slot(7)", N_ ("Slots"), N_ ("Set Slot 7"), "<Control>7",
    CANVAS },
  { "canvas.set-slot(8)", N_ ("Slots"), N_ ("Set Slot 8"), "<Control>8",
    CANVAS },
  { "canvas.set-slot(9)", N_ ("Slots"), N_ ("Set Slot 9"), "<Control>9",
    CANVAS },

  { "canvas.clear-wires(('','',false))", N_ ("Port"), N_ ("Clear Wires"), "",
    CANVAS },
  { "canvas.reset-value(('','',false))", N_ ("Port"), N_ ("Use Default Value"),
    "<Control>BackSpace", CANVAS },

  { "win.run", N_ ("Run"), N_ ("Run"), "F5 <Control>Return", 0 },
  { "win.stop", N_ ("Run"), N_ ("Stop"), "<Shift>F5", 0 },
  { "win.live", N_ ("Run"), N_ ("Run After Each Change"), "", 0 },

  { "win.palette", N_ ("View"), N_ ("Palette"), "F9", 0 },
  { "win.viewer", N_ ("View"), N_ ("Viewer"), "<Shift>F9", 0 },
  { "win.explain", N_ ("View"), N_ ("Explain Numbers"), "e", CANVAS },
  { "win.fullscreen", N_ ("View"), N_ ("Full Screen"), "F11", 0 },
  { "canvas.fit", N_ ("View"), N_ ("Show All Cards"), "Home", CANVAS },
  { "canvas.fit-selection", N_ ("View"), N_ ("Show Selected Cards"), "f period",
    CANVAS },
  { "canvas.zoom-in", N_ ("View"), N_ ("Zoom In"),
    "<Control>plus <Control>equal <Control>KP_Add", CANVAS },
  { "canvas.zoom-out", N_ ("View"), N_ ("Zoom Out"),
    "<Control>minus <Control>KP_Subtract", CANVAS },
  { "canvas.zoom-normal", N_ ("View"), N_ ("Normal Size"),
    "<Control>0 <Control>KP_0", CANVAS },
  { "canvas.view", N_ ("View"), N_ ("Show in Viewer"), "", CANVAS },
  { "canvas.repair", N_ ("View"), N_ ("Show Fault and Repairs"), "", CANVAS },
  { "canvas.collapse", N_ ("View"), N_ ("Collapse or Expand"), "h", CANVAS },
  { "canvas.preview", N_ ("View"), N_ ("Show or Hide Preview"), "<Shift>h",
    CANVAS },
  { "canvas.fold", N_ ("View"), N_ ("Show or Hide Further Ports"), "<Control>h",
    CANVAS },
  { "canvas.menu", N_ ("View"), N_ ("Menu"), "Menu <Shift>F10", CANVAS },
  { "canvas.trace", N_ ("View"), N_ ("Trace Paths of the Selection"), "t",
    CANVAS },
  { "canvas.costs", N_ ("View"), N_ ("Show Costs: MACs, Parameters, Time"),
    "<Shift><Control>h", CANVAS },
  { "win.faults", N_ ("View"), N_ ("Faults"), "<Shift><Control>m", 0 },

  { "canvas.help(('','',false))", N_ ("Help"), N_ ("Help"), "F1", MENU },
  { "app.preferences", N_ ("Help"), N_ ("Preferences"), "<Control>comma",
    MENU },
  { "win.commands", N_ ("Help"), N_ ("All Commands…"), "<Shift><Control>p",
    MENU },
  { "win.shortcuts", N_ ("Help"), N_ ("Keyboard Shortcuts"),
    "<Control>question", MENU },
  { "app.about", N_ ("Help"), N_ ("About Strata"), "", MENU },
};

const StrataCommand *
strata_command_get_all (gsize *n)
{
  *n = G_N_ELEMENTS (commands);
  return commands;
}

const StrataCommand *
strata_command_find (const char *action)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].action, action))
      return &commands[i];
  return NULL;
}

// Where the pages of other libraries are.
baseURLs = [
  ["Gio", "https://docs.gtk.org/gio/"],
  ["GLib", "https://docs.gtk.org/glib/"],
  ["GObject", "https://docs.gtk.org/gobject/"],
];

// Opened from a folder, a page can't read the others, which the lines of text below a
// result come from: then there are titles alone.
if (location.protocol === "file:") {
  DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
}

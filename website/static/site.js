// Opened from a folder, a page can't read the others, which the lines of text below a
// result come from: then there are titles alone.
if (location.protocol === "file:") {
  DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
}

// What is wider than its place can be scrolled by keyboard too, and stops it nowhere else.
const width = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});
addEventListener("DOMContentLoaded", () => {
  const scrolling = "article :is(pre, .table-wrapper, .output.text_html, .formula)";
  for (const one of document.querySelectorAll(scrolling)) width.observe(one);
});

// Light or dark is chosen once, for all pages that are open, the playground too.
addEventListener("storage", ({ key, newValue }) => {
  if (key === "theme") document.body.dataset.theme = newValue || "auto";
});

"""The page that a host shows for an address that isn't there: 404.html.

It is shown at any depth, so it asks each folder above whether the site begins there.
"""

import html

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>There is no such page</title>
<style>
  body {{ font: 1.1rem/1.6 system-ui, sans-serif; margin: 15vh auto 0; }}
  body {{ max-width: 36rem; padding: 0 1rem; }}
</style>
</head>
<body>
<main>
<h1>There is no such page</h1>
<p>The address may be old, or was cut on its way.</p>
<p><a id="home" href="{home}">To the first page</a></p>
</main>
<script>
(async () => {{
  const home = document.getElementById("home");
  if (home.getAttribute("href") !== "/") return;
  if (location.protocol === "file:") return home.setAttribute("href", "index.html");
  for (let place = new URL(".", location.href); ; place = new URL("..", place)) {{
    const answer = await fetch(new URL("searchindex.js", place), {{ method: "HEAD" }});
    if (answer.ok) home.href = place;
    if (answer.ok || place.pathname === "/") return;
  }}
}})();
</script>
</body>
</html>
"""


def write(folder, home):
    """Write the page; ``home`` is where the site is, or ""."""
    page = PAGE.format(home=html.escape(home or "/"))
    (folder / "404.html").write_text(page, "utf-8")

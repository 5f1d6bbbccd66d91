/** Elements of the page, made without markup in strings. */

const SVG = "http://www.w3.org/2000/svg";

/** Return an HTML element. A listener is an attribute with a function: `onclick`. */
export function element(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

/** Return an SVG element. */
export function drawn(tag, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

/** Set an element's attributes: a function listens, and null takes one away. */
export function set(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else if (value === null) node.removeAttribute(name);
    else node.setAttribute(name, String(value));
  }
  return node;
}

function filled(node, attributes, children) {
  set(node, attributes).append(...children.flat().filter((child) => child !== null));
  return node;
}

/**
 * Return the element of the page that has this id.
 *
 * @returns {any} of the kind that `index.html` says
 */
export function byId(id) {
  return document.getElementById(id);
}

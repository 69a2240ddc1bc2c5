// Elements are built here and nowhere else. Text goes in as text nodes: nothing from the server is ever parsed as HTML.

let counter = 0;

/** A new id for labels and descriptions. */
export const uid = (prefix = 'f') => `${prefix}${++counter}`;

/** An element with attributes (`on` holds listeners, `value` is set as a property) and children (nodes, texts, lists, nothing). */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false || name === 'value') continue;
    if (name === 'on') for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  add(element, ...children);
  if (props?.value !== undefined && props.value !== null) element.value = props.value;
  return element;
}

/** Appends children; lists are flattened and nothing is left out quietly but null, undefined and false. */
export function add(parent, ...children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    parent.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return parent;
}

/** Puts other children in place of what is there. */
export function fill(parent, ...children) {
  parent.replaceChildren();
  return add(parent, ...children);
}

/** A labelled control: `control` gets an id, its hint becomes its description. */
export function field(label, control, hint) {
  control.id ||= uid();
  const description = hint ? h('small', { id: `${control.id}-hint`, class: 'hint' }, hint) : null;
  if (description) control.setAttribute('aria-describedby', description.id);
  return h('div', { class: 'field' }, h('label', { for: control.id }, label), control, description);
}

/** A select of `[value, title]` pairs. */
export function select(pairs, value, props = {}) {
  return h('select', { ...props, value }, pairs.map(([key, title]) => h('option', { value: key }, title)));
}

/** A textarea that grows with its text (the limits are in the style sheet). */
export function area(props = {}) {
  const box = h('textarea', { rows: 3, ...props });
  // Newer browsers do this from the style sheet.
  const grow = CSS.supports('field-sizing', 'content') ? () => {} : () => { box.style.height = 'auto'; box.style.height = `${box.scrollHeight + 2}px`; };
  box.addEventListener('input', grow);
  box.grow = grow;
  requestAnimationFrame(grow);
  return box;
}

// Elements, made from names and texts: nothing here, or anywhere in the page, parses markup.

/// h("button", {class: "quiet", onclick: f, "aria-label": "Close"}, "x", child, [more]); null and false are left out.
export function h(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    set_attributes(element, attributes);
    element.append(...children.flat(9).filter(is_shown).map(as_node));
    return element;
}

export function svg(tag, attributes = {}, ...children) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    set_attributes(element, attributes);
    element.append(...children);
    return element;
}

function set_attributes(element, attributes) {
    for (const [name, value] of Object.entries(attributes)) {
        if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
        else if (name === "value" || name === "checked" || name === "disabled") element[name] = value;
        else if (value === true) element.setAttribute(name, "");
        else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
    }
}

const is_shown = (child) => child !== null && child !== undefined && child !== false;
const as_node = (child) => (child instanceof Node ? child : document.createTextNode(String(child)));

export function fill(element, ...children) {
    element.replaceChildren(...children.flat(9).filter(is_shown).map(as_node));
    return element;
}

const shapes = {
    mail: "M3 5h18v14H3zM3 6l9 7 9-7",
    timeline: "M3 5h9M7 10h12M5 15h6M11 20h10",
    copies: "M8 8h12v12H8zM4 16V4h12",
    faults: "M13 2 4 14h7l-1 8 9-12h-7z",
    functions: "M8 4c-3 0-3 3-3 4s0 4-3 4c3 0 3 3 3 4s0 4 3 4M16 4c3 0 3 3 3 4s0 4 3 4c-3 0-3 3-3 4s0 4-3 4",
    plan: "M3 20h18M4 17c5 0 7-3 9-8 1-3 3-4 7-4",
    search: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M15.5 15.5 21 21",
    clip: "M20 11l-8.5 8.5a5 5 0 0 1-7-7L13 4a3.3 3.3 0 0 1 5 5l-8.5 8.5a1.7 1.7 0 0 1-2.500-2.500L15 7",
    close: "M6 6l12 12M18 6 6 18",
    back: "M15 5l-7 7 7 7",
    down: "M12 4v12M6 11l6 6 6-6M5 21h14",
    trash: "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13",
    phone: "M8 3h8v18H8zM11 18h2",
    tablet: "M5 3h14v18H5zM11 18h2",
    desktop: "M3 4h18v12H3zM9 20h6M12 16v4",
    theme: "M12 3a9 9 0 1 0 0 18V3",
    more: "M5 12h.01M12 12h.01M19 12h.01",
    play: "M7 4l13 8-13 8z",
    folder: "M3 6h7l2 3h9v10H3z",
};

export function icon(name) {
    const path = svg("path", {d: shapes[name], fill: "none", stroke: "currentColor", "stroke-width": "1.8",
                              "stroke-linecap": "round", "stroke-linejoin": "round"});
    return svg("svg", {viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true"}, path);
}

/// A button with a picture, and a name for those who do not see it.
export function tool(name, label, onclick, attributes = {}) {
    return h("button", {type: "button", class: "tool", "aria-label": label, title: label, onclick, ...attributes}, icon(name));
}

/// Shown for a moment at the lower edge, and read out.
export function toast(text) {
    const note = h("div", {class: "toast"}, text);
    document.getElementById("toasts").append(note);
    setTimeout(() => note.remove(), 5000);
}

/// Runs `work` in the next frame, however often it is asked for before.
export function each_frame(work) {
    let asked = false;
    return () => {
        if (asked) return;
        asked = true;
        requestAnimationFrame(() => {
            asked = false;
            work();
        });
    };
}

/// At most once in so many milliseconds, and once after the last call.
export function at_most_every(milliseconds, work) {
    let timer = 0;
    return () => {
        timer ||= setTimeout(() => {
            timer = 0;
            work();
        }, milliseconds);
    };
}

/// A row of choices of which one holds.
export function choice(label, options, current, on_choose) {
    const buttons = options.map(([value, text]) =>
        h("button", {type: "button", role: "radio", "aria-checked": String(value === current), "aria-label": typeof text === "string" ? null : value,
                     title: typeof text === "string" ? null : value,
                     onclick: () => {
                         buttons.forEach((b, i) => b.setAttribute("aria-checked", String(options[i][0] === value)));
                         on_choose(value);
                     }}, text));
    return h("div", {class: "choice", role: "radiogroup", "aria-label": label}, buttons);
}

// What stands above a timeline: how many, which of them, what the colours mean.
import { choice, h } from "./dom.js";
import { count, plural } from "./words.js";

const filters = [["all", "All"], ["open", "Open"], ["timed_out", "Timed out"], ["failed", "Failed"], ["repeated", "Repeated"]];

/// The bar above the picture: what there is, which of it is shown, how near.
export function timeline_bar(view, {live}) {
    const text = h("input", {type: "search", placeholder: "File, function or request id", "aria-label": "Search the timeline", oninput: () => { view.text = text.value.trim(); view.refresh(); }});
    const follow = live && h("label", {class: "check"}, view.follow_box = h("input", {type: "checkbox", checked: true, onchange: () => { view.canvas.follows = view.follow_box.checked; view.tick(); }}), "Follow");
    return h("div", {class: "bar wrap"}, h("div", {class: "search small"}, text), choice("Show", filters, "all", (name) => { view.filter = name; view.refresh(); }),
             choice("Rows", [[24, "Tall"], [9, "Dense"]], 24, (height) => { view.canvas.row_height = height; view.refresh(); }), h("span", {class: "gap"}), follow,
             h("div", {class: "group"}, h("button", {type: "button", "aria-label": "Zoom out", onclick: () => view.canvas.zoom(1.6)}, "\u2212"), h("button", {type: "button", "aria-label": "Zoom in", onclick: () => view.canvas.zoom(1 / 1.6)}, "+"),
               h("button", {type: "button", onclick: () => { view.canvas.let_go(); view.canvas.fit(); }}, "All")));
}

export const timeline_legend = () => h("div", {class: "legend", "aria-hidden": "true"}, [["good", "succeeded"], ["late", "timed out"], ["bad", "failed"], ["cold", "cold start"], ["fetch", "fetch"], ["repeat", "sent again"], ["wait", "waiting"]]
    .map(([name, text]) => h("span", {class: `key ${name}`}, text)));

export function tally_text(t) {
    return [plural(t.invocations, "invocation"), plural(t.attempts, "attempt"), t.timed_out && `${count(t.timed_out)} timed out`, t.failed && `${count(t.failed)} failed`,
            t.running && `${count(t.running)} running`, plural(t.mails, "e-mail sent", "e-mails sent"), t.repeats && `${count(t.repeats)} sent again`].filter(Boolean).join(" · ");
}

// The frame around the views: where one is, what there is, is the emulator there.
import { call_events, copies, facts, get, mail_events } from "./api.js";
import { fill, h, icon, toast, tool } from "./dom.js";
import { count } from "./words.js";
import { duplicates_view } from "./duplicates.js";
import { faults_view } from "./faults.js";
import { functions_view } from "./functions.js";
import { mailbox_view } from "./mailbox.js";
import { plan_view } from "./plan.js";
import { timeline_view } from "./timeline.js";

/// Path -> [label, picture, view]. A view is made when it is first shown, and has `element`, show(path, query), hide().
const views = {
    mail: ["Mail", "mail", mailbox_view],
    timeline: ["Timeline", "timeline", timeline_view],
    duplicates: ["Duplicates", "copies", duplicates_view],
    faults: ["Faults", "faults", faults_view],
    functions: ["Functions", "functions", functions_view],
    plan: ["Plan", "plan", plan_view],
};

const made = {};
const badges = {};
let current = null;

/// "#/timeline/ID/2?q=x" -> {name: "timeline", path: ["ID", "2"], query: {q: "x"}}
function place() {
    const [path, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
    const [name, ...rest] = path.split("/").map(decodeURIComponent);
    return {name: name in views ? name : "mail", path: rest, query: Object.fromEntries(new URLSearchParams(query))};
}

function go() {
    const {name, path, query} = place();
    made[name] ??= new views[name][2]();
    const view = made[name];
    if (view !== current) {
        current?.hide?.();
        current = view;
        fill(document.getElementById("view"), view.element);
        for (const link of document.querySelectorAll(".rail a[data-view]"))
            if (link.dataset.view === name) link.setAttribute("aria-current", "page");
            else link.removeAttribute("aria-current");
        document.title = `${views[name][0]} · Sendlab`;
    }
    view.show(path, query);
}

function link_to(name) {
    const [label, picture] = views[name];
    badges[name] = h("span", {class: "badge"});
    return h("a", {href: `#/${name}`, "data-view": name}, icon(picture), h("span", {class: "label"}, label), badges[name]);
}

function set_badge(name, n, what) {
    if (!badges[name]) return;
    badges[name].textContent = n ? (n > 9999 ? "9999+" : count(n)) : "";
    badges[name].title = n ? `${count(n)} ${what}` : "";
}

const state = h("span", {class: "state", role: "status"}, "connecting");

function show_state() {
    const open = mail_events.open && call_events.open;
    state.textContent = open ? "live" : "not connected";
    state.classList.toggle("open", open);
}

function next_theme() {
    const order = ["auto", "light", "dark"];
    const theme = order[(order.indexOf(localStorage.getItem("theme") ?? "auto") + 1) % order.length];
    localStorage.setItem("theme", theme);
    apply_theme();
    toast(`Colours: ${theme === "auto" ? "as the system has them" : theme}`);
}

function apply_theme() {
    document.documentElement.dataset.theme = localStorage.getItem("theme") ?? "auto";
    dispatchEvent(new Event("theme"));
}

function build() {
    const where = h("span", {class: "where"});
    facts.then((f) => { where.textContent = f.version ? `${f.version} · ${f.region} · port ${f.ports.edge}` : ""; });
    fill(document.querySelector(".rail"),
         h("a", {class: "brand", href: "#/mail", "aria-label": "Sendlab"}, h("img", {src: "icon.svg", alt: "", width: 26, height: 26}),
           h("span", {class: "label"}, "Sendlab")),
         Object.keys(views).map(link_to),
         h("div", {class: "foot"}, state, where, tool("theme", "Light, dark or as the system has it", next_theme)));
}

/// Keys that mean the same everywhere: "g" and a letter goes to a view.
let waits_for_letter = false;
function on_key(event) {
    if (event.target.closest("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (waits_for_letter) {
        const name = Object.keys(views).find((v) => v.startsWith(event.key));
        if (name) location.hash = `#/${name}`;
        waits_for_letter = false;
    } else if (event.key === "g") {
        waits_for_letter = true;
    } else {
        current?.key?.(event);
    }
}

async function count_unread() {
    set_badge("mail", (await get("/api/v1/messages?limit=1")).unread, "unread");
}

apply_theme();
build();
addEventListener("hashchange", go);
addEventListener("keydown", on_key);
for (const feed of [mail_events, call_events])
    for (const name of ["open", "closed"]) feed.addEventListener(name, show_state);
mail_events.addEventListener("open", count_unread);
mail_events.addEventListener("told", ({detail}) => {
    if (detail.Type === "stats") set_badge("mail", detail.Data.Unread, "unread");
});
copies.addEventListener("change", () => set_badge("duplicates", copies.extra, "sent again"));
show_state();
go();

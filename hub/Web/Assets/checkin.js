// Every page works without this. With it, what is marked data-live follows the hub by itself, tables narrow while one
// types, times go on, and the keyboard is the same everywhere.

const body = document.body;
const stale = document.getElementById("stale");

// ---- A part of the page becomes what it is in a newer copy of it; what did not change is not touched, so that focus,
// selection, scrolling, open details and half-typed words stay.

function morph(from, to) {
  for (const { name } of [...from.attributes]) {
    if (!to.hasAttribute(name) && !(name === "open" && from.localName === "details")) from.removeAttribute(name);
  }
  for (const { name, value } of [...to.attributes]) {
    if (from.getAttribute(name) !== value) from.setAttribute(name, value);
  }
  if (from.localName === "input" || from.localName === "textarea" || from.localName === "select") return;
  morphChildren(from, to);
}

function keyOf(node) {
  return node.nodeType === Node.ELEMENT_NODE ? node.id || node.dataset.key || null : null;
}

function morphChildren(from, to) {
  const keyed = new Map();
  for (const child of from.children) {
    const key = keyOf(child);
    if (key) keyed.set(key, child);
  }
  let at = from.firstChild;
  for (const next of [...to.childNodes]) {
    const key = keyOf(next);
    let same = key ? keyed.get(key) : null;
    if (!key && at && !keyOf(at) && at.nodeType === next.nodeType && at.nodeName === next.nodeName) same = at;
    if (!same || same.nodeName !== next.nodeName) {
      from.insertBefore(document.importNode(next, true), at);
      continue;
    }
    keyed.delete(key);
    if (same === at) at = at.nextSibling;
    else place(from, same, at);
    if (same.nodeType === Node.ELEMENT_NODE) morph(same, next);
    else if (same.nodeValue !== next.nodeValue) same.nodeValue = next.nodeValue;
  }
  while (at) {
    const gone = at;
    at = at.nextSibling;
    gone.remove();
  }
}

function place(parent, node, before) {
  const focused = node.contains(document.activeElement) ? document.activeElement : null;
  parent.insertBefore(node, before);
  focused?.focus({ preventScroll: true });
}

// ---- Live: the hub says that something changed, and the page is asked for anew; at most once a second.

const wait = 1000;
let asking = null;
let again = false;

async function look(address = location.href) {
  if (asking) {
    again = true;
    return asking;
  }
  asking = (async () => {
    try {
      const answer = await fetch(address, { cache: "no-cache", headers: { Accept: "text/html" } });
      if (answer.ok) show(new DOMParser().parseFromString(await answer.text(), "text/html"));
      if (stale) stale.hidden = answer.ok;
    } catch {
      if (stale) stale.hidden = false;
    }
  })();
  await asking;
  asking = null;
  if (again) {
    again = false;
    setTimeout(look, wait);
  }
}

function show(copy) {
  for (const part of document.querySelectorAll("[data-live]:not([data-live] *)")) {
    const next = copy.getElementById(part.id);
    if (next) morph(part, next);
  }
  document.title = copy.title;
  tick();
}

const sources = [];

function listen(address) {
  const source = new EventSource(address);
  let last = performance.now() - wait;
  let due = 0;
  source.addEventListener("changed", () => {
    if (due) return;
    due = setTimeout(() => {
      due = 0;
      last = performance.now();
      look();
    }, Math.max(0, wait - (performance.now() - last)));
  });
  source.addEventListener("error", () => {
    if (stale) stale.hidden = false;
    // A browser comes back by itself after a broken connection, but not after an answer that is no stream.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => sources.length && listen(address), 5000);
  });
  sources.push(source);
}

// A browser keeps six connections to one hub: pages that nobody looks at hold none.
function follow() {
  for (const source of sources.splice(0)) source.close();
  if (!document.hidden && body.dataset.events) for (const address of body.dataset.events.split(" ")) listen(address);
}

// ---- Times go on.

const units = body.dataset.units?.split("|") ?? [];

function inUnits(seconds, both) {
  const [s, m, h, d] = [seconds, Math.floor(seconds / 60), Math.floor(seconds / 3600), Math.floor(seconds / 86400)];
  const two = (first, unit, second, less) => `${first} ${unit}` + (both && second ? ` ${second} ${less}` : "");
  if (s < 60) return `${s} ${units[0]}`;
  if (s < 3600) return `${m} ${units[1]}`;
  if (s < 86400) return two(h, units[2], m % 60, units[1]);
  return two(d, units[3], h % 24, units[2]);
}

function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function tick() {
  const now = Date.now() / 1000;
  for (const element of document.querySelectorAll("time[data-ago], time[data-lasting]")) {
    const seconds = Math.floor(now - Date.parse(element.dateTime) / 1000);
    if (seconds < -5) continue;
    if ("lasting" in element.dataset) write(element, inUnits(Math.max(0, seconds), true));
    else write(element, seconds < 10 ? body.dataset.now : body.dataset.ago.replace("{0}", inUnits(seconds, false)));
  }
}

// ---- Tables: what is typed narrows them.

function addressOf(form) {
  const address = new URL(form.action);
  for (const [name, value] of new FormData(form)) if (value) address.searchParams.set(name, value);
  return address;
}

function narrow(form) {
  const table = form.closest("[data-live]");
  if (!table) return form.requestSubmit();
  const address = addressOf(form);
  history.replaceState(null, "", address);
  return look(address.href);
}

let typing = 0;
document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-filter]");
  if (!form) return;
  clearTimeout(typing);
  typing = setTimeout(() => narrow(form), event.target.localName === "select" ? 0 : 250);
});

// ---- Keys.

const isTyping = (element) => element.matches("input:not([type=checkbox], [type=radio]), textarea, select");
const rows = () => [...document.querySelectorAll("main tbody tr, main .list > li")].map((row) => row.querySelector("a[href]")).filter(Boolean);

function step(by) {
  const all = rows();
  const now = all.findIndex((link) => link.closest("tr, li").contains(document.activeElement));
  const next = all[now < 0 ? (by > 0 ? 0 : all.length - 1) : now + by];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

const keys = document.getElementById("keys");
const help = document.querySelector("[data-help]");
if (help && keys) {
  help.hidden = false;
  help.addEventListener("click", () => keys.showModal());
  keys.querySelector("[data-close]").addEventListener("click", () => keys.close());
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || keys?.open) return;
  if (isTyping(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const act = {
    // What narrows the page, or else what finds anything.
    "/": () => (document.querySelector("[data-search]") ?? document.querySelector("[data-find]"))?.focus(),
    j: () => step(1),
    k: () => step(-1),
    "?": () => keys?.showModal(),
  }[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

document.addEventListener("visibilitychange", follow);
document.querySelector(".frame [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
follow();
tick();
setInterval(tick, 5000);

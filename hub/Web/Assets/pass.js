// Shows a pass whose code is another one every 30 s. The key is made here and cannot leave this browser: the hub gets the
// public half and signs the pass, and from then on each code is made without the network.
import { draw } from "./qr.js";

const stepSeconds = 30;
const mostDifference = 10_000; // By how much gates let a phone's clock be wrong, in ms.
const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const utf8 = new TextEncoder();
const find = (id) => document.getElementById(id);
const place = find("rotating"), form = find("phone");
let difference = 0; // Hub's time less this phone's, in ms; 0 where that is little, or not known.
let shown = null; // Pass and key that are on the screen.
let drawn = -1; // The step that is.

// RFC 9285, in both directions.
function fromBase45(text) {
  const bytes = [];
  for (let i = 0; i < text.length; i += 3) {
    const [a, b, c] = [...text.slice(i, i + 3)].map((letter) => alphabet.indexOf(letter));
    const value = a + 45 * b + (c === undefined ? 0 : 2025 * c);
    if (c !== undefined) bytes.push(value >> 8);
    bytes.push(value & 255);
  }
  return Uint8Array.from(bytes);
}

function toBase45(bytes) {
  let text = "";
  for (let i = 0; i < bytes.length; i += 2) {
    const isPair = i + 1 < bytes.length, value = isPair ? bytes[i] * 256 + bytes[i + 1] : bytes[i];
    text += alphabet[value % 45] + alphabet[Math.floor(value / 45) % 45] + (isPair ? alphabet[Math.floor(value / 2025)] : "");
  }
  return text;
}

const together = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));

// The pass, the step, and the signature of the phone's key over both (ECDSA, P-256, SHA-256; r and s).
async function codeOf({ code, key }, step) {
  const pass = fromBase45(code.slice(4)), number = [step >>> 24, step >>> 16 & 255, step >>> 8 & 255, step & 255];
  const signed = together(utf8.encode("CI1 step"), [0], pass, number);
  for (let tries = 0; ; tries++) {
    const signature = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key, signed);
    const text = "CI1:" + toBase45(together(pass, number, new Uint8Array(signature)));
    // A blank at the end is easily lost on the way.
    if (!text.endsWith(" ") || tries > 60) return text;
  }
}

// One row for each pass that this phone has; what has ended is thrown away.
function open() {
  return new Promise((done, failed) => {
    const asked = indexedDB.open("checkin", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("passes", { keyPath: "id" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
}

async function rows(mode, act) {
  const database = await open();
  try {
    return await new Promise((done, failed) => {
      const work = database.transaction("passes", mode), asked = act(work.objectStore("passes"));
      work.oncomplete = () => done(asked?.result);
      work.onerror = work.onabort = () => failed(work.error);
    });
  } finally {
    database.close();
  }
}

async function keep(pass) {
  const known = await rows("readonly", (store) => store.getAll());
  await rows("readwrite", (store) => {
    for (const old of known) if (old.until * 1000 < Date.now()) store.delete(old.id);
    return store.put(pass);
  });
}

const now = () => Date.now() + difference;

async function show() {
  if (!shown) return;
  if (now() >= shown.until * 1000) { location.reload(); shown = null; return; }
  const step = Math.floor(now() / 1000 / stepSeconds);
  find("left").textContent = String(stepSeconds - Math.floor(now() / 1000) % stepSeconds);
  if (step === drawn) return;
  drawn = step;
  const text = await codeOf(shown, step);
  if (step === drawn) draw(find("code"), text);
}

function begin(pass) {
  shown = pass;
  drawn = -1;
  place.hidden = false;
  find("elsewhere")?.remove();
  form.hidden = true;
  const paper = find("paper");
  if (paper) paper.hidden = true;
  show();
  navigator.wakeLock?.request("screen").catch(() => { /* It is dimmed as always. */ });
}

// What the hub says when it can be reached: its time, and whether the pass was withdrawn.
async function ask() {
  try {
    const before = Date.now();
    const answer = await fetch(place.dataset.state, { cache: "no-store" });
    if (!answer.ok) return;
    const state = await answer.json(), after = Date.now();
    const apart = state.now - (before + after) / 2;
    const isWrong = Math.abs(apart) > mostDifference + (after - before) / 2;
    difference = isWrong ? apart : 0;
    find("clock").hidden = !isWrong;
    find("wrong").textContent = `${Math.round(Math.abs(apart) / 1000)} s`;
    if (!state.is_good || (shown && state.id !== shown.id)) {
      find("withdrawn").hidden = false;
      place.hidden = true;
      shown = null;
    }
    show();
  } catch {
    // Without the network it goes on by this phone's clock.
  }
}

async function take(event) {
  event.preventDefault();
  const button = form.querySelector("button"), trouble = form.querySelector(".mistake");
  button.disabled = true;
  trouble.hidden = true;
  try {
    const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign"]);
    const point = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
    const body = new URLSearchParams(new FormData(form));
    body.set("key", btoa(String.fromCharCode(...point)));
    const answer = await fetch(form.action, { method: "POST", body });
    if (!answer.ok) throw new Error(String(answer.status));
    await keep({ ...await answer.json(), key: pair.privateKey });
    location.reload();
  } catch {
    trouble.textContent = trouble.dataset.failed;
    trouble.hidden = false;
    button.disabled = false;
  }
}

// Without a safe address (https) a browser has no keys; then there is the picture.
if (form && window.crypto?.subtle && window.indexedDB) {
  form.addEventListener("submit", take);
  form.hidden = false;
  if (place?.dataset.pass) {
    const pass = await rows("readonly", (store) => store.get(place.dataset.pass)).catch(() => null);
    if (pass) {
      begin(pass);
      setInterval(show, 250);
      document.addEventListener("visibilitychange", show);
    }
  }
  if (place) ask();
}

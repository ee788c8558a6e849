// The screen of a lane: shows what the gate says, and says it is out of order when it does not hear the gate.
"use strict";
const lane = document.body.dataset.lane;
if (lane) {
  const lost = document.getElementById("lost").dataset;
  const patience = 15000; // the gate says something every ten seconds
  let heard = Date.now();
  let source;

  const put = (id, text) => { document.getElementById(id).textContent = text; };
  const show = (kind, vi, en, name) => {
    document.body.dataset.kind = kind;
    put("vi-title", vi.title);
    put("en-title", en.title);
    put("name", name ?? "");
    put("vi-text", vi.text);
    put("en-text", en.text);
  };
  const showLost = () => show("out-of-order", { title: lost.viTitle, text: lost.viText }, { title: lost.enTitle, text: lost.enText });

  const open = () => {
    source?.close();
    source = new EventSource("/lanes/" + encodeURIComponent(lane) + "/events");
    source.onopen = () => { heard = Date.now(); };
    source.onmessage = (told) => {
      heard = Date.now();
      const now = JSON.parse(told.data);
      show(now.kind, now.vi, now.en, now.name);
    };
    source.addEventListener("alive", () => { heard = Date.now(); });
    source.onerror = () => { if (Date.now() - heard > 2000) showLost(); };
  };
  open();
  setInterval(() => {
    if (source.readyState === EventSource.CLOSED || Date.now() - heard > patience) {
      showLost();
      open();
    }
  }, 2000);
}

// Keeps the list of gates live: the hub says that something changed, the page fetches the list anew.
const gates = document.getElementById("gates");
const stale = document.getElementById("stale");
let fetching = false;
let again = false;

async function refresh() {
  if (fetching) {
    again = true;
    return;
  }
  fetching = true;
  try {
    const answer = await fetch(gates.dataset.fragment, { cache: "no-store" });
    if (answer.ok) gates.innerHTML = await answer.text();
    stale.hidden = answer.ok;
  } catch {
    stale.hidden = false;
  }
  fetching = false;
  if (again) {
    again = false;
    refresh();
  }
}

function listen() {
  const source = new EventSource(gates.dataset.live);
  source.addEventListener("changed", refresh);
  source.addEventListener("error", () => {
    stale.hidden = false;
    // A browser comes back by itself after a broken connection, but not after an answer that is no stream.
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, 5000);
  });
}

listen();

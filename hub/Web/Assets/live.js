// Keeps the list of gates live: the hub says that something changed, the page fetches the list anew.
const gates = document.getElementById("gates");
const stale = document.getElementById("stale");
const source = new EventSource(gates.dataset.live);
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
    if (answer.ok) {
      gates.innerHTML = await answer.text();
      stale.hidden = true;
    }
  } catch {
    stale.hidden = false;
  }
  fetching = false;
  if (again) {
    again = false;
    refresh();
  }
}

source.addEventListener("changed", refresh);
source.addEventListener("error", () => { stale.hidden = false; });

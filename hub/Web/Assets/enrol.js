// Counts a code's time down and follows what becomes of it; without this the page says both once.
const claim = document.getElementById("claim");
const shown = performance.now();

function tick() {
  const left = claim.querySelector("[data-left]");
  if (!left) return;
  const seconds = Math.max(0, Math.ceil(Number(left.dataset.left) - (performance.now() - shown) / 1000));
  left.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

async function follow() {
  const status = claim.firstElementChild?.dataset.status;
  if (status !== "waiting") {
    // The code is of no more use to anybody.
    for (const gone of document.querySelectorAll(".code, .code ~ p, .code ~ pre")) gone.hidden = true;
    return;
  }
  try {
    const answer = await fetch(claim.dataset.fragment, { cache: "no-store" });
    if (answer.ok) {
      const next = document.createElement("div");
      next.innerHTML = await answer.text();
      if (next.firstElementChild.dataset.status !== status) {
        claim.replaceChildren(...next.children);
        return follow();
      }
    }
  } catch {
    // The hub is away for a moment; the time goes on and the question is asked again.
  }
  setTimeout(follow, 1500);
}

setInterval(tick, 250);
follow();

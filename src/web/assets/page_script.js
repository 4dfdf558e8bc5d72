// A cookie contains the time zone of the viewer, in which the server formats times.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const known = document.cookie.split("; ").find((each) => each.startsWith("zone="));
if (zone && known !== `zone=${zone}`) {
  document.cookie = `zone=${zone}; path=/; max-age=31536000; samesite=strict`;
  if (zone !== "UTC" && document.cookie.includes("zone=")) location.reload();
}

// The footer shows whether the page receives live updates.
const liveState = document.querySelector(".live-state");
const showState = (state, text) => {
  if (!liveState) return;
  liveState.dataset.live = state;
  liveState.textContent = text;
};
document.addEventListener("htmx:sse:after:connection", () => showState("on", "Live"));
document.addEventListener("htmx:sse:error", (event) => {
  if (event.detail?.status === 401) location.reload();
  showState("lost", "Connection lost, reconnecting …");
});

// A page that never received a live update is reloaded.
if (document.querySelector("#live")) {
  setTimeout(() => liveState?.dataset.live === "off" && location.reload(), 15_000);
}

// A header can be searched by tag, keyword and value; groups without a match are hidden.
const search = document.querySelector("[data-search]");
search?.addEventListener("input", () => {
  const wanted = search.value.trim().toLowerCase();
  let shown = 0;
  for (const row of document.querySelectorAll("[data-element]")) {
    row.hidden = !row.textContent.toLowerCase().includes(wanted);
    if (!row.hidden && row.dataset.element === "leaf") shown += 1;
    if (wanted && !row.hidden) row.querySelector(":scope > details")?.setAttribute("open", "");
  }
  const found = document.querySelector("[data-found]");
  if (found) found.textContent = wanted ? `${shown} match` : "";
});

"use strict";
// The page works without this. With it, a citation opens beside the answer, and "/" goes to the box.
const dialog = document.getElementById("source"), shown = document.getElementById("shown");
const box = document.querySelector("#ask input[type=search]");

async function open(link) {
  document.body.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(link.href, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    shown.replaceChildren(...document.importNode(page.getElementById("main"), true).childNodes);
    for (const part of shown.querySelectorAll("[id]")) part.id = `shown-${part.id}`;
    dialog.showModal();
    shown.focus();
    shown.querySelector("mark")?.scrollIntoView({ block: "center" });
  } catch {
    location.assign(link.href);
  } finally {
    document.body.removeAttribute("aria-busy");
  }
}

document.addEventListener("click", event => {
  const link = event.target.closest?.("a.cite");
  if (!link || dialog.contains(link) || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  open(link);
});

document.addEventListener("keydown", event => {
  const typing = event.target.closest?.("input, textarea");
  if (event.key === "/" && box && !typing && !dialog.open && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    box.focus();
    box.select();
  }
});

document.getElementById("ask")?.addEventListener("submit", event => {
  event.target.setAttribute("aria-busy", "true");
  document.getElementById("state").textContent = "asking …";
});
// Whoever comes back by the browser's button finds the box as it was, not asking.
addEventListener("pageshow", () => {
  document.getElementById("ask")?.removeAttribute("aria-busy");
  const state = document.getElementById("state");
  if (state) state.textContent = "";
});
